"""Which requirements of Appendix A a standard fulfils, for its page in the registry."""

from django import template
from django.utils import timezone

from ..losses import losses_of
from ..models import Fulfilment
from ..permissions import can_link
from ..sheet.reading import LinkedStandard, linked_standard

register = template.Library()


@register.inclusion_tag("evaluation/_fulfilled_requirements.html")
def fulfilled_requirements(standard, user):
    """The ticked requirements with their texts, and whether the standard counts for them today."""
    links = (
        Fulfilment.objects.filter(standard=standard).select_related("edition").defer("edition__definition")
    )
    known = [
        (link, link.edition.scorecard.requirements_by_code[link.requirement])
        for link in links.order_by("edition_id", "pk")
    ]
    linked = linked_today(standard) if known else None
    return {"known": known, "linked": linked, "standard": standard, "may_link": can_link(user, standard)}


def linked_today(standard) -> LinkedStandard:
    """The standard as it counts today."""
    text = standard.documents.kept().filter(kind="text").values_list("attachment__sha256", flat=True).last()
    return linked_standard(standard, text or "", timezone.localdate())


@register.inclusion_tag("evaluation/_lost_requirements.html")
def lost_requirements(standards, verb="废止", on=None):
    """What Appendix A loses with these standards (one or several), and what others still fulfil.

    `verb` says what happens to them; `on` is the day that counts, today when left out.
    """
    several = list(standards) if hasattr(standards, "__iter__") else [standards]
    losses = losses_of(several, on or timezone.localdate())
    return {"lost": losses.lost, "covered": losses.covered, "standards": several, "verb": verb}
