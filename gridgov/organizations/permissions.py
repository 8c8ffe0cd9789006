"""One predicate per question; views, templates and tests ask the same ones."""

from .models import Organization, Role, User

# Separation of duties (life cycle §5.1): who makes accounts neither approves nor publishes nor locks.
DECIDING_ROLES = frozenset({Role.OFFICE, Role.COMMITTEE, Role.AUTHORIZER})


def can_administer(user: User, organization: Organization | None = None) -> bool:
    """May make accounts, departments and organisations: everywhere, or in and below the own organisation.

    Without an organisation: whether there is any where the user may.
    """
    if organization is None:
        return bool(user.administered_scope)
    return any(organization.path.startswith(path) for path in user.administered_scope)


def can_create_root(user: User) -> bool:
    """An organisation without a superior one is made by the administrator of the installation alone."""
    return user.is_site_administrator


def can_open_account(user: User, other: User) -> bool:
    """May look at the account of `other` and give it roles within the own scope."""
    if user.is_site_administrator:
        return True
    return other.organization is not None and can_administer(user, other.organization)


def can_change_account(user: User, other: User) -> bool:
    """May rename, deactivate, or give a new password to `other`.

    Whoever sets a password could log in with it, so no account may be touched that can do more than its
    administrator: one of the whole site, or one with a role outside the administrator's scope.
    """
    if user.is_site_administrator:
        return True
    if other.is_site_administrator or not can_open_account(user, other):
        return False
    return all(any(path.startswith(own) for own in user.administered_scope) for _, path, _ in other.posts)


def can_reset_password(user: User, other: User) -> bool:
    """May give `other` a new first password; one's own is changed on its own page, with the old one."""
    return user != other and can_change_account(user, other)


def can_read_registry(user: User) -> bool:
    """Whoever holds any role reads the registry of the organisation and of those below it."""
    return user.is_site_administrator or bool(user.posts)
