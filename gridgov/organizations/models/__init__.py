"""Organisations, departments, users and the roles that bind users to organisations."""

from .organization import Department, Level, Organization
from .user import Role, RoleAssignment, User

__all__ = ["Department", "Level", "Organization", "Role", "RoleAssignment", "User"]
