"""Access to planning gaps: the office of the organisation alone."""

from gridgov.organizations.models import Department
from standards.models import Node
from tests import factories
from tests.access import Row

MAKERS = {}


def of_city(world):
    return (world.city.pk,)


def entry(world) -> dict:
    """One gap planned at a leaf of its own."""
    department, _ = Department.objects.get_or_create(organization=world.city, name="综合业务科")
    key = "A3-3-5"
    common = {"plan": "", "department": str(department.pk), "due_on": "2027-06-30"}
    row = {"include": "on", "title": "跨网格事项服务工作程序", "reason": "补齐"}
    return common | {f"{key}-{name}": value for name, value in row.items()}


def entry_with_leaf(world) -> dict:
    if not Node.objects.filter(code="5.2.2e").exists():
        factories.make_node("5.2.2e", class_code="TG202", name="跨网格事项服务工作程序", clause="5.2.2")
    return entry(world)


ROWS = [
    Row("evaluation:gaps-plan", ("login", 404, 403, 200, 404, 403), of_city, query="?tick=A3-3-5"),
    Row(
        "evaluation:gaps-plan",
        ("login", 404, 403, 302, 404, 403),
        of_city,
        "post",
        entry_with_leaf,
        query="?tick=A3-3-5",
    ),
]
