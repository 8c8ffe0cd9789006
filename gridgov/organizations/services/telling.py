"""Telling the trail of a change, inside its transaction."""

from ..signals import acted


def tell(actor, verb: str, target, organization, changes=None, reason: str = "") -> None:
    """`changes` maps a field's words to [before, after]; a `change` that changed nothing is not told."""
    if verb == "change" and not changes:
        return
    acted.send(
        type(target),
        actor=actor,
        verb=verb,
        target=target,
        organization=organization,
        changes=changes or {},
        reason=reason,
    )
