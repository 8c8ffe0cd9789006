"""Access to applications, to opening a panel, and to what it measures.

What a panel measures is seen by its members alone before the lock: not by the organiser, not by those evaluated.
"""

from datetime import date

from evaluation.models import Survey, Turnaround
from tests.access import Row

MEASURING = ("login", 404, 403, 403, 200, 403)
MEASURED = ("login", 404, 403, 403, 302, 403)
SURVEY = {
    "source": "panel", "method": "phone", "began_on": "2026-11-18", "ended_on": "2026-11-19", "issued": 40,
    "formula": "share", "very_satisfied": 20, "satisfied": 10, "fair": 5, "dissatisfied": 0,
    "very_dissatisfied": 0,
}  # fmt: skip
TURNAROUND = {"matter": "矛盾纠纷调处", "basis": "actual", "unit": "day", "before": "10", "now": "3"}


def make_survey(world):
    fields = SURVEY | {"began_on": date(2026, 11, 18), "ended_on": date(2026, 11, 19)}
    return Survey.objects.create(evaluation=world.panel, entered_by=world.panel_member, **fields)


def make_turnaround(world):
    fields = TURNAROUND | {"before": 10, "now": 3, "matter": "事件处置"}
    return Turnaround.objects.create(evaluation=world.panel, entered_by=world.panel_member, **fields)


MAKERS = {"survey": make_survey, "turnaround": make_turnaround}


def of_panel(world):
    return (world.panel.pk,)


def of_survey(world):
    return world.panel.pk, world.survey.pk


def of_turnaround(world):
    return world.panel.pk, world.turnaround.pk


ROWS = [
    Row("evaluation:measures", MEASURING, of_panel),
    Row("evaluation:measures", ("login", 404, 200, 200, 200, 200), lambda world: (world.evaluation.pk,)),
    Row("evaluation:survey-new", MEASURING, of_panel),
    Row("evaluation:survey-new", MEASURED, of_panel, "post", lambda world: SURVEY),
    Row("evaluation:survey-edit", MEASURING, of_survey),
    Row("evaluation:survey-edit", MEASURED, of_survey, "post", lambda world: SURVEY),
    Row("evaluation:survey-remove", MEASURED, of_survey, "post"),
    Row("evaluation:turnarounds", MEASURING, of_panel),
    Row("evaluation:turnarounds", MEASURED, of_panel, "post", lambda world: TURNAROUND),
    Row("evaluation:turnaround-edit", MEASURING, of_turnaround),
    Row("evaluation:turnaround-edit", MEASURED, of_turnaround, "post", lambda world: TURNAROUND),
    Row("evaluation:turnaround-remove", MEASURED, of_turnaround, "post"),
]
