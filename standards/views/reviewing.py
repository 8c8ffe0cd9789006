"""Pages of a round of the 审查: who was asked, what came back, what became of it (T/CSSG 001.2 10.4)."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.errors import GridgovError
from gridgov.records.media import INLINE
from gridgov.submitting import posted, submit, tell_in

from ..forms.reviewing import ArrangeForm, HandlingRow, MinutesForm, RecallForm, SendForm
from ..models import ReviewRound
from ..permissions import (
    can_arrange_review,
    can_handle,
    can_read_opinions,
    can_sign,
    can_write,
    is_drafting,
    readable_documents,
)
from ..reviewing import forms_asked_of, lines_of, of_round, remarks_of, reviewing_gaps, summary_of
from ..services import opinions, reviewing
from .registry import form_page, registry_trail, visible_standard

OFFICE_ONLY = "只有本组织的标准化管理办公室可以安排审查、发出和收回意见表。"
HANDLERS_ONLY = "意见由起草部门或本组织的标准化管理办公室处理。"
CLOSED = "{}已经结束，不能再改。"


def visible_round(request, pk: int, number: int) -> ReviewRound:
    """A round of a standard the user may see; 404 otherwise."""
    return get_object_or_404(visible_standard(request, pk).rounds, number=number)


def arrangeable_round(request, pk: int, number: int) -> ReviewRound:
    """A round of the user's office, open or not; 403 for those who only read."""
    row = visible_round(request, pk, number)
    if not can_write(request.user, row.standard):
        raise PermissionDenied(OFFICE_ONLY)
    return row


@require_safe
def review_round(request, pk, number):
    """One round; who has still to sign does not see what the others said."""
    row, today = visible_round(request, pk, number), timezone.localdate()
    lines, readable = lines_of(row, today), can_read_opinions(request.user, row)
    own = forms_asked_of(request.user).filter(round=row, recalled_at=None).first()
    context = {
        "round": row,
        "standard": row.standard,
        "today": today,
        "lines": lines,
        "readable": readable,
        "summary": summary_of(row) if readable else [],
        "remarks": remarks_of(lines) if readable else [],
        "own": own,
        "to_sign": own is not None and can_sign(request.user, own),
        "documents": readable_documents(request.user, row.standard)
        .filter(of_round(row))
        .select_related("attachment"),
        "viewable": INLINE,
        "gaps": reviewing_gaps(row) if can_arrange_review(request.user, row) else [],
        "can_arrange": can_arrange_review(request.user, row),
        "can_handle": can_handle(request.user, row),
        "reads_forms": can_write(request.user, row.standard) or is_drafting(request.user, row.standard),
        "trail": registry_trail(request, row.standard),
    }
    return render(request, "standards/round.html", context)


def round_trail(request, row: ReviewRound) -> list[tuple[str, str]]:
    """The way to a page below the round."""
    return [*registry_trail(request, row.standard), (str(row), row.get_absolute_url())]


def closed(request, row: ReviewRound):
    """The round does not take this any more: say so on its page."""
    messages.error(request, CLOSED.format(row))
    return redirect(row)


def carry_out(request, form, row: ReviewRound, done: str, service):
    """Run the service for a valid form and go back to the round; None when there is something to mend."""

    def act():
        service(actor=request.user, **form.cleaned_data)
        return row

    return submit(request, form, act, done)


def round_page(request, form, row: ReviewRound, heading: str, **context):
    page = {"trail": round_trail(request, row), "cancel_url": row.get_absolute_url(), **context}
    return form_page(
        request, form, f"{heading}：{row.standard.title}", here=heading, standard=row.standard, **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_round_arrange(request, pk, number):
    row = arrangeable_round(request, pk, number)
    if not row.is_open:
        return closed(request, row)
    form = ArrangeForm(*posted(request), instance=row)
    done = carry_out(request, form, row, "已保存审查安排。", partial(reviewing.arrange_round, round=row))
    return done or round_page(request, form, row, "安排审查", submit="保存")


@require_http_methods(["GET", "HEAD", "POST"])
def review_round_send(request, pk, number):
    row = arrangeable_round(request, pk, number)
    if not row.is_open:
        return closed(request, row)
    form = SendForm(*posted(request), round=row, initial={"due_on": row.due_on})
    done = carry_out(request, form, row, "已发出审定意见表。", partial(reviewing.send_forms, round=row))
    return done or round_page(request, form, row, "发出审定意见表", submit="发出")


@require_http_methods(["GET", "HEAD", "POST"])
def review_round_minutes(request, pk, number):
    row = arrangeable_round(request, pk, number)
    if not row.is_open:
        return closed(request, row)
    form = MinutesForm(*posted(request), instance=row)
    done = carry_out(request, form, row, "已记录会议纪要。", partial(reviewing.record_minutes, round=row))
    return done or round_page(request, form, row, "会议纪要", submit="保存")


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_form_recall(request, pk, number, form_pk):
    row = arrangeable_round(request, pk, number)
    found = get_object_or_404(row.forms.select_related("reviewer"), pk=form_pk)
    if not row.is_open:
        return closed(request, row)
    form = RecallForm(*posted(request))
    words = f"已收回{found.reviewer}的审定意见表。"
    done = carry_out(request, form, row, words, partial(reviewing.recall_form, form=found))
    intro = f"收回后，{found.reviewer}不能再填写本轮的审定意见表；需要时可以重新发出。"
    heading = f"收回{found.reviewer}的审定意见表"
    return done or round_page(request, form, row, heading, submit="收回", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def review_round_handle(request, pk, number):
    """All opinions of the round on one page; what was changed on it is written, all or nothing."""
    row = visible_round(request, pk, number)
    if not (can_write(request.user, row.standard) or is_drafting(request.user, row.standard)):
        raise PermissionDenied(HANDLERS_ONLY)
    if not can_handle(request.user, row):
        return closed(request, row)
    data = request.POST if request.method == "POST" else None
    rows = [HandlingRow(data, opinion=opinion) for opinion in summary_of(row)]
    if data is not None and handle(request, row, rows):
        return redirect(row)
    context = {
        "round": row,
        "standard": row.standard,
        "rows": rows,
        "faulty": [each for each in rows if each.errors],
        "trail": round_trail(request, row),
    }
    return render(request, "standards/handling.html", context)


def handle(request, row: ReviewRound, rows: list[HandlingRow]) -> bool:
    """Write the rows changed here; a refusal stands at its row."""
    if not all(each.is_valid() for each in rows):
        return False
    changed = [each for each in rows if each.has_changed()]
    values = {
        each.opinion.pk: (each.cleaned_data["handling"], each.cleaned_data["response"]) for each in changed
    }
    try:
        count = opinions.handle_opinions(actor=request.user, round=row, handlings=values)
    except GridgovError as error:
        at = [each for each in changed if each.opinion.pk == getattr(error, "opinion", None)]
        for each in at:
            tell_in(each, error)
        if not at:
            messages.error(request, error.message)
        return False
    messages.success(request, f"已处理 {count} 条意见。")
    return True
