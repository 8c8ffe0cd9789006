"""Records of every kind: the list, one record, and the forms that write it."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.paging import page_of
from gridgov.records.media import INLINE
from gridgov.records.models import Event, Verb
from gridgov.submitting import posted, submit
from standards.history import entry_of_event

from ..forms.records import RemoveForm
from ..kinds import Kind
from ..permissions import can_attach, can_detach, can_take, can_write, writable_organizations
from ..services.records import change_record, enter_record, remove_record
from ..steps import open_steps
from .access import (
    chosen_organization,
    form_page,
    kind_or_404,
    list_url,
    refuse,
    remember_list,
    require_reader,
    seen_record,
    trail,
    written_record,
)

LONG = 30  # characters of a column from which it takes a line of its own


@require_safe
def records(request, kind):
    """The list of a kind: figures of one organisation above, then what was asked for, 20 rows a page."""
    kind, on = kind_or_404(kind), timezone.localdate()
    require_reader(request.user)
    found = kind.filters(request.GET, kind=kind, user=request.user, on=on)
    page = page_of(request, kind.rows(found.qs))
    rows = [(row, kind.cells(row, on), can_attach(request.user, kind, row)) for row in page.object_list]
    remember_list(request, kind)
    organization = found.organization_shown
    context = {
        "kind": kind,
        "found": found,
        "page": page,
        "rows": rows,
        "total": found.scoped.count(),
        "writable": list(writable_organizations(request.user, kind)),
        "organization": organization,
        "summary": kind.summary(organization, on) if organization and kind.summary else None,
    }
    return render(request, "activities/records.html", context)


@require_safe
def record(request, kind, pk):
    """One record with everything known about it."""
    kind, on = kind_or_404(kind), timezone.localdate()
    row = seen_record(request, kind, pk)
    documents = list(row.documents.kept().select_related("attachment"))
    context = {
        "kind": kind,
        "record": row,
        "facts": facts_of(kind, row, on),
        "parts": [shown_part(part, row, on) for part in kind.parts],
        "documents": documents,
        "removable": [each for each in documents if can_detach(request.user, kind, row, each)],
        "viewable": INLINE,
        "history": history_of(row),
        "trail": trail(request, kind),
        "can_attach": can_attach(request.user, kind, row),
        "can_write": can_write(request.user, kind, row),
        "fixed": kind.fixed(row),
        "steps": steps_of(request.user, kind, row),
        "detail_template": kind.template if kind.details else "",
        **(kind.details(row, on) if kind.details else {}),
    }
    return render(request, "activities/record.html", context)


def facts_of(kind: Kind, row, on) -> list[list[dict]]:
    """What a record is besides its heading, in lines of two; what may be long has a line of its own, below."""
    short, long = [], []
    for column in kind.columns:
        if (column.field or column.listed) and not column.link:
            fact = {"heading": column.heading, "value": column.show(row, on)}
            (long if column.width >= LONG else short).append(fact)
    return [*(short[at : at + 2] for at in range(0, len(short), 2)), *([fact] for fact in long)]


def shown_part(part, row, on) -> dict:
    """A part with the cells of its rows, and why none may be added now."""
    rows = list(part.of(row))
    return {
        "part": part,
        "rows": [(each, part.cells(each, on), part.fixed(each)) for each in rows],
        "closed": part.closed(row),
    }


def history_of(row) -> list:
    events = Event.objects.about(row).exclude(verb=Verb.DOWNLOAD)
    return [entry_of_event(event) for event in events]


def steps_of(user, kind: Kind, row) -> list[tuple]:
    """(name, step, whether the user takes it) of the steps that lead on from here."""
    if not kind.steps:
        return []
    found = open_steps(kind.steps, row.state).items()
    return [(name, step, can_take(user, row, step)) for name, step in found]


@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request, kind):
    """Enter a record in the organisation of `?organization=`, or the user's only one."""
    kind = kind_or_404(kind)
    organization = chosen_organization(request, kind)
    row = kind.model(organization=organization)
    form = kind.form(
        *posted(request),
        organization=organization,
        user=request.user,
        instance=row,
        initial=kind.begin(organization, request.GET),
    )
    response = submit(
        request,
        form,
        lambda: enter_record(actor=request.user, table=kind, row=row, values=form.cleaned_data),
        f"已登记{kind.noun}。",
    )
    intro = f"登记到：{organization}。{kind.clause}。"
    return response or form_page(request, kind, form, f"登记{kind.noun}", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request, kind, pk):
    kind = kind_or_404(kind)
    row = written_record(request, kind, pk)
    if sentence := kind.fixed(row):
        return refuse(request, row, sentence)
    form = kind.form(*posted(request), organization=row.organization, user=request.user, instance=row)

    def act():
        return change_record(actor=request.user, table=kind, row=row, values=form.cleaned_data)

    response = submit(request, form, act, "已保存。")
    return response or form_page(request, kind, form, f"编辑{kind.noun}：{row}", row)


@require_http_methods(["GET", "HEAD", "POST"])
def record_remove(request, kind, pk):
    kind = kind_or_404(kind)
    row = written_record(request, kind, pk)
    if sentence := kind.fixed(row):
        return refuse(request, row, sentence)
    form = RemoveForm(*posted(request))

    def act():
        return remove_record(actor=request.user, table=kind, row=row, **form.cleaned_data)

    response = submit(request, form, act, f"已移除{kind.noun}“{row}”。")
    if response:
        return redirect(list_url(request, kind))
    intro = "只用于登记错的记录。移除后不再列出和统计，内容和理由仍保留在日志中。"
    return form_page(request, kind, form, f"移除{kind.noun}：{row}", row, intro=intro, submit="移除")
