"""Access to the 合议: present members after submitting their own sheet; only the leader rules.

The panel member of the cast is a member; `panel_ruled` is a panel that he leads.
"""

from uuid import uuid4

from evaluation.services.panels import appoint, assign_tables
from tests.access import Row
from tests.evaluation.making import hand_in, make_panel


def make_deliberating(world):
    """The panel member of the cast has submitted: he sees the 合议, and does not lead."""
    panel = make_panel(world.city, world.county)
    return submitted(panel, appoint(actor=panel.opened_by, evaluation=panel, user=world.panel_member))


def make_led(world):
    """The panel member of the cast leads, and has submitted."""
    panel = make_panel(world.city, world.county)
    leader = appoint(actor=panel.opened_by, evaluation=panel, user=world.panel_member, duty="leader")
    return submitted(panel, leader)


def submitted(panel, participant):
    """The shortest table, handed in."""
    assign_tables(actor=panel.opened_by, participant=participant, sections=["A.7"])
    hand_in(participant)
    return panel


MAKERS = {"panel_deliberating": make_deliberating, "panel_ruled": make_led}
# The county lies below the city: its reader and office see that the panel evaluates, the stranger does not.
SEEN = ("login", 404, 403, 403, 200, 403)
UNSUBMITTED = ("login", 404, 403, 403, 403, 403)
RULING = ("login", 404, 403, 403, 302, 403)


def of_unsubmitted(world):
    return (world.panel.pk,)


def of_deliberating(world):
    return (world.panel_deliberating.pk,)


def of_ruled(world):
    return (world.panel_ruled.pk,)


def ruling(world) -> dict:
    words = {"reason": "查无文本", "minority": "", "next": ""}
    return {"uuid": str(uuid4()), "target": "A1-1-1", "base": "0", "value": '{"faults":1}'} | words


ROWS = [
    *(
        Row(f"evaluation:{name}", UNSUBMITTED, of_unsubmitted)
        for name in ("consensus", "consensus-changes", "consensus-export", "consensus-record")
    ),
    *(
        Row(f"evaluation:{name}", SEEN, of_deliberating)
        for name in ("consensus", "consensus-changes", "consensus-export", "consensus-record")
    ),
    Row("evaluation:consensus", SEEN, of_deliberating, query="?show=all&section=A.3&open=A3-4-1"),
    *(
        Row(f"evaluation:{name}", UNSUBMITTED, of_deliberating, "post")
        for name in ("rule-agreed", "rule-level")
    ),
    Row("evaluation:rule", UNSUBMITTED, of_deliberating, "post", ruling),
    Row("evaluation:rule", RULING, of_ruled, "post", ruling),
    Row("evaluation:rule-agreed", RULING, of_ruled, "post"),
    Row(
        "evaluation:rule-level",
        RULING,
        of_ruled,
        "post",
        lambda world: {"targets": ["A5-2-1"], "reason": "本级不设"},
    ),
]
