"""Access to applications, to opening a panel, and to what it measures.

What a panel measures is seen by its members alone before the lock: not by the organiser, not by those evaluated.
"""

from datetime import date

from evaluation.models import Survey, Turnaround
from tests import factories
from tests.access import Row
from tests.evaluation.applying import FIELDS, make_accepted, make_application, make_submitted

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


def make_county_office(world):
    return factories.make_office_user(world.county, "county_office")


def make_draft(world):
    """The county applies to the city: to those of the city it is a draft, and does not exist."""
    return make_application(world.county, world.county_office)


def make_own_draft(world):
    """The city applies to a province above it."""
    above = factories.make_organization("青原省网格化治理中心", level="province", initials="QY")
    world.city.parent = above
    world.city.save(update_fields=["parent"])
    return make_application(world.city, world.office, world.locked_result)


def make_sent(world):
    return make_submitted(world.county, world.county_office)


def make_taken(world):
    return make_accepted(world.county, world.county_office, world.office)


MAKERS = {
    "survey": make_survey,
    "turnaround": make_turnaround,
    "county_office": make_county_office,
    "draft": make_draft,
    "own_draft": make_own_draft,
    "sent": make_sent,
    "taken": make_taken,
}
FORM = FIELDS | {"pilot_ends_on": ""}
READING = ("login", 404, 200, 200, 404, 200)
WRITING = ("login", 404, 403, 200, 404, 403)
WRITTEN = ("login", 404, 403, 302, 404, 403)
HIDDEN = ("login", 404, 404, 404, 404, 404)
OPENING = {"kind": "upper", "year": 2026, "as_of": "2026-11-20"}


def of_draft(world):
    return (world.draft.pk,)


def of_own_draft(world):
    return (world.own_draft.pk,)


def of_sent(world):
    return (world.sent.pk,)


def own_document(world):
    return world.own_draft.pk, world.own_draft.documents.first().pk


def form_of(world):
    return FORM | {"result": world.own_draft.result_id}


def panel_of(world):
    return OPENING | {
        "organizer": world.city.pk, "organization": world.county.pk, "operated_from": "2026-01-01",
        "self_evaluated_on": "2026-10-01",
    }  # fmt: skip


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
    Row("evaluation:applications", ("login", 200, 200, 200, 200, 200)),
    # The cities of the cast have nobody above them.
    Row("evaluation:application-new", ("login", 403, 403, 403, 403, 403)),
    Row("evaluation:application", HIDDEN, of_draft),
    Row("evaluation:application", READING, of_own_draft),
    Row("evaluation:application", READING, of_sent),
    Row("evaluation:application-edit", WRITING, of_own_draft),
    Row("evaluation:application-edit", WRITTEN, of_own_draft, "post", form_of),
    # Sent, it is fixed, and those above never write it.
    Row("evaluation:application-edit", ("login", 404, 403, 403, 404, 403), of_sent),
    Row("evaluation:application-form", READING, lambda world: (world.own_draft.pk, "docx")),
    Row("evaluation:application-form", HIDDEN, lambda world: (world.draft.pk, "pdf")),
    Row("evaluation:application-submit", WRITTEN, of_own_draft, "post"),
    Row("evaluation:application-accept", WRITING, of_sent),
    Row("evaluation:application-accept", WRITTEN, of_sent, "post"),
    # Nobody accepts the own application.
    Row("evaluation:application-accept", ("login", 404, 403, 403, 404, 403), of_own_draft, "post"),
    Row("evaluation:application-return", WRITING, of_sent),
    Row("evaluation:application-return", WRITTEN, of_sent, "post", lambda world: {"reason": "缺标准文本"}),
    Row("evaluation:application-document-add", WRITING, of_own_draft),
    Row("evaluation:application-gather", WRITTEN, of_own_draft, "post"),
    Row("evaluation:application-document", READING, own_document),
    Row("evaluation:application-document-remove", WRITTEN, own_document, "post"),
    Row("evaluation:panel-new", ("login", 200, 403, 200, 403, 403)),
    Row("evaluation:panel-new", ("login", 200, 403, 302, 403, 403), method="post", data=panel_of),
    Row("evaluation:panel-new", ("login", 404, 403, 404, 403, 403), query="?application=999999"),
]
