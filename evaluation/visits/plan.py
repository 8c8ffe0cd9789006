"""What the pages of the 评估方案 and of the seven steps show, and their cards on the page of the panel."""

from dataclasses import dataclass

from django.db.models import Count

from .. import permissions
from ..models import Evaluation, EvaluationPlan, OnSiteStep, Sample, Site
from .plan_obstacles import plan_obstacles
from .procedure import STEPS, Step


@dataclass(frozen=True, slots=True)
class Held:
    """One of the seven steps with what was written down of it; `row` is None when nothing was."""

    step: Step
    row: OnSiteStep | None
    may_record: bool

    @property
    def state(self) -> str:
        if self.row is None or self.row.began_at is None:
            return "none"
        return "done" if self.row.ended_at else "begun"


def plan_context(user, evaluation: Evaluation, plan: EvaluationPlan | None) -> dict:
    """The page of the plan; samples only for those who see the records."""
    may_write = permissions.can_write_plan(user, evaluation)
    may_approve = permissions.can_approve_plan(user, evaluation)
    is_approved = plan is not None and plan.is_approved
    sees_records = permissions.can_see_records(user, evaluation)
    return {
        "evaluation": evaluation,
        "plan": plan,
        "slots": list(plan.slots.all()) if plan else [],
        "sites": list(plan.sites.all()) if plan else [],
        "people": assigned_tables(evaluation),
        "samples": samples_of(evaluation) if sees_records else [],
        "sees_records": sees_records,
        "may_edit": may_write and not is_approved,
        "may_approve": may_approve and plan is not None and not is_approved,
        "may_withdraw": may_approve and is_approved,
        "may_assign": permissions.can_choose_people(user, evaluation),
        "may_sample": permissions.can_sample(user, evaluation),
        "obstacles": plan_obstacles(evaluation, plan) if plan and may_write and not is_approved else [],
    }


def assigned_tables(evaluation: Evaluation) -> list[tuple]:
    """Present members, leader first, each with the tables to judge."""
    rows = evaluation.participants.present().select_related("user").prefetch_related("assignments")
    return [(row, [each.section for each in row.assignments.all()]) for row in rows.order_by("duty", "pk")]


def samples_of(evaluation: Evaluation) -> list[Sample]:
    return list(Sample.objects.filter(evaluation=evaluation).select_related("drawn_by"))


def steps_context(user, evaluation: Evaluation) -> dict:
    """The check list of the seven steps."""
    return {"evaluation": evaluation, "steps": held_steps(user, evaluation)}


def held_steps(user, evaluation: Evaluation) -> list[Held]:
    rows = evaluation.steps.annotate(signed=Count("attendances"))
    known = {row.number: row for row in rows}
    return [
        Held(step, known.get(step.number), permissions.can_record_step(user, evaluation, step.number))
        for step in STEPS
    ]


def sites_of(evaluation: Evaluation) -> list[Site]:
    return list(Site.objects.filter(plan__evaluation=evaluation))


def missing_people(evaluation: Evaluation, attendances) -> list:
    """Present members of the panel who have not signed in."""
    signed = {row.name for row in attendances}
    return [
        person
        for person in evaluation.participants.all()
        if person.is_present and person.user.name not in signed
    ]


def plans_card(user, evaluation: Evaluation) -> dict:
    """评估方案 and 现场步骤 on the page of the panel; empty where the user sees neither."""
    plan = EvaluationPlan.objects.filter(evaluation=evaluation).select_related("approved_by").first()
    sees_plan = permissions.can_see_plan(user, evaluation, plan)
    sees_records = permissions.can_see_records(user, evaluation)
    return {
        "plan": plan,
        "sees_plan": sees_plan,
        "slot_count": plan.slots.count() if plan and sees_plan else 0,
        "site_count": plan.sites.count() if plan and sees_plan else 0,
        "sees_records": sees_records,
        "steps_held": held_steps(user, evaluation) if sees_records else [],
        "may_write_plan": permissions.can_write_plan(user, evaluation),
    }
