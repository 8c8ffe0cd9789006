"""Refusals of this app."""

from gridgov.errors import GridgovError


class StandardsError(GridgovError):
    """A standard, a node or a number cannot be what was asked for."""


class DuplicateError(StandardsError):
    """It is in the registry already; `existing` is the row, for a link."""

    def __init__(self, message: str, *, existing, field: str | None = None):
        super().__init__(message, field=field)
        self.existing = existing
