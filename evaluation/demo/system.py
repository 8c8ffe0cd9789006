"""How the organisations of the demo shape the shared tree to their needs (T/CSSG 001.3 3.4.2)."""

from standards.models import Node
from standards.services.nodes import add_node, remove_node

from .organizations import World


def load_system(data: dict, world: World) -> None:
    nodes = {node.code: node for node in Node.objects.filter(organization=None)}
    for entry in data["removed"]:
        for code in entry["nodes"]:
            remove_node(**common(entry, world), node=nodes[code], reason=entry["reason"], on=world.today)
    for entry in data["added"]:
        fields = {name: entry[name] for name in ("kind", "name", "scope")}
        add_node(**common(entry, world), parent=nodes[entry["parent"]], **fields)


def common(entry: dict, world: World) -> dict:
    """Who acts, for which organisation."""
    key = entry["organization"]
    return {"actor": world.offices[key], "organization": world.organizations[key]}
