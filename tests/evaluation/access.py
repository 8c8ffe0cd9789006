"""Access to evaluations: who takes part judges, the office opens and locks, readers read, strangers see nothing.

Statuses in the order anonymous, stranger, reader, office, panel member, administrator.
"""

from uuid import uuid4

from django.utils import timezone

from evaluation.models import Fulfilment, Judgement
from evaluation.services.evaluations import add_participant, edit_facts
from evaluation.services.evidence import add_file
from evaluation.services.locking import lock_evaluation
from evaluation.services.panels import appoint, assign_tables
from tests import factories
from tests.access import Row
from tests.evaluation import (
    accepting_access,
    aftermath_access,
    applications_access,
    consensus_access,
    gap_plans_access,
    gaps_access,
    linking_access,
    offline_access,
    panels_access,
    plans_access,
    results_access,
    verification_access,
    working_access,
)
from tests.evaluation.making import AWARDS, FACTS, make_evaluation, make_panel

SEEN = ("login", 404, 200, 200, 200, 200)
IN_CHARGE = ("login", 404, 403, 200, 403, 403)
JUDGING = ("login", 404, 403, 200, 200, 403)


def furnish(world) -> dict:
    """An open evaluation with a panel member of another organisation, and a locked one of the year before."""
    evaluation = make_evaluation(world.city, world.office, world.panel_member)
    guest = factories.make_user("guest", organization=world.city)
    participant = add_participant(actor=world.office, evaluation=evaluation, user=guest)
    file = factories.ContentFile(factories.PDF, name="记录.pdf")
    proof = add_file(actor=world.office, sheet=evaluation.official, target="A1-1-1", file=file)
    locked, result = make_locked(world)
    standard = factories.make_adopted(world.city, factories.make_node("5.4.2x"), "GB/T 40000-2021")
    Fulfilment.objects.create(standard=standard, edition=world.edition, requirement="A1-1-1")
    return {
        "evaluation": evaluation,
        "participant": participant,
        "proof": proof,
        "locked": locked,
        "locked_result": result,
        "fulfilling": standard,
    }


def make_locked(world):
    """Judged row by row in one statement, not operation by operation: this is made for every row of the table."""
    evaluation = make_evaluation(world.city, world.office, world.panel_member, year=2025)
    edit_facts(actor=world.office, evaluation=evaluation, **FACTS)
    fields = {
        "sheet": evaluation.official,
        "version": 1,
        "author": world.office,
        "updated_at": timezone.now(),
    }
    codes = evaluation.edition.scorecard.requirements_by_code
    Judgement.objects.bulk_create(
        Judgement(target=code, value=AWARDS.get(code, {"met": True}), **fields) for code in codes
    )
    return evaluation, lock_evaluation(actor=world.office, evaluation=evaluation)


def change(world) -> dict:
    return {"uuid": str(uuid4()), "target": "A1-1-1", "base": 0, "value": {"met": True}}


def of_evaluation(world):
    return (world.evaluation.pk,)


def of_result(world):
    return (world.locked_result.pk,)


def of_proof(world):
    return world.evaluation.pk, world.proof.pk


def of_target(world):
    return world.evaluation.pk, "A1-1-1"


def make_panel_of_city(world):
    """The city evaluates its county; the panel member of the cast sits in the panel."""
    panel = make_panel(world.city, world.county)
    participant = appoint(actor=panel.opened_by, evaluation=panel, user=world.panel_member)
    assign_tables(actor=panel.opened_by, participant=participant, sections=["A.2"])
    world.things["panel_participant"] = participant
    return panel


SLICES = (
    gaps_access,
    applications_access,
    panels_access,
    plans_access,
    working_access,
    offline_access,
    consensus_access,
    results_access,
    verification_access,
    aftermath_access,
    accepting_access,
    gap_plans_access,
    linking_access,
)
# What few rows ask for; a maker gets the world and gives the row.
MAKERS = {"panel": make_panel_of_city}
for part in SLICES:
    MAKERS |= part.MAKERS

OPENING = {"year": 2024, "as_of": "2024-11-20"}

