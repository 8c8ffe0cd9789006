"""Writing organisations, departments, users, roles and passwords. Every change is told to the trail."""

from .organizations import create_first_administrator, create_organization, propose_initials
from .passwords import change_password, reset_password

__all__ = [
    "change_password",
    "create_first_administrator",
    "create_organization",
    "propose_initials",
    "reset_password",
]
