"""How the organisations of the demo shape the shared tree to their needs (T/CSSG 001.3 3.4.2)."""

from django.core.files.base import ContentFile

from standards.models import Node
from standards.services.nodes import add_node, remove_node
from standards.services.versions import deliberate_version, issue_version, start_version

from .data import day, document_number, year_of
from .files import approval_of
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


def load_versions(data: dict, world: World) -> None:
    """The versions of the system: one issued long ago and entered afterwards, the next being drafted."""
    for entry in data["versions"]:
        load_version(entry, world)


def load_version(entry: dict, world: World) -> None:
    name, drafted = year_of(entry["name"], world.today), day(entry["drafted"], world.today)
    version = start_version(**common(entry, world), name=name, drafted_on=drafted)
    if "decree" not in entry:
        return
    actor, on = world.offices[entry["organization"]], day(entry["deliberated"], world.today)
    deliberate_version(actor=actor, version=version, on=on, text=entry["deliberation"])
    decree = dict(
        entry["decree"], decree_number=document_number(entry["decree"]["decree_number"], world.today)
    )
    decree |= {name: day(decree[name], world.today) for name in ("issued_on", "effective_on")}
    content = approval_of(decree["decree_number"], "标准体系发布令", str(version.organization))
    file = ContentFile(content, name="网格化治理标准体系发布令.docx")
    issue_version(actor=actor, version=version, decree_file=file, **decree)
