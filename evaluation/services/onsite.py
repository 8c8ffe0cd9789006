"""What was held on site: the seven steps, who signed in, what was seen at a site (T/CSSG 001.5 §7).

Records may hold what a panel found, and the trail stands with the organiser: it tells that a record was written,
never its words.
"""

from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from gridgov.dates import EARLIEST, LATEST, implausible_date
from gridgov.organizations.models import User

from ..errors import EvaluationError, LockedError
from ..models import Attendance, Evaluation, OnSiteStep, Site
from ..trail import record
from ..visits.procedure import BY_NUMBER, CLOSING
from .evaluations import for_writing
from .keeping import held, keep

FIELDS = ["began_at", "ended_at", "place", "chair", "record"]
RECORD = "记录"


def record_step(*, actor: User, evaluation: Evaluation, number: int, **fields) -> OnSiteStep:
    """Write when, where and under whom a step was held, and its record (names in FIELDS).

    7.7, telling the result, may be written after the lock; the other six raise LockedError then. Raises EvaluationError
    for times that cannot be.
    """
    with transaction.atomic():
        current = for_step(evaluation, number)
        step = step_of(current, number)
        check_times(fields.get("began_at"), fields.get("ended_at"))
        step.recorded_by = actor
        if changes := keep(step, in_utc(fields), empty=step.pk is None):
            record(actor=actor, verb="hold", evaluation=current, changes=told(step, changes))
    return step


def sign_in(
    *,
    actor: User,
    evaluation: Evaluation,
    number: int,
    name: str,
    employer: str = "",
    title: str = "",
    drawing: str = "",
) -> Attendance:
    """One line of the 签到表 of a step, with a drawn signature or, without one, signed on paper.

    Raises EvaluationError for one who signed in; LockedError as `record_step` does.
    """
    name, employer = name.strip(), employer.strip()
    with transaction.atomic():
        current = for_step(evaluation, number)
        step = step_of(current, number)
        if step.pk is None:
            step.recorded_by = actor
            step.save()
        if step.attendances.filter(name=name, employer=employer).exists():
            raise EvaluationError(f"{name} 已在本步骤签到。同名的另一人请写明单位。", field="name")
        attendance = Attendance.objects.create(
            step=step,
            user=actor if actor.name == name else None,
            name=name,
            employer=employer,
            title=title.strip(),
            drawing=drawing,
        )
        record(actor=actor, verb="hold", evaluation=current, changes={f"{label(step)} 签到": ["", name]})
    return attendance


def record_visit(*, actor: User, site: Site, visited_on: date | None, **fields) -> Site:
    """What was seen at a site, whether the plan is approved or not. Raises EvaluationError for a day to come."""
    values = {"visited_on": visited_on, **fields}
    with transaction.atomic():
        current = for_writing(site.plan.evaluation)
        site = held(Site.objects.filter(plan__evaluation=current), site.pk)
        check_visit(Site(visited_on=visited_on))
        if keep(site, values):
            day = str(visited_on or "")
            record(
                actor=actor,
                verb="hold",
                evaluation=current,
                changes={f"现场检查 {site}": ["", day or RECORD]},
            )
    return site


def check_visit(site: Site) -> None:
    if found := implausible_date(site, ["visited_on"]):
        raise EvaluationError(found[1], field=found[0])
    if site.visited_on and site.visited_on > timezone.localdate():
        raise EvaluationError(f"检查日期 {site.visited_on} 还没有到，请核对。", field="visited_on")


def for_step(evaluation: Evaluation, number: int) -> Evaluation:
    """The evaluation held for writing a step of it; locked, it takes 7.7 alone."""
    if number not in BY_NUMBER:
        raise ValueError(f"no step {number}")
    try:
        return for_writing(evaluation)
    except LockedError:
        if number != CLOSING:
            raise
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("organization", "organizer")
    return rows.get(pk=evaluation.pk)


def step_of(evaluation: Evaluation, number: int) -> OnSiteStep:
    """The row of a step, held; a new one, not saved, where nothing was written yet."""
    found = OnSiteStep.objects.select_for_update().filter(evaluation=evaluation, number=number).first()
    return found or OnSiteStep(evaluation=evaluation, number=number)


def check_times(began_at: datetime | None, ended_at: datetime | None) -> None:
    for name, moment in (("began_at", began_at), ("ended_at", ended_at)):
        if moment is None:
            continue
        if not EARLIEST <= moment.date() <= LATEST:
            raise EvaluationError(f"时间 {moment:%Y-%m-%d} 不可能，请核对。", field=name)
        if moment > timezone.now():
            raise EvaluationError("这个时间还没有到，步骤开始、结束之后再登记。", field=name)
    if ended_at and (began_at is None or ended_at < began_at):
        raise EvaluationError("结束时间不能早于开始时间，开始时间也要填写。", field="ended_at")


def in_utc(fields: dict) -> dict:
    """Times as the database gives them back, so that the same time is no change."""
    return {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value
        for name, value in fields.items()
    }


def told(step: OnSiteStep, changes: dict) -> dict:
    """Which parts were written; times as the clock shows them, never the words of the record."""
    shown = {}
    for name, (before, after) in changes.items():
        change = ["", "已填写"] if name == RECORD else [local(name, before), local(name, after)]
        shown[f"{label(step)} {name}"] = change
    return shown


def local(name: str, text: str) -> str:
    """Times of the trail in the time of the place."""
    if not name.endswith("时间") or not text:
        return text
    return timezone.localtime(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")


def label(step: OnSiteStep) -> str:
    return f"{step} {BY_NUMBER[step.number].name}"
