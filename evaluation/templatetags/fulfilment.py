"""Which requirements of Appendix A a standard fulfils, for its page in the registry."""

from django import template
from django.utils import timezone

from ..endings.losses import change_with, losses_of
from ..linking.served import Card, card_of
from ..models import ScorecardEdition
from ..permissions import can_link

register = template.Library()


@register.simple_tag
def served_requirements(standard, user) -> Card:
    """The requirements the standard serves today and those suggested for it, for two places of its page."""
    edition = ScorecardEdition.objects.newest()
    return card_of(standard, edition, timezone.localdate(), may_link=can_link(user, standard))


@register.inclusion_tag("evaluation/_lost_requirements.html")
def lost_requirements(standards, verb="废止", on=None, by=()):
    """What Appendix A loses with these standards (one or several), what others still fulfil, and the figure.

    `verb` says what happens to them; `on` is the day that counts, today when left out; `by` takes their place. An
    application for a 修订 ends nothing yet: no figure is told.
    """
    several, by = as_list(standards), as_list(by)
    losses = losses_of(several, on or timezone.localdate(), by)
    return {
        "lost": losses.lost,
        "covered": losses.covered,
        "change": None if verb == "修订" else change_with(several, by),
        "standards": several,
        "verb": verb,
    }


def as_list(standards) -> list:
    return list(standards) if hasattr(standards, "__iter__") else [standards]
