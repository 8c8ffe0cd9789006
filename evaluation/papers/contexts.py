"""What the papers of a panel say: dictionaries of texts, the same for Word and PDF."""

from datetime import datetime

from django.utils import timezone

from gridgov.dates import chinese_date

from ..models import Evaluation, EvaluationPlan, OnSiteStep
from ..visits.plan import assigned_tables, missing_people
from ..visits.procedure import BY_NUMBER, SITES

# A 签到表 has room for those who come unannounced.
FEWEST_LINES = 12


def about(evaluation: Evaluation) -> dict:
    """Whose paper it is, of which evaluation, and who evaluates."""
    today = timezone.localdate()
    return {
        "organization": evaluation.keeper.name,
        "day": today.isoformat(),
        "date": "",
        "evaluated": evaluation.organization.name,
        "kind": evaluation.get_kind_display(),
        "year": str(evaluation.year),
        "members": [member_row(person, tables) for person, tables in assigned_tables(evaluation)],
    }


def member_row(person, tables: list[str]) -> dict:
    return {
        "name": person.user.name,
        "duty": person.get_duty_display(),
        "side": person.get_side_display(),
        "employer": person.employer,
        "tables": "、".join(tables),
    }


def plan_context(evaluation: Evaluation, plan: EvaluationPlan) -> dict:
    """The 评估方案; dated on the day of its approval, else to be dated by hand."""
    approved = timezone.localdate(plan.approved_at) if plan.approved_at else None
    context = about(evaluation)
    return context | {
        "day": approved.isoformat() if approved else context["day"],
        "date": chinese_date(approved),
        "edition": str(evaluation.edition),
        "days": days(plan),
        "place": plan.place,
        "commissioned": commissioned(evaluation),
        "size_reason": evaluation.size_reason,
        "slots": [slot_row(slot) for slot in plan.slots.all()],
        "sites": site_rows(plan.sites.all()),
        "sampling": plan.sampling,
        "survey": plan.survey,
        "remarks": plan.remarks,
        "approver": str(plan.approved_by or ""),
    }


def commissioned(evaluation: Evaluation) -> str:
    name = evaluation.commissioned
    return f"受{evaluation.organizer.name}委托，由{name}组织评估组。" if name else ""


def days(plan: EvaluationPlan) -> str:
    first, last = chinese_date(plan.starts_on), chinese_date(plan.ends_on)
    return first if first == last else f"{first}至{last}"


def slot_row(slot) -> dict:
    return {
        "day": f"{slot.on.month}月{slot.on.day}日",
        "time": f"{slot.begins:%H:%M}–{slot.ends:%H:%M}",
        "what": slot.what,
        "who": slot.who,
    }


def site_rows(sites) -> list[dict]:
    return [
        {
            "place": str(place),
            "name": site.name,
            "address": site.address,
            "reason": site.reason,
            "visited_on": chinese_date(site.visited_on),
            "record": site.record,
        }
        for place, site in enumerate(sites, start=1)
    ]


def step_context(evaluation: Evaluation, number: int) -> dict:
    """A step as it was held; what is not written yet is left open, so that the paper can be filled in by hand."""
    step = BY_NUMBER[number]
    rows = OnSiteStep.objects.filter(evaluation=evaluation, number=number).select_related("recorded_by")
    row = rows.first() or OnSiteStep(evaluation=evaluation, number=number)
    signed = list(row.attendances.all()) if row.pk else []
    return about(evaluation) | {
        "code": step.code,
        "step": step.name,
        "clause": step.clause,
        "time": span(row.began_at, row.ended_at),
        "place": row.place,
        "chair": row.chair,
        "record": row.record,
        "recorder": row.recorded_by.name if row.pk else "",
        "signed": f"{len(signed)} 人" if signed else "",
        "people": people_rows(signed, missing_people(evaluation, signed)),
    }


def sign_in_context(evaluation: Evaluation, number: int) -> dict:
    """Who signed in, members who have still to, and empty lines up to a sheet full."""
    context = step_context(evaluation, number)
    people = context["people"]
    blank = {"name": "", "employer": "", "title": "", "drawing": ""}
    more = [{"place": str(place), **blank} for place in range(len(people) + 1, FEWEST_LINES + 1)]
    return context | {"people": people + more}


def on_site_context(evaluation: Evaluation) -> dict:
    plan = EvaluationPlan.objects.filter(evaluation=evaluation).first()
    sites = site_rows(plan.sites.all()) if plan else []
    for row in sites:
        row["name"] += f"\n{row['address']}" if row["address"] else ""
    return step_context(evaluation, SITES) | {"sites": sites}


def people_rows(signed, missing) -> list[dict]:
    known = [(row.name, row.employer, row.title, row.drawing) for row in signed]
    known += [(person.user.name, person.employer, "", "") for person in missing]
    names = ("name", "employer", "title", "drawing")
    return [
        {"place": str(place), **dict(zip(names, row, strict=True))}
        for place, row in enumerate(known, start=1)
    ]


def span(began_at: datetime | None, ended_at: datetime | None) -> str:
    """`2026年11月20日 8:30 至 9:00`; empty for a step not held yet."""
    if began_at is None:
        return ""
    began = timezone.localtime(began_at)
    words = f"{chinese_date(began)} {began:%H:%M}"
    if ended_at is None:
        return words
    ended = timezone.localtime(ended_at)
    same = ended.date() == began.date()
    return f"{words} 至 {'' if same else chinese_date(ended) + ' '}{ended:%H:%M}"
