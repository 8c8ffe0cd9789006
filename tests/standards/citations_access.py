"""Access to 采用审核, citations, 适宜性评审 and 查新: the office writes, whoever has a role in or above it reads."""

from standards.models import Node, Standard
from standards.services.registry import enter_standard
from tests.access import Row

# anonymous, stranger, reader, office, panel member, administrator
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)


def furnish(world) -> dict:
    """A standard of others that waits for its 采用审核."""
    values = {"node": Node.objects.get(code="5.4.2"), "number": "GB/T 19001-2016", "title": "质量管理体系"}
    waiting = enter_standard(
        actor=world.office,
        organization=world.city,
        origin=Standard.Origin.ADOPTED,
        values=values,
        is_pending=True,
    )
    return {"waiting": waiting}


def waiting(world) -> tuple:
    return (world.waiting.pk,)


def adoption(world) -> dict:
    return {"node": world.waiting.node_id, "applicability": "适用", "adopted_on": "2026-01-31"}


ROWS = [
    Row("standards:adopt", WRITE, waiting),
    Row("standards:adopt", DONE, waiting, method="post", data=adoption),
    Row("standards:adoption-decline", WRITE, waiting),
    Row("standards:adoption-decline", DONE, waiting, method="post", data=lambda world: {"on": "2026-01-31"}),
]
