"""What several papers say alike."""

from datetime import date, datetime

from django.utils import timezone

from gridgov.dates import chinese_date

from ...models import ReviewRound, Standard
from ...reviewing import live_forms, summary_of
from ..wording import full_name, joined


def dated(organization, day: date | datetime, *, shown: bool = True) -> dict:
    """Whose paper it is and of which day; the day is left open where the paper is still to be dated by hand."""
    day = timezone.localdate(day) if isinstance(day, datetime) else day
    return {
        "organization": organization.name,
        "day": day.isoformat(),
        "date": chinese_date(day) if shown else "",
    }


def about_standard(row: Standard) -> dict:
    return {
        "number": row.number,
        "title": row.title,
        "full_name": full_name(row),
        "class_name": row.node.filing_label,
        "rank": row.get_rank_display(),
        "departments": joined(row.departments.all()),
        "drafting_department": str(row.drafting_department or ""),
        "drafters": row.drafters,
        "approver": row.approver,
        "approval_number": row.approval_number,
        "approved_on": chinese_date(row.approved_on),
        "issued_on": chinese_date(row.issued_on),
        "effective_on": chinese_date(row.effective_on),
        "confirmed_on": chinese_date(row.confirmed_on),
        "replaced": replaced_by(row),
    }


def replaced_by(row: Standard) -> str:
    """The standards it takes the place of, those of the registry by name, others by the number written down."""
    known = list(row.replaces.order_by("number_sort", "pk"))
    numbers = {each.number for each in known}
    others = [each.strip() for each in row.replaced_numbers.replace(";", "；").split("；")]
    return "、".join([*map(full_name, known), *(each for each in others if each and each not in numbers)])


def about_round(round: ReviewRound) -> dict:
    """The round and what the forms that came back conclude; a recalled form was never sent."""
    forms = list(live_forms(round))
    signed = [form for form in forms if form.is_signed]
    conclusions = [form.conclusion for form in signed]
    return {
        "round": str(round),
        "submitted_on": chinese_date(round.submitted_on),
        "method": round.get_method_display(),
        "due_on": chinese_date(round.due_on),
        "sent": len(forms),
        "returned": len(signed),
        "agree": conclusions.count("agree"),
        "after_changes": conclusions.count("after_changes"),
        "disagree": conclusions.count("disagree"),
        "outcome": round.get_outcome_display(),
        "summary": round.summary,
        "closed_on": chinese_date(round.closed_on),
    }


def signed_opinions(round: ReviewRound) -> list[dict]:
    """The opinions of the signed forms of a round, numbered through in the order of the clauses."""
    return [
        {"place": str(place), **opinion_row(opinion, opinion.form.reviewer)}
        for place, opinion in enumerate(summary_of(round), start=1)
    ]


def opinion_row(opinion, reviewer) -> dict:
    return {
        "clause": opinion.clause,
        "text": opinion.text,
        "proposal": opinion.proposal,
        "reviewer": str(reviewer),
        "department": str(reviewer.department or ""),
        "handling": opinion.get_handling_display(),
        "response": opinion.response,
    }
