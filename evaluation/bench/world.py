"""Who and what is there when we measure: organisations, people, registries of any size, judgements."""

from datetime import date
from itertools import count
from uuid import uuid4

from gridgov.organizations.models import Department, Organization, Role, RoleAssignment, User
from gridgov.organizations.services import create_organization
from standards.models import Node, Standard
from standards.services.keeping import title_initials
from standards.services.numbers import number_columns

from ..models import Evaluation
from ..services.sheet import apply_operation

TOPICS = (
    "网格巡查",
    "事件受理",
    "矛盾纠纷调解",
    "重点人员服务",
    "信息采集",
    "应急处置",
    "考核评价",
    "视频会商",
)
KINDS = ("管理规范", "工作流程", "服务要求", "数据规范", "岗位职责")
BATCH = 1_000
DEPARTMENT = "综合业务科"
numbers = count(1)


def make_organization(name: str, level: str, parent: Organization | None = None) -> Organization:
    return create_organization(
        actor=None, parent=parent, name=name, level=level, place_name=name[:4], initials="QX"
    )


def make_user(organization: Organization, role: str = Role.OFFICE) -> User:
    """Somebody of the organisation who needs no password: the bench makes the sessions itself."""
    number = next(numbers)
    user = User.objects.create_user(
        f"bench{number}", name=f"测速员{number}", organization=organization, must_change_password=False
    )
    RoleAssignment.objects.create(user=user, organization=organization, role=role)
    return user


def make_rows(size: int) -> list[Standard]:
    """Standards for one registry, not saved: a third own, the rest adopted, spread over the tree."""
    leaves = list(Node.objects.leaves().filter(organization=None))
    places = [(number, leaves[number % len(leaves)]) for number in range(size)]
    return [own(number, leaf) if is_own(number, leaf) else adopted(number, leaf) for number, leaf in places]


def is_own(number: int, leaf: Node) -> bool:
    """Sequences of own numbers end at 999."""
    return bool(leaf.class_code) and number % 3 == 0 and number < 3 * 999


def own(number: int, leaf: Node) -> Standard:
    dates = {"approved_on": date(2024, 3, 1), "issued_on": date(2024, 3, 8), "effective_on": date(2024, 4, 1)}
    text = f"Q/QXWG {leaf.class_code}•{number // 3 + 1}-2024"
    return standard(number, leaf, text, origin="own", rank="own", approver="张主任", **dates)


def adopted(number: int, leaf: Node) -> Standard:
    dates = {"issued_on": date(2017, 9, 7), "effective_on": date(2018, 4, 1)}
    return standard(number, leaf, f"GB/T {30_000 + number}-2017", origin="adopted", rank="national", **dates)


def standard(number: int, leaf: Node, text: str, **fields) -> Standard:
    title = f"{TOPICS[number % len(TOPICS)]}{KINDS[number % len(KINDS)]} 第{number + 1}部分"
    fields |= {"title": title, "title_initials": title_initials(title), "stage": "published"}
    return Standard(node=leaf, **fields, **number_columns(text))


def keep_rows(organization: Organization, rows: list[Standard]) -> None:
    """Enter copies of the rows in the registry of the organisation, each implemented by its department."""
    department = Department.objects.create(organization=organization, name=DEPARTMENT)
    link = Standard.departments.through
    for batch in batches(rows):
        for row in batch:
            row.pk, row.organization, row._state.adding = None, organization, True
        Standard.objects.bulk_create(batch)
        link.objects.bulk_create([link(standard=row, department=department) for row in batch])


def batches(rows: list[Standard]) -> list[list[Standard]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def judge(actor: User, evaluation: Evaluation, target: str, value: dict) -> None:
    """The first judgement of a requirement."""
    apply_operation(actor=actor, sheet=evaluation.official, uuid=uuid4(), target=target, base=0, value=value)
