"""Who may do what with the records: the office writes all, departments what is theirs, administrators nothing
(life cycle §5.1). Reading follows sight: whoever holds a role in the organisation or above it.
"""

from gridgov.organizations.models import Organization, Role, User

DEPARTMENT_ROLES = (Role.DEPARTMENT, Role.OFFICER)


def is_office(user: User, organization: Organization | int) -> bool:
    return user.has_role(organization, Role.OFFICE)


def works_in(user: User, organization: Organization | int, department_id: int | None) -> bool:
    """Belongs to this department and holds the role of a department or of its 标准化人员 there."""
    return (
        department_id is not None
        and user.department_id == department_id
        and user.has_role(organization, *DEPARTMENT_ROLES)
    )


def can_enter(user: User, kind, organization: Organization | int) -> bool:
    """May add records of the kind in this organisation: the office, and for what departments do, they too."""
    if is_office(user, organization):
        return True
    return kind.by_departments and works_in(user, organization, user.department_id)


def can_write(user: User, kind, row) -> bool:
    """May write to this record, whatever its state; the state is asked by `kind.fixed`."""
    if is_office(user, row.organization_id):
        return True
    return kind.by_departments and works_in(user, row.organization_id, row.department_id)


def can_attach(user: User, kind, row) -> bool:
    """Who writes a record brings its files; the responsible department those of its rectification too.

    To a closed finding nobody does.
    """
    if getattr(row, "state", "") == "closed":
        return False
    if can_write(user, kind, row):
        return True
    return kind.files_by_department and works_in(user, row.organization_id, row.department_id)


def can_detach(user: User, kind, row, document) -> bool:
    """Who writes a record takes its files away; others only what they brought themselves."""
    if not can_attach(user, kind, row):
        return False
    return can_write(user, kind, row) or document.attachment.uploaded_by_id == user.pk


def can_take(user: User, row, step) -> bool:
    """Holds one of the roles of the step in the organisation, or works in the responsible department where it may."""
    if user.has_role(row.organization_id, *step.roles):
        return True
    return step.by_department and works_in(user, row.organization_id, row.department_id)


def writable_organizations(user: User, kind):
    """Organisations where the user may add records of the kind, in the order of the tree."""
    keys = {key for key, _ in user.held_roles if can_enter(user, kind, key)}
    return Organization.objects.filter(pk__in=keys)
