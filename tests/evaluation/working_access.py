"""Access to the private sheets: each member judges and hands in the own one, the leader sends one back.

Statuses in the order anonymous, stranger, reader, office, panel member, administrator.
"""

from evaluation.services.evidence import add_file
from evaluation.services.locking import lock_evaluation
from tests import factories
from tests.access import Row
from tests.evaluation.making import complete, hand_in, make_evaluation, members


def of_evaluation(world):
    return (world.evaluation.pk,)


def of_panel(world):
    return (world.panel.pk,)


def of_handed_in(world):
    """The leader of the panel has handed in; nobody of the cast has."""
    return world.panel.pk, world.handed_in.pk


def make_handed_in(world):
    leader = members(world.panel)[0]
    if leader.sheet.is_open:
        hand_in(leader)
    return leader


def make_seen_sheet(world):
    """A 底稿 the panel member of the cast may read: he has handed in his own."""
    hand_in(world.panel_participant)
    return world.handed_in


def of_seen_sheet(world):
    return world.panel.pk, world.seen_sheet.pk, "A.1"


def make_self_proof(world):
    """A file the county named in the self-evaluation that stands beside the sheets of the panel."""
    keeper = factories.make_office_user(world.county, "keeper")
    evaluation = make_evaluation(world.county, keeper)
    file = factories.ContentFile(factories.PDF, name="方针.pdf")
    proof = add_file(actor=keeper, sheet=evaluation.official, target="A1-1-1", file=file)
    lock_evaluation(actor=keeper, evaluation=complete(keeper, evaluation))
    return proof


def of_self_evidence(world):
    return world.panel.pk, world.self_proof.attachment.sha256


MEMBER_ALONE = ("login", 404, 403, 403, 200, 403)

MAKERS = {"self_proof": make_self_proof, "handed_in": make_handed_in, "seen_sheet": make_seen_sheet}
JUDGING = ("login", 404, 403, 200, 200, 403)
CONFIRMING = ("login", 404, 403, 302, 302, 403)

ROWS = [
    Row("evaluation:sheet-excel", ("login", 404, 404, 404, 200, 404), of_panel),
    Row("evaluation:sheet-excel", ("login", 404, 200, 200, 200, 200), of_evaluation),
    Row("evaluation:sheet-import", MEMBER_ALONE, of_panel),
    Row("evaluation:sheet-import", JUDGING, of_evaluation),
    Row("evaluation:sheet-import", JUDGING, of_evaluation, "post"),
    Row("evaluation:sheet-import-confirm", ("login", 404, 403, 403, 302, 403), of_panel, "post"),
    Row("evaluation:sheet-import-confirm", CONFIRMING, of_evaluation, "post"),
    Row("evaluation:sheet-submit", MEMBER_ALONE, of_panel),
    Row("evaluation:sheet-submit", ("login", 404, 403, 403, 302, 403), of_panel, "post"),
    Row("evaluation:sheet-return", ("login", 404, 403, 403, 403, 403), of_handed_in),
    Row(
        "evaluation:sheet-return",
        ("login", 404, 403, 403, 403, 403),
        of_handed_in,
        "post",
        lambda world: {"reason": "漏看现场"},
    ),
    # Before he hands in, the others' sheets are not there for him either.
    Row(
        "evaluation:working-sheet",
        ("login", 404, 404, 404, 404, 404),
        lambda world: (*of_handed_in(world), "A.1"),
    ),
    Row("evaluation:working-sheet", ("login", 404, 404, 404, 200, 404), of_seen_sheet),
    Row("evaluation:self-evidence", ("login", 404, 404, 200, 200, 404), of_self_evidence),
]
