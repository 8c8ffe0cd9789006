"""Which requirements of Appendix A a standard fulfils, for its page in the registry."""

from django import template
from django.utils import timezone

from ..linking.served import Card, card_of
from ..losses import losses_of
from ..models import ScorecardEdition
from ..permissions import can_link

register = template.Library()


@register.simple_tag
def served_requirements(standard, user) -> Card:
    """The requirements the standard serves today and those suggested for it, for two places of its page."""
    edition = ScorecardEdition.objects.defer("definition").exclude(published_at=None).first()
    return card_of(standard, edition, timezone.localdate(), may_link=can_link(user, standard))


@register.inclusion_tag("evaluation/_lost_requirements.html")
def lost_requirements(standards, verb="废止", on=None):
    """What Appendix A loses with these standards (one or several), and what others still fulfil.

    `verb` says what happens to them; `on` is the day that counts, today when left out.
    """
    several = list(standards) if hasattr(standards, "__iter__") else [standards]
    losses = losses_of(several, on or timezone.localdate())
    return {"lost": losses.lost, "covered": losses.covered, "standards": several, "verb": verb}
