"""复审记录 and 修改单."""

from gridgov.dates import chinese_date

from ...models import Amendment, PeriodicReview, Standard
from ..wording import boxes
from .common import about_standard, dated


def review(review: PeriodicReview) -> dict:
    """The record of a 复审; of an open one with room for what is still to be decided."""
    row = review.standard
    before = as_reviewed(row, review)
    return (
        dated(row.organization, review.concluded_on or review.started_on, shown=not review.is_open)
        | about_standard(row)
        | {
            "confirmed_on": chinese_date(before.confirmed_on),
            "started_on": chinese_date(review.started_on),
            "due_on": chinese_date(before.review_due_on),
            "reviewers": review.reviewers,
            "opinion": review.opinion,
            "conclusion": boxes(PeriodicReview.Conclusion.choices, review.conclusion),
            "reason": review.reason,
            "concluded_on": chinese_date(review.concluded_on),
            "concluded_by": str(review.concluded_by or ""),
        }
    )


def as_reviewed(row: Standard, review: PeriodicReview) -> Standard:
    """The dates of a standard as its review found them: a confirmation that came of it is not the last one."""
    earlier = row.reviews.filter(conclusion=PeriodicReview.Conclusion.CONFIRM, pk__lt=review.pk)
    days = [*earlier.values_list("concluded_on", flat=True), row.confirmed_on]
    confirmed_on = max((day for day in days if day and day <= review.started_on), default=None)
    return Standard(
        origin=row.origin, stage=row.stage, effective_on=row.effective_on, confirmed_on=confirmed_on
    )


def amendment(amendment: Amendment) -> dict:
    row = amendment.standard
    return (
        dated(row.organization, amendment.confirmed_on)
        | about_standard(row)
        | {
            "amendment_number": amendment.number,
            "department": str(amendment.department),
            "requested_on": chinese_date(amendment.requested_on),
            "reason": amendment.reason,
            "content": amendment.content,
            "confirmed_on": chinese_date(amendment.confirmed_on),
            "amended_from": chinese_date(amendment.effective_on or amendment.confirmed_on),
            "confirmed_by": str(amendment.confirmed_by or ""),
        }
    )
