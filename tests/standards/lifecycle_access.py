"""Access to the life cycle: whose hands a step needs takes it, everybody else who reads gets 403."""

from standards.models import Node
from tests import factories
from tests.access import Row
from tests.standards import steps

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
NOBODY = ("login", 404, 403, 403, 404, 403)
# A stranger plans in the registry of the own organisation.
PLAN = ("login", 200, 403, 200, 403, 403)


def furnish(world) -> dict:
    """An approved plan, a draft to be entered from paper, one in review, a record of what was collected."""
    city, node = world.city, Node.objects.get(code="5.4.2")
    planned = steps.make_planned(city, node, "网格走访计划")
    record = planned.information.first()
    record.attachment = factories.make_attachment(city)
    record.save()
    return {
        "planned": planned,
        "collected": record,
        "on_paper": steps.make_paper(city, node, "网格走访规范"),
        "reported": steps.make_submitted(city, node, "网格报批规范"),
    }


def step(row: str, name: str):
    return lambda world: (getattr(world, row).pk, name)


def planned(world) -> tuple:
    return (world.planned.pk,)


ROWS = [
    Row("standards:plan-new", PLAN),
    Row("standards:plan-new", ("login", 200, 403, 200, 403, 403), method="post"),
    Row("standards:information-add", WRITE, planned),
    Row("standards:information-add", WRITE, planned, method="post"),
    Row("standards:information-add", DONE, lambda world: (world.reported.pk,)),
    Row("standards:information-file", READ, lambda world: (world.planned.pk, world.collected.pk)),
    # A record is reached through its own standard only.
    Row(
        "standards:information-file",
        ("login",) + 5 * (404,),
        lambda world: (world.on_paper.pk, world.collected.pk),
    ),
    Row("standards:step", WRITE, step("planned", "start")),
    Row("standards:step", DONE, step("planned", "start"), method="post"),
    Row("standards:step", WRITE, step("on_paper", "enter_published")),
    Row("standards:step", WRITE, step("on_paper", "enter_published"), method="post"),
    # The right hands, the wrong state: back to the standard with a sentence.
    Row("standards:step", DONE, step("planned", "publish")),
    Row("standards:step", NOBODY, step("planned", "abandon")),
    Row("standards:step", NOBODY, step("reported", "approve")),
    Row("standards:step", NOBODY, step("reported", "approve"), method="post"),
    Row("standards:step", ("login",) + 5 * (404,), step("planned", "unknown")),
    Row("standards:step", DONE, lambda world: (world.published.pk, "correct")),
]
