"""Coverage of the tree by the registry, as a card of the workbench."""

from django import template
from django.utils import timezone

from ..statistics import coverage

register = template.Library()


@register.inclusion_tag("standards/_coverage_card.html")
def coverage_card(user):
    """The four sub-systems and the 指导层 of the user's own organisation, today; nothing without a role in it."""
    home = user.organization
    if home is None or not any(pk == home.pk for pk, _ in user.held_roles):
        return {"covered": None}
    covered = coverage(home, on=timezone.localdate())
    return {"covered": covered, "rows": [(root, short_name(root.node.name)) for root in covered.roots]}


def short_name(name: str) -> str:
    """`服务提供` of `网格化服务提供标准分体系`: the card has one line for each."""
    return name.removeprefix("网格化").removesuffix("标准分体系")
