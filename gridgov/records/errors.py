"""Refusals of this app."""

from gridgov.errors import GridgovError


class RecordsError(GridgovError):
    """A file cannot be taken in."""
