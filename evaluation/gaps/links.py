"""Where each gap is mended: the standard that lacks something, the records, the tree, the plan, the sheet."""

from urllib.parse import urlencode

from django.urls import reverse

from ..models import Evaluation
from .gap import Gap, is_guidance
from .reading import Standing

PLACES = {
    "version": ("看体系版本", "standards:versions", {}),
    "coverage": ("看体系缺项", "standards:system", {"gaps": 1}),
    "currency": ("看引用与查新", "standards:checks", {}),
}


def link_of(
    gap: Gap, standing: Standing, organization, evaluation: Evaluation | None, may_plan: bool
) -> tuple[str, str] | None:
    """Words and address of the page on which the gap is mended; None where people have to bring something else."""
    if gap.kind == "people":
        return to_sheet(gap, evaluation)
    if gap.standard:
        return "看这项标准", reverse("standards:standard", args=[gap.standard])
    if gap.kind == "standard":
        return to_plan(gap, organization) if may_plan else to_place(*PLACES["coverage"], organization)
    if is_guidance(standing.rules[gap.code]):
        return to_guidance(organization) if may_plan else to_place(*PLACES["coverage"], organization)
    places = (to_records(gap, standing), to_rule(gap, standing, organization), to_sheet(gap, evaluation))
    return next(filter(None, places), None)


def to_sheet(gap: Gap, evaluation: Evaluation | None) -> tuple[str, str] | None:
    if evaluation is None:
        return None
    return "看评价表", reverse("evaluation:sheet", args=[evaluation.pk, gap.section]) + f"#row-{gap.code}"


def to_plan(gap: Gap, organization) -> tuple[str, str]:
    address = reverse("evaluation:gaps-plan", args=[organization.pk])
    return "列入计划", f"{address}?{urlencode({'tick': gap.code})}"


def to_guidance(organization) -> tuple[str, str]:
    address = reverse("standards:standard-new", args=["guidance"])
    return "登记指导性文件", f"{address}?{urlencode({'organization': organization.pk})}"


def to_records(gap: Gap, standing: Standing) -> tuple[str, str] | None:
    """The first standard at fault, or the first source of work records that is not whole."""
    grounds = sorted(standing.proposals[gap.code].grounds, key=lambda ground: ground.counts)
    for ground in grounds:
        if ground.kind == "standard" and ground.key and not ground.counts:
            return "看这项标准", reverse("standards:standard", args=[ground.key])
        if ground.kind == "record" and ground.key in standing.facts.records:
            return "看工作记录", standing.facts.records[ground.key].url
    return None


def to_rule(gap: Gap, standing: Standing, organization) -> tuple[str, str] | None:
    place = PLACES.get(standing.rules[gap.code].kind)
    return to_place(*place, organization) if place else None


def to_place(words: str, name: str, query: dict, organization) -> tuple[str, str]:
    return words, f"{reverse(name)}?{urlencode({'organization': organization.pk} | query)}"
