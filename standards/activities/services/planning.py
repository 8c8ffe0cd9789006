"""An approved 制修订计划 brings its new standards into the registry (T/CSSG 001.2 §12 a; life cycle §5.2)."""

from standards.errors import StandardsError
from standards.models import Standard
from standards.services.lifecycle import plan_standard, take_step

from ..errors import ActivitiesError
from ..models import Plan, PlanItem


def enter_planned_standards(plan: Plan, actor) -> None:
    """Each line with a place in the tree has its standard in the stage 计划 afterwards, approved with the plan.

    Raises ActivitiesError naming the line whose standard cannot be planned.
    """
    if plan.type != Plan.Type.DRAFTING:
        return
    for item in plan.items.kept().filter(dropped_on=None).select_related("node", "standard", "department"):
        try:
            approve_standard(plan, item, actor)
        except StandardsError as error:
            raise ActivitiesError(f"条目“{item}”不能列入标准登记：{error.message}") from error


def approve_standard(plan: Plan, item: PlanItem, actor) -> None:
    """The standard of one line; one that is on its way already is left alone."""
    if item.standard is None and item.node is not None:
        item.standard = enter_standard(plan, item, actor)
        item.save(update_fields=["standard"])
    standard = item.standard
    if standard and standard.stage == Standard.Stage.PLANNED and standard.planned_on is None:
        take_step(actor=actor, standard=standard, step="approve_plan", on=plan.approved_on)


def enter_standard(plan: Plan, item: PlanItem, actor) -> Standard:
    values = {
        "node": item.node,
        "title": title_of(item.what),
        "plan_reason": item.reason,
        "drafting_department": item.department,
        "due_on": item.due_on,
    }
    return plan_standard(actor=actor, organization=plan.organization, values=values)


def title_of(what: str) -> str:
    """The title in 「制定《网格巡查管理规范》」, or the whole line."""
    begin, end = what.find("《"), what.rfind("》")
    return what[begin + 1 : end] if 0 <= begin < end - 1 else what
