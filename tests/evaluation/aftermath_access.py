"""Access to what comes after a panel's result: the organiser oversees, who sees the result reads.

Statuses in the order anonymous, stranger, reader, office, panel member, administrator.
"""

from datetime import timedelta

from django.utils import timezone

from evaluation.services.complaints import lodge_complaint
from evaluation.services.notices import record_notice
from evaluation.services.problems import add_problem, notify_problems
from tests.access import Row


def make_told_panel(world):
    """The locked panel of the cast, its result told."""
    result = world.panel_result
    record_notice(
        actor=world.office, result=result, notified_on=timezone.localdate(), way="书面送达", recipient="王主任",
        note="签字表另附",
    )  # fmt: skip
    return result.evaluation


def make_problem(world):
    day = timezone.localdate() + timedelta(days=30)
    values = {"target": "A1-1-1", "description": "没有方针", "owner": "综合科", "due_on": day}
    return add_problem(actor=world.office, result=world.panel_result, **values)


def make_notified(world):
    world.told_panel  # noqa: B018  made on demand
    problem = make_problem(world)
    notify_problems(actor=world.office, result=world.panel_result)
    return type(problem).objects.get(pk=problem.pk)


def make_complaint(world):
    return lodge_complaint(
        actor=world.office, evaluation=world.panel, kind="appeal", complainant="临江区",
        received_on=timezone.localdate(), content="扣分有误",
    )  # fmt: skip


def of_locked(world):
    return (world.panel_result.evaluation_id,)


def of_told(world):
    return (world.told_panel.pk,)


def of_problem(world):
    return (world.listed_problem.pk,)


def of_complaint(world):
    return world.panel.pk, world.complaint.pk


def due(world):
    return {"due_on": timezone.localdate() + timedelta(days=60), "reason": "采购周期长"}


READING = ("login", 404, 200, 200, 200, 200)
ORGANIZER = ("login", 404, 403, 200, 403, 403)
ORGANIZER_POST = ("login", 404, 403, 302, 403, 403)
PROBLEM = {"target": "A1-1-1", "description": "没有方针"}
COMPLAINT = {"kind": "appeal", "complainant": "临江区", "content": "扣分有误"}
ANSWER = {"handling": "复核", "outcome": "upheld"}

MAKERS = {
    "told_panel": make_told_panel,
    "listed_problem": make_problem,
    "notified_problem": make_notified,
    "complaint": make_complaint,
}
ROWS = [
    Row("evaluation:problems", READING, of_locked),
    Row("evaluation:problems-draft", ORGANIZER_POST, of_locked, "post"),
    Row("evaluation:problem-new", ORGANIZER, of_locked),
    Row("evaluation:problem-new", ORGANIZER_POST, of_locked, "post", lambda world: PROBLEM),
    Row("evaluation:problems-notify", ORGANIZER_POST, of_told, "post"),
    Row(
        "evaluation:problems-paper",
        READING,
        lambda world: (world.listed_problem.result.evaluation_id, "docx"),
    ),
    Row("evaluation:problem-edit", ORGANIZER, of_problem),
    Row("evaluation:problem-edit", ORGANIZER_POST, of_problem, "post", lambda world: PROBLEM),
    Row("evaluation:problem-remove", ORGANIZER_POST, of_problem, "post"),
    Row("evaluation:problem-step", ORGANIZER, lambda world: (world.notified_problem.pk, "extend")),
    Row(
        "evaluation:problem-step",
        ORGANIZER_POST,
        lambda world: (world.notified_problem.pk, "extend"),
        "post",
        due,
    ),
    Row("evaluation:repeat-new", ORGANIZER, of_told),
    Row(
        "evaluation:repeat-new",
        ORGANIZER_POST,
        of_told,
        "post",
        lambda world: {"as_of": "2026-12-20", "affected": ["A1-1"]},
    ),
    Row("evaluation:complaints", ORGANIZER, of_locked),
    Row("evaluation:complaint-new", ORGANIZER, of_locked),
    Row(
        "evaluation:complaint-new",
        ORGANIZER_POST,
        of_locked,
        "post",
        lambda world: COMPLAINT | {"received_on": timezone.localdate()},
    ),
    Row("evaluation:complaint-answer", ORGANIZER, of_complaint),
    Row(
        "evaluation:complaint-answer",
        ORGANIZER_POST,
        of_complaint,
        "post",
        lambda world: ANSWER | {"answered_on": timezone.localdate()},
    ),
    Row("evaluation:archive", ("login", 404, 403, 200, 403, 403), of_locked),
]
