"""One predicate per question; views, templates and tests ask the same ones."""

from .models import Organization, Role, User


def can_administer(user: User, organization: Organization | None = None) -> bool:
    """May make accounts, departments and organisations: everywhere, or in and below the own organisation."""
    if user.is_site_administrator:
        return True
    homes = [pk for pk, role in user.held_roles if role == Role.ADMINISTRATOR]
    if organization is None:
        return bool(homes)
    return not set(homes).isdisjoint(ancestors(organization))


def ancestors(organization: Organization) -> list[int]:
    """Keys from the root down to the organisation itself, read from its path."""
    return [int(key) for key in organization.path.strip("/").split("/") if key]


def can_read_registry(user: User) -> bool:
    """Whoever holds any role reads the registry of the organisation and of those below it."""
    return bool(user.held_roles) or user.is_site_administrator
