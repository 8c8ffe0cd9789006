"""Access to a panel's result: its members sign, the organiser tells, whoever else may see it reads.

Statuses in the order anonymous, stranger, reader, office, panel member, administrator.
"""

from django.utils import timezone

from tests import factories
from tests.access import Row
from tests.evaluation.finishing import bring_to_the_lock, lock_panel


def make_panel_result(world):
    """The newest locked result of the panel in which the panel member of the cast sits; not told yet."""
    return lock_panel(bring_to_the_lock(world.panel))


def of_panel_result(world):
    return (world.panel_result.pk,)


def of_locked_panel(world):
    return (world.panel_result.evaluation_id,)


MEMBER = ("login", 404, 403, 403, 200, 403)
ORGANIZER = ("login", 404, 403, 200, 403, 403)

MAKERS = {"panel_result": make_panel_result}
ROWS = [
    Row("evaluation:result", ("login", 404, 200, 200, 200, 200), of_panel_result),
    Row("evaluation:sign", MEMBER, of_locked_panel),
    Row(
        "evaluation:sign",
        ("login", 404, 403, 403, 302, 403),
        of_locked_panel,
        "post",
        lambda world: {"password": factories.PASSWORD, "drawing": "M10 20L30 40"},
    ),
    Row("evaluation:notice", ORGANIZER, of_locked_panel),
    Row(
        "evaluation:notice",
        ("login", 404, 403, 302, 403, 403),
        of_locked_panel,
        "post",
        lambda world: {
            "notified_on": timezone.localdate(),
            "way": "书面送达",
            "recipient": "王主任",
            "note": "签字表另附",
        },
    ),
]
