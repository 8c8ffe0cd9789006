"""What the page of a standard shows of its references, of those to it, and of its 适宜性评审."""

from django.utils import timezone

from ..models import Standard
from ..permissions import can_cite
from .citations import citations_of, citing
from .suitability import suitability_due


def citations_context(row: Standard, user) -> dict:
    """Context of `_standard_citations.html`, in a fixed number of statements."""
    today = timezone.localdate()
    living = row.stage != Standard.Stage.ABANDONED
    reviews = row.suitability_reviews.select_related("concluded_by")
    return {
        "citations": citations_of(row, today) if row.origin != Standard.Origin.GUIDANCE else [],
        "cited_by": list(citing(row)),
        "suitability": suitability_due([row.organization_id], today, standard=row)
        if row.is_own and living
        else [],
        "suitability_reviews": list(reviews) if row.is_own else [],
        "can_cite": can_cite(user, row),
    }
