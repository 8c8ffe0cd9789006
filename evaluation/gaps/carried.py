"""What the page of the gaps carries, so that a tick needs no data again: the facts known when it was shown, signed.

The words people wrote beside their judgements stay behind. The signature is for one user and one organisation: who
sends it has been shown these figures. Old or foreign ones are worth nothing, then the data are read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core import signing

from ..scoring.printed import fact_of

SALT = "evaluation.gaps"
VALID_FOR = timedelta(hours=12)


def carried(user, organization, edition, known: Mapping[str, dict]) -> str:
    """The facts known (target → value) under a scorecard edition, as a text for an address."""
    facts = {target: fact_of(value) for target, value in known.items()}
    return signing.dumps([*names(user, organization), edition.code, facts], salt=SALT, compress=True)


def brought(user, organization, text: str) -> tuple[str, dict[str, dict]] | None:
    """Code of the edition and the facts; None where it is not what this user was given for this organisation."""
    try:
        *whose, edition, facts = signing.loads(text, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return (edition, facts) if whose == names(user, organization) else None


def names(user, organization) -> list[int]:
    return [user.pk, organization.pk]
