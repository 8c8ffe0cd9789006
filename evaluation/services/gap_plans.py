"""Chosen gaps become entries of the 制修订计划, each with its place, name and the requirements it serves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.errors import GridgovError
from gridgov.organizations.models import Department, Organization, User
from standards.activities.kinds.plans import ITEMS, PLANS
from standards.activities.models import Plan, PlanItem
from standards.activities.services.records import enter_record
from standards.models import Node, Standard
from standards.services.planning import plan_standard

from ..errors import EvaluationError
from ..gaps.planned import open_plans, planning_of
from ..models import ScorecardEdition
from .fulfilment import set_fulfilments

BASIS = "按附录A测算的差距编制：每一条目补齐所写明的评价要求。"
UNLIKE = "与“{}”名称、分类都相同，合为一项标准：起草部门和计划完成日期应一致，或改用别的名称。"


@dataclass(frozen=True)
class Entry:
    """One row of the form: the wanted standard of `gaps.planning` as the office has settled it."""

    key: str
    code: str
    node: Node
    title: str
    department: Department
    due_on: date
    reason: str


class EntryError(EvaluationError):
    """One row is refused; `key` says which."""

    def __init__(self, message: str, key: str, field: str | None = None):
        super().__init__(message, field=field)
        self.key = key


def plan_gaps(
    *,
    actor: User,
    organization: Organization,
    edition: ScorecardEdition,
    entries: Sequence[Entry],
    plan: Plan | None = None,
) -> Plan:
    """Each entry has its line in a 制修订标准计划 and its standard in the stage 计划, ticked for the requirement.

    Rows of one title at one leaf become one standard that serves all of them. `plan` is an open one of the
    organisation; without it a new one of this year is made. Returns the plan. Raises EvaluationError, EntryError
    naming the row, when nothing is chosen, a requirement wants no new standard any more (somebody was quicker), or a
    row cannot be planned; nothing is written then.
    """
    if not entries:
        raise EvaluationError("没有选择要列入计划的标准，请至少选一项。")
    with transaction.atomic():
        # Whoever plans the same gaps at the same time waits here, and is then told that they are planned.
        Organization.objects.select_for_update().get(pk=organization.pk)
        check_wanted(organization, edition, entries)
        plan = checked(organization, plan) or new_plan(actor, organization)
        for several in merged(entries):
            enter(actor, plan, edition, several)
    return plan


def check_wanted(organization: Organization, edition: ScorecardEdition, entries: Sequence[Entry]) -> None:
    """Every row is still one that wants a new standard."""
    codes = {entry.code for entry in entries}
    found = planning_of(organization, edition, codes, on=timezone.localdate())
    wanted = {row.key for row in found.wanted}
    why = {row.code: row.why for row in found.left_out}
    for entry in entries:
        if entry.key not in wanted:
            words = why.get(entry.code, "现在已不缺标准")
            raise EntryError(f"{entry.code} 不再列入：{words}。", entry.key)


def checked(organization: Organization, plan: Plan | None) -> Plan | None:
    if plan and not open_plans(organization).filter(pk=plan.pk).exists():
        raise EvaluationError(
            "所选的计划已批准或不是本组织的制修订标准计划，请另选，或新编一份。", field="plan"
        )
    return plan


def new_plan(actor: User, organization: Organization) -> Plan:
    year = timezone.localdate().year
    values = {
        "type": Plan.Type.DRAFTING,
        "year": year,
        "title": free_title(organization, year),
        "basis": BASIS,
    }
    return enter_record(actor=actor, table=PLANS, row=Plan(organization=organization), values=values)


def free_title(organization: Organization, year: int) -> str:
    """`2026 年标准制修订计划`, the next ones of the year `…（补充1）`."""
    rows = Plan.objects.of(organization).kept().filter(type=Plan.Type.DRAFTING, year=year)
    taken, title = set(rows.values_list("title", flat=True)), f"{year} 年标准制修订计划"
    names = (title, *(f"{title}（补充{number}）" for number in range(1, len(taken) + 1)))
    return next(name for name in names if name not in taken)


def merged(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Rows of one title at one leaf together; EntryError where they disagree."""
    together: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries:
        together.setdefault((entry.node.pk, entry.title), []).append(entry)
    for first, *others in together.values():
        for other in others:
            if (other.department, other.due_on) != (first.department, first.due_on):
                raise EntryError(UNLIKE.format(first.code), other.key, field="title")
    return list(together.values())


def enter(actor: User, plan: Plan, edition: ScorecardEdition, several: Sequence[Entry]) -> None:
    """One standard, its line in the plan, and the requirements it is made for."""
    first = several[0]
    try:
        standard = enter_standard(actor, plan.organization, several)
        values = {
            "what": f"制定《{first.title}》",
            "department": first.department,
            "due_on": first.due_on,
            "reason": reason_of(several)[: PlanItem._meta.get_field("reason").max_length],
            "node": first.node,
            "standard": standard,
        }
        enter_record(actor=actor, table=ITEMS, row=PlanItem(plan=plan), values=values)
        codes = {entry.code for entry in several}
        set_fulfilments(actor=actor, standard=standard, codes=codes, edition=edition)
    except GridgovError as error:
        raise EntryError(error.message, first.key, FIELDS.get(error.field, error.field)) from error


# What the services call it, and what the row does.
FIELDS = {"plan_reason": "reason", "drafting_department": "department", "what": "title"}


def enter_standard(actor: User, organization: Organization, several: Sequence[Entry]) -> Standard:
    first = several[0]
    values = {
        "node": first.node,
        "title": first.title,
        "plan_reason": reason_of(several),
        "drafting_department": first.department,
        "due_on": first.due_on,
    }
    return plan_standard(actor=actor, organization=organization, values=values)


def reason_of(several: Sequence[Entry]) -> str:
    return "；".join(dict.fromkeys(entry.reason for entry in several))
