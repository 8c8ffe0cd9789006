"""What the score would be by the data alone, and where to go from there."""

from django import template
from django.utils import timezone

from ..gaps.reading import forecast_of
from ..models import ScorecardEdition

register = template.Library()


@register.inclusion_tag("evaluation/_data_score_card.html")
def data_score(organization):
    """The range of the forecast of an organisation today and its distance to the pass mark."""
    edition = ScorecardEdition.objects.newest()
    if edition is None:
        return {"range": None}
    today = timezone.localdate()
    found = forecast_of(organization, edition, on=today).range
    return {
        "organization": organization,
        "range": found,
        "pass_mark": edition.scorecard.pass_mark,
        "full_marks": edition.scorecard.full_marks,
        "missing": max(0, edition.scorecard.pass_mark - found.low),
        "out_of_reach": max(0, edition.scorecard.pass_mark - found.high),
        "today": today,
    }


@register.inclusion_tag("evaluation/_data_score_link.html")
def data_score_link(user):
    """The way there from the workbench, for who has a role in the own organisation; nothing is reckoned for it."""
    home = user.organization
    reads = home is not None and any(key == home.pk for key, _ in user.held_roles)
    return {"organization": home if reads else None}
