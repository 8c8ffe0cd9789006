"""Publishing editions of the scorecard from their fixtures."""

from django.db import transaction
from django.utils import timezone

from ..editions import published_editions
from ..errors import EvaluationError
from ..exchange import canonical_json, sha256
from ..models import ScorecardEdition
from ..proposing.editions import check_edition
from ..scoring import Scorecard


def publish_editions() -> list[ScorecardEdition]:
    """Publish every edition of fixtures/scorecards that is not yet; returns them all. Idempotent."""
    return [publish_edition(card) for card in published_editions().values()]


def publish_edition(card: Scorecard) -> ScorecardEdition:
    """Publish one edition, once.

    Raises EvaluationError when its evidence rules do not fit it, or an edition of this code is published with
    another text: what is published is frozen, a correction is a new edition (architecture, decision 2).
    """
    check_edition(card)
    definition = card.to_dict()
    digest = sha256(canonical_json(definition))
    defaults = {
        "title": card.title,
        "definition": definition,
        "sha256": digest,
        "published_at": timezone.now(),
    }
    with transaction.atomic():
        edition, _ = ScorecardEdition.objects.get_or_create(code=card.code, defaults=defaults)
    if edition.sha256 != digest:
        raise EvaluationError(f"评价细则 {edition.code} 已发布，内容不能再改。更正请另立版本，换一个编号。")
    return edition
