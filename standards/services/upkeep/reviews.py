"""复审: started by the office, its opinion recorded, its conclusion decided and carried out (10.7)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import PeriodicReview, Standard, StandardDocument
from ..given import check_day, demand
from ..keeping import changed_since, facts, keep, lock
from .revisions import revise_after_review
from .standing import check_stands
from .withdrawals import withdraw

Conclusion = PeriodicReview.Conclusion
TOLD = ["reviewers", "opinion"]
NO_OPINION = "还没有复审意见，不能作出结论：请先由标准化管理办公室填写复审意见。"
NO_NOTICE = "还没有废止通知：请上传种类为“废止通知”的附件。"


def start_review(
    *, actor, standard: Standard, started_on: date | None = None, reviewers: str = ""
) -> PeriodicReview:
    """Open the 复审 of an own standard in force, whether it is due or not; returns it.

    Raises StandardsError when one is open already, or the standard is not in force on that day.
    """
    started_on = started_on or timezone.localdate()
    with transaction.atomic():
        row = lock(standard)
        check_stands(row, "复审")
        if is_open := row.reviews.filter(conclusion="").first():
            raise StandardsError(f"{is_open.started_on} 发起的复审还没有结论，请先作出结论，再发起下一次。")
        if row.effective_on > started_on:
            raise StandardsError(
                f"“{row.number}”自 {row.effective_on} 起实施，实施后才能复审。", field="started_on"
            )
        check_day(started_on, "复审开始日期", "started_on")
        review = PeriodicReview.objects.create(
            standard=row, started_on=started_on, started_by=actor, reviewers=reviewers.strip()
        )
        changes = {"复审开始日期": ["", started_on], "复审人员": ["", review.reviewers]}
        record_event(actor=actor, verb="review", target=row, changes=told(changes))
    return review


def record_opinion(*, actor, review: PeriodicReview, reviewers: str, opinion: str) -> PeriodicReview:
    """Write who reviewed and what they found on content and level of the figures; again until it is concluded."""
    with transaction.atomic():
        row, review = hold(review)
        before = snapshot(review, TOLD)
        review.reviewers = demand(reviewers, "请填写复审人员。", "reviewers")
        review.opinion = demand(opinion, "请填写复审意见：内容、指标水平是否仍然适用。", "opinion")
        review.save(update_fields=TOLD)
        if changes := changes_between(before, review, TOLD):
            record_event(actor=actor, verb="change", target=row, changes=changes)
    return review


def conclude_review(
    *,
    actor,
    review: PeriodicReview,
    conclusion: str,
    concluded_on: date | None = None,
    reason: str = "",
    on: date | None = None,
) -> PeriodicReview:
    """Decide the review and carry it out (10.7 a–d); it is fixed from then on.

    确认 moves the next review to three years after `concluded_on`; 修改 waits for the application of the drafting
    department; 修订 opens the plan of a new edition for `reason`; 废止 ends the standard on `on` (by default the day
    of the conclusion) and needs `reason` and the notice. Raises StandardsError; nothing has changed then.
    """
    concluded_on = concluded_on or timezone.localdate()
    with transaction.atomic():
        row, review = hold(review)
        check_stands(row, "作出复审结论")
        demand(review.opinion, NO_OPINION, "conclusion")
        check_day(concluded_on, "结论日期", "concluded_on", earliest=review.started_on, after="复审开始日期")
        review.conclusion, review.concluded_on = conclusion, concluded_on
        review.reason, review.concluded_by = reason.strip(), actor
        review.save()
        CARRYING_OUT[Conclusion(conclusion)](row, review, actor=actor, on=on or concluded_on)
    return review


def hold(review: PeriodicReview) -> tuple[Standard, PeriodicReview]:
    """The standard locked and the review as it is now; StandardsError when it is concluded."""
    row = lock(review.standard)
    review = row.reviews.get(pk=review.pk)
    if not review.is_open:
        words = review.get_conclusion_display()
        raise StandardsError(f"这次复审已于 {review.concluded_on} 作出结论：{words}，不能再改。")
    return row, review


def confirm(row: Standard, review: PeriodicReview, *, actor, on: date) -> None:
    """10.7 a: number and year stay; the next review is due three years from now."""
    before = facts(row)
    row.confirmed_on = review.concluded_on
    keep(row, actor=actor, verb="confirm")
    record_event(
        actor=actor, verb="confirm", target=row, changes=changed_since(before, row), reason=review.reason
    )


def ask_for_amendment(row: Standard, review: PeriodicReview, *, actor, on: date) -> None:
    """10.7 b: the drafting department applies next; the standard itself stays as it is."""
    tell_conclusion(row, review, actor)


def ask_for_revision(row: Standard, review: PeriodicReview, *, actor, on: date) -> None:
    """10.7 c: it becomes an item of the plan."""
    reason = demand(review.reason, "请写明修订的理由，它会写入修订项目的立项理由。", "reason")
    tell_conclusion(row, review, actor)
    revise_after_review(row, actor=actor, reason=reason, on=review.concluded_on)


def end_standard(row: Standard, review: PeriodicReview, *, actor, on: date) -> None:
    """10.7 d: by decision, with the notice (life cycle §5.2)."""
    if not row.documents.kept().filter(kind=StandardDocument.Kind.WITHDRAWAL).exists():
        raise StandardsError(NO_NOTICE, field="notice")
    if on < review.concluded_on:
        raise StandardsError(f"废止日期不能早于结论日期 {review.concluded_on}。", field="on")
    tell_conclusion(row, review, actor)
    withdraw(row, actor=actor, on=on, reason=review.reason)


def tell_conclusion(row: Standard, review: PeriodicReview, actor) -> None:
    changes = {"复审结论": ["", review.get_conclusion_display()], "结论日期": ["", review.concluded_on]}
    record_event(actor=actor, verb="conclude", target=row, changes=changes, reason=review.reason)


def told(changes: dict) -> dict:
    """What is worth telling: fields that were filled."""
    return {name: values for name, values in changes.items() if values[1]}


CARRYING_OUT = {
    Conclusion.CONFIRM: confirm,
    Conclusion.AMEND: ask_for_amendment,
    Conclusion.REVISE: ask_for_revision,
    Conclusion.WITHDRAW: end_standard,
}
