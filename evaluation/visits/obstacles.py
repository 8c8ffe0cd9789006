"""What a panel has still to do on site before its leader may lock: plan, steps 7.1–7.6, sheets. Reading only."""

from django.urls import reverse

from ..models import Evaluation, EvaluationPlan
from ..obstacle import Obstacle, first

# 7.7, telling the result, comes after the lock.
BEFORE_THE_LOCK = range(1, 7)


def onsite_obstacles(evaluation: Evaluation) -> list[Obstacle]:
    return [*unapproved_plan(evaluation), *steps_without_times(evaluation), *sheets_not_in(evaluation)]


def unapproved_plan(evaluation: Evaluation) -> list[Obstacle]:
    plan = EvaluationPlan.objects.filter(evaluation=evaluation).first()
    if plan is not None and plan.approved_at:
        return []
    words = "评估方案还没有批准。" if plan else "还没有制定评估方案。"
    return [Obstacle(words, reverse("evaluation:plan", args=[evaluation.pk]))]


def steps_without_times(evaluation: Evaluation) -> list[Obstacle]:
    """7.1–7.6 as they were held, each with its beginning and its end."""
    held = evaluation.steps.filter(began_at__isnull=False, ended_at__isnull=False)
    done = set(held.values_list("number", flat=True))
    missing = [f"7.{number}" for number in BEFORE_THE_LOCK if number not in done]
    if not missing:
        return []
    words = f"现场步骤 {'、'.join(missing)} 没有登记起止时间。"
    return [Obstacle(words, place_of(evaluation, missing))]


def place_of(evaluation: Evaluation, missing: list[str]) -> str:
    """Where times are written: a single step at once, else the list of the steps."""
    if len(missing) > 1:
        return reverse("evaluation:steps", args=[evaluation.pk])
    return reverse("evaluation:step-edit", args=[evaluation.pk, int(missing[0][2:])])


def sheets_not_in(evaluation: Evaluation) -> list[Obstacle]:
    """Everybody who is present has handed in; who was absent or recused is not waited for."""
    rows = evaluation.sheets.filter(participant__absence="", state="open").select_related("participant__user")
    names = [sheet.participant.user.name for sheet in rows.order_by("participant__duty", "participant")]
    if not names:
        return []
    words = f"{first(names)}还没有提交底稿（共 {len(names)} 人）。"
    return [Obstacle(words, evaluation.get_absolute_url())]