OWN = [
    Row("evaluation:scorecard", ("login", 200, 200, 200, 200, 200)),
    Row("evaluation:scorecard-section", ("login", 200, 200, 200, 200, 200), lambda world: ("A.3",)),
    Row("evaluation:standard-requirements", (*IN_CHARGE[:4], 404, 403), lambda world: (world.fulfilling.pk,)),
    Row(
        "evaluation:standard-requirements",
        ("login", 404, 403, 302, 404, 403),
        lambda world: (world.fulfilling.pk,),
        "post",
        lambda world: {"codes": ["A1-1-1"]},
    ),
    Row("evaluation:evaluations", ("login", 200, 200, 200, 200, 200)),
    Row("evaluation:evaluation-new", ("login", 200, 403, 200, 403, 403)),
    Row(
        "evaluation:evaluation-new",
        # The stranger is an office too: of another city, which is no choice of his form.
        ("login", 200, 403, 302, 403, 403),
        method="post",
        data=lambda world: OPENING | {"organization": world.city.pk},
    ),
    Row("evaluation:evaluation", SEEN, of_evaluation),
    Row("evaluation:evaluation-edit", IN_CHARGE, of_evaluation),
    Row(
        "evaluation:evaluation-edit",
        ("login", 404, 403, 302, 403, 403),
        of_evaluation,
        "post",
        lambda world: {"as_of": "2026-01-15", "incidents": "none"},
    ),
    Row("evaluation:conclusion", JUDGING, of_evaluation),
    Row(
        "evaluation:conclusion",
        ("login", 404, 403, 302, 302, 403),
        of_evaluation,
        "post",
        lambda world: {"problems": "培训不足"},
    ),
    Row("evaluation:participants", IN_CHARGE, of_evaluation),
    Row(
        "evaluation:participants",
        ("login", 404, 403, 302, 403, 403),
        of_evaluation,
        "post",
        lambda world: {"colleague": world.reader.pk, "duty": "member"},
    ),
    Row(
        "evaluation:participant-remove",
        ("login", 404, 403, 302, 403, 403),
        lambda world: (world.evaluation.pk, world.participant.pk),
        "post",
    ),
    Row("evaluation:sheet", SEEN, lambda world: (world.evaluation.pk, "A.1")),
    Row("evaluation:sheet", SEEN, lambda world: (world.locked.pk, "A.7"), query="?why=A7-1"),
    Row("evaluation:operation", (401, 404, 403, 200, 200, 403), of_evaluation, "post_json", change),
    Row(
        "evaluation:operation",
        (401, 404, 403, 423, 423, 403),
        lambda world: (world.locked.pk,),
        "post_json",
        lambda world: change(world) | {"base": 1},
    ),
    Row("evaluation:changes", SEEN, of_evaluation, query="?since=0"),
    Row(
        "evaluation:judge",
        ("login", 404, 403, 302, 302, 403),
        of_evaluation,
        "post",
        lambda world: change(world) | {"value": '{"met":true}'},
    ),
    Row("evaluation:history", SEEN, of_target),
    Row("evaluation:evidence-add", JUDGING, of_target),
    Row("evaluation:evidence", SEEN, of_proof),
    Row("evaluation:evidence-remove", ("login", 404, 403, 302, 302, 403), of_proof, "post"),
    Row("evaluation:lock", IN_CHARGE, of_evaluation),
    # With judgements missing the lock page comes back with its obstacles.
    Row("evaluation:lock", IN_CHARGE, of_evaluation, "post"),
    Row("evaluation:reopen", IN_CHARGE, lambda world: (world.locked.pk,)),
    Row(
        "evaluation:reopen",
        ("login", 404, 403, 302, 403, 403),
        lambda world: (world.locked.pk,),
        "post",
        lambda world: {"reason": "漏评一条"},
    ),
    Row("evaluation:result", SEEN, of_result),
    Row("evaluation:report", SEEN, of_result),
    Row("evaluation:result-document", SEEN, of_result),
]
ROWS = [*OWN, *(row for part in SLICES for row in part.ROWS)]
