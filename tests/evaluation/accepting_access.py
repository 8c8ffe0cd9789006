"""Access to taking over proposals: whoever judges, on the sheet in front of him."""

from uuid import uuid4

from tests.access import Row

JUDGING = ("login", 404, 403, 200, 200, 403)


def of_item(world):
    return world.evaluation.pk, "A4-2"


def of_panel_item(world):
    return world.panel.pk, "A4-2"


def of_evaluation(world):
    return (world.evaluation.pk,)


def of_panel(world):
    return (world.panel.pk,)


def taken(world) -> dict:
    """The registry of the cast has nothing ticked for it."""
    fields = {"uuid-A4-2-1": str(uuid4()), "base-A4-2-1": "0", "value-A4-2-1": '{"faults":1}'}
    return {"targets": ["A4-2-1"]} | fields


def excused(world) -> dict:
    """The county of the panel has no 市级."""
    fields = {"uuid-A5-2-1": str(uuid4()), "base-A5-2-1": "0", "value-A5-2-1": "{}"}
    return {"targets": ["A5-2-1"], "reason": "县级组织没有市级"} | fields


MAKERS = {}
ROWS = [
    Row("evaluation:accept-item", JUDGING, of_item),
    Row("evaluation:accept-item", ("login", 404, 403, 302, 302, 403), of_item, "post", taken),
    # Before the lock a panel's sheets are its members' alone.
    Row("evaluation:accept-item", ("login", 404, 403, 403, 200, 403), of_panel_item),
    Row("evaluation:accept-item", ("login", 404, 403, 403, 302, 403), of_panel_item, "post", taken),
    Row(
        "evaluation:accept-item", ("login", 404, 403, 403, 403, 403), lambda world: (world.locked.pk, "A4-2")
    ),
    Row("evaluation:accept-level", JUDGING, of_evaluation),
    Row("evaluation:accept-level", ("login", 404, 403, 403, 200, 403), of_panel),
    Row("evaluation:accept-level", ("login", 404, 403, 403, 302, 403), of_panel, "post", excused),
]
