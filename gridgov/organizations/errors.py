"""Refusals of this app."""

from gridgov.errors import GridgovError


class OrganizationsError(GridgovError):
    """An organisation, department, user or role cannot be what was asked for."""
