"""Which requirements of Appendix A a standard fulfils, for its page in the registry."""

from django import template
from django.db.models import Exists, OuterRef
from django.utils import timezone

from standards.models import StandardDocument

from ..models import Fulfilment
from ..permissions import can_link
from ..sheets import linked_standard

register = template.Library()


@register.inclusion_tag("evaluation/_fulfilled_requirements.html")
def fulfilled_requirements(standard, user):
    """The ticked requirements with their texts, and whether the standard counts for them today."""
    links = (
        Fulfilment.objects.filter(standard=standard).select_related("edition").defer("edition__definition")
    )
    text = StandardDocument.objects.filter(standard=OuterRef("standard_id"), kind="text", removed_at=None)
    links = list(links.annotate(has_text=Exists(text)).order_by("edition_id", "pk"))
    known = [(link, link.edition.scorecard.requirements_by_code[link.requirement]) for link in links]
    digest = "text" if any(link.has_text for link in links) else ""
    linked = linked_standard(standard, digest, timezone.localdate()) if links else None
    return {"known": known, "linked": linked, "standard": standard, "may_link": can_link(user, standard)}
