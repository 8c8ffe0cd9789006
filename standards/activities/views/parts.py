"""Rows inside a record: items of a plan, people at a session, certificates of a person."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gridgov.submitting import posted, submit

from ..forms.records import RemoveForm
from ..kinds import Kind, Part
from ..services.records import change_record, enter_record, remove_record
from ..services.roster import enter_people, people_not_listed
from .access import (
    form_page,
    kind_or_404,
    messages,
    part_or_404,
    refuse,
    trail,
    written_record,
)


def row_of(part: Part, record, pk: int):
    """A row of this very record that was not taken away; 404 otherwise."""
    return get_object_or_404(part.of(record), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def part_new(request, kind, pk, part):
    kind = kind_or_404(kind)
    part, record = part_or_404(kind, part), written_record(request, kind, pk)
    if sentence := part.closed(record):
        return refuse(request, record, sentence)
    row = part.model(**{part.parent: record})
    form = part.form(*posted(request), organization=record.organization, user=request.user, instance=row)

    def act():
        enter_record(actor=request.user, table=part, row=row, values=form.cleaned_data)
        return record

    response = submit(request, form, act, f"已登记{part.noun}。")
    return response or form_page(request, kind, form, f"登记{part.noun}", record, intro=str(record))


@require_http_methods(["GET", "HEAD", "POST"])
def part_edit(request, kind, pk, part, part_pk):
    kind = kind_or_404(kind)
    part, record = part_or_404(kind, part), written_record(request, kind, pk)
    row = row_of(part, record, part_pk)
    if sentence := part.fixed(row):
        return refuse(request, record, sentence)
    form_class = part.form_for(row)
    form = form_class(*posted(request), organization=record.organization, user=request.user, instance=row)

    def act():
        change_record(actor=request.user, table=part, row=row, values=form.cleaned_data)
        return record

    response = submit(request, form, act, "已保存。")
    return response or form_page(request, kind, form, f"编辑{part.noun}：{row}", record)


@require_http_methods(["GET", "HEAD", "POST"])
def part_remove(request, kind, pk, part, part_pk):
    kind = kind_or_404(kind)
    part, record = part_or_404(kind, part), written_record(request, kind, pk)
    row = row_of(part, record, part_pk)
    if sentence := part.fixed(row) or part.closed(record):
        return refuse(request, record, sentence)
    form = RemoveForm(*posted(request))

    def act():
        remove_record(actor=request.user, table=part, row=row, **form.cleaned_data)
        return record

    response = submit(request, form, act, f"已移除{part.noun}。")
    return response or form_page(request, kind, form, f"移除{part.noun}：{row}", record, submit="移除")


@require_http_methods(["GET", "HEAD", "POST"])
def roster(request, kind, pk):
    """Tick who came: everybody on staff who is not in the list yet."""
    kind = attendance_kind(kind)
    record = written_record(request, kind, pk)
    people = people_not_listed(record)
    if request.method == "POST":
        wanted = set(request.POST.getlist("people"))
        chosen = [person for person in people if str(person.pk) in wanted]
        if chosen:
            enter_people(actor=request.user, session=record, people=chosen)
            messages.success(request, f"已登记 {len(chosen)} 人到场。")
            return redirect(record)
        messages.error(request, "请勾选到场的人。")
    context = {"session": record, "people": people, "trail": trail(request, kind, record)}
    return render(request, "activities/training/roster.html", context)


def attendance_kind(slug: str) -> Kind:
    """Only sessions have a roster."""
    kind = kind_or_404(slug)
    if kind.slug != "training":
        raise Http404
    return kind
