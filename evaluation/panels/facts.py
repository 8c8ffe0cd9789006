"""The facts from which the stations of a panel follow, read from its rows in a fixed number of statements."""

from datetime import datetime

from django.utils import timezone

from gridgov.records.models import Event, Verb

from ..eligibility import eligibility
from ..models import Evaluation, EvaluationPlan, Problem, Result
from ..sheet.reading import read_result
from .stages import Count, Facts, Mark

# Under this name the event of an archive package tells what was taken.
ARCHIVE = "归档包"
FACT_LABELS = {"体系运行起始日", "自我评价完成日", "重大事故、通报批评、处分、媒体曝光"}


def read_facts(evaluation: Evaluation) -> Facts:
    """Everything `panels.stages` wants to know; the evaluation comes from `with_people`."""
    result = newest_result(evaluation)
    locked = result if evaluation.is_locked else None
    notice = getattr(locked, "notice", None)
    return Facts(
        eligible=eligible(evaluation),
        planned=planned(evaluation),
        met=met(evaluation),
        sheets=sheets(evaluation),
        ruled=ruled(evaluation),
        locked=locked and mark(locked.locked_at, locked.locked_by),
        signatures=signatures(evaluation, locked),
        told=notice and Mark(notice.notified_on, str(notice.notified_by)),
        problems=problems(locked) if locked else Count(),
        passed=locked is None or locked.verdict == "合格",
        archived=archived(evaluation, notice.recorded_at) if notice else None,
    )


def newest_result(evaluation: Evaluation) -> Result | None:
    rows = evaluation.results.defer("document").select_related("locked_by", "notice__notified_by")
    return rows.order_by("-version").first()


def mark(at: datetime | None, who="") -> Mark:
    return Mark(timezone.localtime(at).date() if at else None, str(who or ""))


def eligible(evaluation: Evaluation) -> Mark | None:
    """Complete facts: since when, by the trail; taken over from the application, by who opened it."""
    if any(condition.state == "missing" for condition in eligibility(evaluation)):
        return None
    events = Event.objects.about(evaluation).filter(verb__in=[Verb.CHANGE, Verb.OPEN])
    for event in events:
        if event.verb == Verb.OPEN or FACT_LABELS & event.changes.keys():
            return mark(event.at, event.actor_name)
    return mark(evaluation.opened_at)


def planned(evaluation: Evaluation) -> Mark | None:
    plan = EvaluationPlan.objects.filter(evaluation=evaluation).select_related("approved_by").first()
    return mark(plan.approved_at, plan.approved_by) if plan and plan.approved_at else None


def met(evaluation: Evaluation) -> Mark | None:
    """7.1, held when its beginning is written down."""
    step = evaluation.steps.filter(number=1, began_at__isnull=False).first()
    return step and mark(step.began_at, step.chair)


def sheets(evaluation: Evaluation) -> Count:
    """The private sheets of those present: how many were handed in."""
    present = {person.pk for person in evaluation.participants.all() if person.is_present}
    own = [sheet for sheet in evaluation.sheets.all() if sheet.participant_id in present]
    times = [sheet.submitted_at for sheet in own if not sheet.is_open and sheet.submitted_at]
    return Count(len(times), len(own), mark(max(times, default=None)))


def ruled(evaluation: Evaluation) -> Count:
    """How many requirements of the official sheet the panel has settled; never how."""
    official = evaluation.official
    official.evaluation = evaluation
    result = read_result(official)
    total = len(result.requirements)
    last = official.operations.order_by("-serial").values_list("at", "author_name").first()
    return Count(total - len(result.unjudged_codes), total, mark(*last) if last else Mark())


def signatures(evaluation: Evaluation, locked: Result | None) -> Count:
    present = {person.pk for person in evaluation.participants.all() if person.is_present}
    if locked is None:
        return Count(0, len(present))
    rows = [row for row in locked.signatures.order_by("pk") if row.participant_id in present]
    return Count(len(rows), len(present), mark(rows[-1].signed_at if rows else None))


def problems(locked: Result) -> Count:
    rows = list(locked.problems.values_list("state", "verified_on"))
    closed = [day for state, day in rows if state == Problem.State.CLOSED]
    return Count(len(closed), len(rows), Mark(max(closed, default=None)))


def archived(evaluation: Evaluation, since: datetime) -> Mark | None:
    """The archive package was taken after the 通报; before it the package is not whole, and other exports are none."""
    events = Event.objects.about(evaluation).filter(verb=Verb.EXPORT, at__gte=since)
    event = next((event for event in events if ARCHIVE in event.changes), None)
    return event and mark(event.at, event.actor_name)
