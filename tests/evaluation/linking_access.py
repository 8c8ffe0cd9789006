"""Access to linking: the office of the organisation ticks; nobody else, and nothing of another registry.

Statuses in the order anonymous, stranger, reader, office, panel member, administrator.
"""

from evaluation.models import Fulfilment
from tests import factories
from tests.access import Row

TICKING = ("login", 404, 403, 302, 404, 403)


def make_unlinked(world):
    """A standard in force of the city that is ticked for nothing; its title suggests A3-3-5."""
    return factories.make_published(
        world.city, factories.make_node("5.2.2x", class_code="TG202"), title="跨网格事项服务工作程序"
    )


MAKERS = {"unlinked": make_unlinked}


def of_unlinked(world):
    return (world.unlinked.pk,)


def of_city(world):
    return (world.city.pk,)


def ticks(world) -> dict:
    Fulfilment.objects.filter(standard=world.unlinked).delete()
    return {"ticks": [f"{world.unlinked.pk}:A3-3-5"]}


ROWS = [
    Row("evaluation:standard-suggested", TICKING, of_unlinked, "post", lambda world: {"codes": ["A3-3-5"]}),
    Row("evaluation:linking", ("login", 404, 403, 200, 404, 403), of_city),
    Row("evaluation:linking", TICKING, of_city, "post", ticks),
]
