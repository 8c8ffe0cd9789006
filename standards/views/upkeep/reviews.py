"""复审: start, page, opinion, conclusion (10.7)."""

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import posted, submit

from ...forms.upkeep import ConcludeForm, ReviewOpinionForm, StartReviewForm
from ...models import PeriodicReview, StandardDocument
from ...permissions import can_amend, can_conclude, can_record_opinion, can_write, conclusions_of
from ...references.citations import citing
from ...services.documents import attach_document
from ...services.upkeep import conclude_review, record_opinion, start_review
from ..registry import refuse, registry_trail, visible_standard
from .pages import require, upkeep_page, why_not

Kind = StandardDocument.Kind
DECIDERS = "复审结论由标准化管理办公室或标准化管理委员会作出，废止由标准化管理委员会或组织授权人决定。"
CLOSED = "这次复审已作出结论，不能再改。"


def visible_review(request, pk: int, review_pk: int) -> PeriodicReview:
    """The review, reached from a standard the user sees; 404 otherwise."""
    standard = visible_standard(request, pk)
    rows = standard.reviews.select_related("started_by", "concluded_by")
    review = get_object_or_404(rows, pk=review_pk)
    review.standard = standard
    return review


@require_http_methods(["GET", "HEAD", "POST"])
def review_start(request, pk):
    row = visible_standard(request, pk)
    require(can_write(request.user, row), "复审由本组织的标准化管理办公室发起。")
    if open_review := row.reviews.filter(conclusion="").first():
        return redirect(open_review)
    if words := why_not(row, "复审"):
        return refuse(request, row, words)
    form = StartReviewForm(*posted(request))

    def act():
        return start_review(actor=request.user, standard=row, **form.cleaned_data)

    intro = "复审周期不超过 3 年，主要针对标准的内容、指标水平进行审核，以确认标准的时效性；不到期也可以提前复审。"
    page = {"intro": intro, "submit": "发起复审"}
    return submit(request, form, act, "已发起复审。") or upkeep_page(
        request, row, form, f"发起复审：{row.title}", **page
    )


@require_safe
def review(request, pk, review_pk):
    """One review with its opinion, its conclusion and what followed."""
    found = visible_review(request, pk, review_pk)
    context = {
        "review": found,
        "standard": found.standard,
        "records": found.standard.documents.kept().filter(kind=Kind.REVIEW).select_related("attachment"),
        "amendments": found.amendments.select_related("department"),
        "requests": found.standard.revision_requests.filter(trigger="review").select_related("successor"),
        "can_record": can_record_opinion(request.user, found),
        "can_conclude": can_conclude(request.user, found),
        "can_amend": can_amend(request.user, found.standard),
        "trail": registry_trail(request, found.standard),
    }
    return render(request, "standards/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_opinion(request, pk, review_pk):
    found = visible_review(request, pk, review_pk)
    require(can_write(request.user, found.standard))
    if not found.is_open:
        return refuse(request, found, CLOSED)
    initial = {"reviewers": found.reviewers, "opinion": found.opinion}
    form = ReviewOpinionForm(*posted(request), initial=initial)

    @transaction.atomic
    def act():
        values = dict(form.cleaned_data)
        if file := values.pop("file"):
            attach_document(actor=request.user, standard=found.standard, kind=Kind.REVIEW, file=file)
        return record_opinion(actor=request.user, review=found, **values)

    return submit(request, form, act, "已保存复审意见。") or upkeep_page(
        request, found.standard, form, "填写复审意见", back=found
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_conclude(request, pk, review_pk):
    found = visible_review(request, pk, review_pk)
    row, conclusions = found.standard, conclusions_of(request.user, found.standard)
    require(bool(conclusions), DECIDERS)
    if not found.is_open:
        return refuse(request, found, CLOSED)
    form = ConcludeForm(*posted(request), standard=row, conclusions=conclusions)

    @transaction.atomic
    def act():
        values = dict(form.cleaned_data)
        notice = values.pop("notice", None)
        if notice and values["conclusion"] == PeriodicReview.Conclusion.WITHDRAW:
            attach_document(actor=request.user, standard=row, kind=Kind.WITHDRAWAL, file=notice)
        return conclude_review(actor=request.user, review=found, **values)

    page = {"template": "standards/review_conclude.html", "review": found, "submit": "作出结论"}
    page["citing"] = citing(row)
    return submit(request, form, act, "已作出复审结论。") or upkeep_page(
        request, row, form, f"复审结论：{row.title}", back=found, **page
    )
