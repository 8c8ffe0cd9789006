"""Keeping which files of a report were handed out."""

from gridgov.canonical import sha256
from gridgov.records.gate import write_gate

from ..models import Printed, Result


def keep_printed(*, actor, result: Result, pdf: bytes) -> Printed:
    """The row of these very bytes, made when they are given to somebody for the first time."""
    with write_gate():
        kept, _ = Printed.objects.get_or_create(result=result, sha256=sha256(pdf), defaults={"by": actor})
    return kept
