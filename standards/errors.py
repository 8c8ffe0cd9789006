"""Refusals of this app."""

from gridgov.errors import GridgovError


class StandardsError(GridgovError):
    """A standard, a node or a number cannot be what was asked for."""
