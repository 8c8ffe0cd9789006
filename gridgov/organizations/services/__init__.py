"""Writing organisations, departments, users, roles and passwords. Every change is told to the trail."""

from .departments import create_department, edit_department
from .organizations import create_organization, edit_organization
from .passwords import change_password, reset_password
from .roles import grant_role, revoke_role
from .users import create_first_administrator, create_user, edit_user

__all__ = [
    "change_password",
    "create_department",
    "create_first_administrator",
    "create_organization",
    "create_user",
    "edit_department",
    "edit_organization",
    "edit_user",
    "grant_role",
    "reset_password",
    "revoke_role",
]
