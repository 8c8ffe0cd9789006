"""Refusals of this app."""

from gridgov.errors import GridgovError


class ActivitiesError(GridgovError):
    """A plan, a training, a check, a finding, a material or a person cannot be what was asked for."""
