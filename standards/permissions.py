"""Who may write in the registry: the 标准化管理办公室 of that very organisation (T/CSSG 001.2 8.3).

The predicates say what a person may do to a standard in its present state.
"""

from gridgov.organizations.models import Organization, Role, User

from .models import Standard


def can_edit_registry(user: User, organization: Organization | int) -> bool:
    """May enter, correct, publish and attach in the registry of exactly this organisation."""
    return user.has_role(organization, Role.OFFICE)


def can_write(user: User, standard: Standard) -> bool:
    """May write to this standard, whatever state it is in; what the state allows is asked below."""
    return can_edit_registry(user, standard.organization_id)


def can_edit(user: User, standard: Standard) -> bool:
    """Drafts, adopted standards and documents; what is published of one's own is corrected with a reason."""
    return can_write(user, standard) and not (standard.is_own and standard.is_published)


def can_correct(user: User, standard: Standard) -> bool:
    return can_write(user, standard) and standard.is_own and standard.is_published


def can_publish(user: User, standard: Standard) -> bool:
    """10.5: the office numbers and publishes own standards; administrators never do."""
    return can_write(user, standard) and standard.is_own and not standard.is_published


def can_withdraw(user: User, standard: Standard) -> bool:
    return can_write(user, standard) and standard.is_published and standard.withdrawn_on is None


def editable_organizations(user: User):
    """Organisations whose registry the user writes, in the order of the tree."""
    return Organization.objects.filter(pk__in=user.offices)
