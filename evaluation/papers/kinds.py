"""The papers of a panel by the word in their address: what they are called, what is on them, who may have them."""

from collections.abc import Callable
from dataclasses import dataclass

from standards.documents.blocks import Layout

from ..models import Evaluation, EvaluationPlan
from ..permissions import can_see_plan, can_see_records
from ..visits.procedure import BY_NUMBER, CLOSING
from ..visits.procedure import OPENING as OPENING_STEP
from .contexts import on_site_context, plan_context, sign_in_context, step_context
from .layouts import CLOSING as CLOSING_LAYOUT
from .layouts import ON_SITE, OPENING, PLAN, SIGN_IN


@dataclass(frozen=True)
class PanelPaper:
    """`context(evaluation, step)` gives None where there is nothing to print; `may_see(user, evaluation)`."""

    title: str
    layout: Layout
    context: Callable
    may_see: Callable
    has_step: bool = False

    def heading(self, evaluation: Evaluation, number: int) -> str:
        """`临江区网格化治理中心 2026 年度上级评估 首次会议签到表`"""
        step = BY_NUMBER[number].name if self.has_step else ""
        return f"{evaluation} {step}{self.title}"


def plan_of(evaluation: Evaluation) -> EvaluationPlan | None:
    return EvaluationPlan.objects.filter(evaluation=evaluation).select_related("approved_by").first()


def of_plan(evaluation: Evaluation, number: int) -> dict | None:
    plan = plan_of(evaluation)
    return plan and plan_context(evaluation, plan)


def sees_plan(user, evaluation: Evaluation) -> bool:
    return can_see_plan(user, evaluation, plan_of(evaluation))


PAPERS = {
    "plan": PanelPaper("评估方案", PLAN, of_plan, sees_plan),
    "sign-in": PanelPaper("签到表", SIGN_IN, sign_in_context, can_see_records, has_step=True),
    "opening": PanelPaper(
        "首次会议记录", OPENING, lambda row, number: step_context(row, OPENING_STEP), can_see_records
    ),
    "closing": PanelPaper(
        "末次会议记录", CLOSING_LAYOUT, lambda row, number: step_context(row, CLOSING), can_see_records
    ),
    "on-site": PanelPaper(
        "现场检查记录表", ON_SITE, lambda row, number: on_site_context(row), can_see_records
    ),
}
