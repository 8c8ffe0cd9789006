"""Loading the shared tree of part 3 from its fixture; what an organisation changes of it stands in `nodes`."""

import json
from pathlib import Path

from django.db import transaction

from ..models import Node

STEP = 100  # between two shared nodes: room for those an organisation adds
COPIED = ("kind", "clause", "name", "name_part5", "scope", "level")


def load_tree(path: Path) -> int:
    """Bring the shared nodes to what the fixture at `path` says; returns how many there are.

    Idempotent. Nodes are found by their code, so standards filed under them stay where they are.
    """
    document = json.loads(path.read_text("utf-8"))
    with transaction.atomic():
        known = {node.code: node for node in Node.objects.filter(organization=None)}
        for order, entry in enumerate(document["nodes"], start=1):
            known[entry["code"]] = place_node(known, entry, order * STEP, document["edition"])
    return len(document["nodes"])


def place_node(known: dict[str, Node], entry: dict, order: int, edition: str) -> Node:
    """Make or correct one shared node; its parent is already in `known`."""
    parent = known.get(entry["parent"] or "")
    node = known.get(entry["code"]) or Node(code=entry["code"])
    values = {name: entry.get(name) or "" for name in COPIED}
    values |= {
        "parent": parent,
        "order": order,
        "edition": edition,
        "subsystem": parent.subsystem if parent else entry["code"],
        "class_code": entry.get("class_code") or (parent.class_code if parent else ""),
    }
    if node.pk and all(getattr(node, name) == value for name, value in values.items()):
        return node
    for name, value in values.items():
        setattr(node, name, value)
    node.save()
    return node
