"""What a row of the list offers of the life cycle."""

from django import template

from .. import stations

register = template.Library()


@register.simple_tag
def row_steps(user, standard) -> list[stations.Offer]:
    """Further actions of the row for this user, at most two, without a query."""
    return stations.row_steps(user, standard)
