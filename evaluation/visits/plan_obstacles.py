"""What stops the organiser from approving a 评估方案: people, schedule."""

from ..models import Evaluation, EvaluationPlan
from ..obstacle import Obstacle
from ..panels.obstacles import forming_obstacles
from .procedure import outside

NO_SLOT = "日程还没有安排，请至少安排一行，或按七个步骤拟定。"


def plan_obstacles(evaluation: Evaluation, plan: EvaluationPlan) -> list[Obstacle]:
    """Everything that is missing, each with where to mend it; empty when the plan can be approved."""
    return [*forming_obstacles(evaluation), *without_schedule(plan), *outside_the_days(plan)]


def without_schedule(plan: EvaluationPlan) -> list[Obstacle]:
    return [] if plan.slots.exists() else [Obstacle(NO_SLOT, plan.get_absolute_url())]


def outside_the_days(plan: EvaluationPlan) -> list[Obstacle]:
    """The dates of the visit may have been changed after the schedule was made."""
    between = f"{plan.starts_on} 至 {plan.ends_on}"
    words = "日程“{}”不在现场评估的日期（{}）之内，请调整。"
    return [
        Obstacle(words.format(slot, between), plan.get_absolute_url())
        for slot in outside(plan.slots.all(), plan.starts_on, plan.ends_on)
    ]
