"""Access to the tree, the 统计表 and the export: whoever has a role reads, the office of the organisation changes."""

from standards.models import Node, NodeRemoval
from tests import factories
from tests.access import Row

# anonymous, stranger, reader, office, panel member, administrator
# A stranger with a role sees the tree of the own organisation on the same address.
OWN = ("login", 200, 200, 200, 403, 200)
OF_CITY = ("login", 404, 200, 200, 403, 200)
WRITE = ("login", 404, 403, 200, 403, 403)
DONE = ("login", 404, 403, 302, 403, 403)


def of_city(world) -> dict:
    return {"organization": world.city.pk}


def own_node(world) -> tuple:
    """A leaf the city added."""
    node = factories.make_node("TG204-1", organization=world.city, parent=Node.objects.get(code="TG204"))
    return (node.pk,)


def removed_node(world) -> tuple:
    """A shared leaf the city does without."""
    node = Node.objects.get(code="5.4.6")
    NodeRemoval.objects.create(organization=world.city, node=node, reason="不设")
    return (node.pk,)


def new_leaf(world) -> dict:
    return {"parent": Node.objects.get(code="TG204").pk, "name": "网格公约"}


ROWS = [
    Row("standards:system", OWN),
    Row("standards:system", OF_CITY, data=of_city),
    Row("standards:statistics", OWN),
    Row("standards:statistics", OF_CITY, data=of_city),
    Row("standards:health", OWN),
    Row("standards:health", OF_CITY, data=of_city),
    Row("standards:health-export", OWN),
    Row("standards:health-export", OF_CITY, data=of_city),
    Row("standards:export", OWN),
    Row("standards:export", OF_CITY, data=of_city),
    Row("standards:node-new", ("login", 200, 403, 200, 403, 403)),
    Row("standards:node-new", WRITE, data=of_city),
    Row("standards:node-new", ("login", 302, 403, 302, 403, 403), method="post", data=new_leaf),
    Row("standards:node-remove", WRITE, own_node),
    Row("standards:node-remove", DONE, own_node, method="post", data=lambda world: {"reason": "不再需要"}),
    Row("standards:node-restore", WRITE, removed_node),
    Row("standards:node-restore", DONE, removed_node, method="post"),
]
