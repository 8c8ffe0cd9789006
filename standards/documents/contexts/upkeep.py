"""复审记录 and 修改单."""

from ...models import Amendment, PeriodicReview
from ..wording import boxes, chinese_date
from .common import about_standard, dated


def review(review: PeriodicReview) -> dict:
    """The record of a 复审; of an open one with room for what is still to be decided."""
    row = review.standard
    return (
        dated(row.organization, review.concluded_on or review.started_on, shown=not review.is_open)
        | about_standard(row)
        | {
            "started_on": chinese_date(review.started_on),
            "due_on": chinese_date(row.review_due_on) if review.is_open else "",
            "reviewers": review.reviewers,
            "opinion": review.opinion,
            "conclusion": boxes(PeriodicReview.Conclusion.choices, review.conclusion),
            "reason": review.reason,
            "concluded_on": chinese_date(review.concluded_on),
            "concluded_by": str(review.concluded_by or ""),
        }
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
