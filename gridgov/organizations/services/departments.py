"""Writing departments of an organisation."""

from django.db import transaction

from gridgov.changes import changes_between, snapshot

from ..models import Department, Organization, User
from ..signals import acted
from .saving import save_checked

FIELDS = ["name", "order", "is_active"]


def create_department(*, actor: User, organization: Organization, name: str, order: int = 0) -> Department:
    """A new department in use. Raises OrganizationsError when the organisation has one of that name."""
    with transaction.atomic():
        department = Department(organization=organization, name=name, order=order)
        save_checked(department)
        changes = {"部门名称": ["", department.name]}
        acted.send(
            Department,
            actor=actor,
            verb="create",
            target=department,
            organization=organization,
            changes=changes,
        )
    return department


def edit_department(*, actor: User, department: Department, **fields) -> Department:
    """Rename, reorder, or switch off. What names a department switched off keeps naming it. Returns the row."""
    with transaction.atomic():
        current = Department.objects.select_for_update().get(pk=department.pk)
        before = snapshot(current, FIELDS)
        for name, value in fields.items():
            setattr(current, name, value)
        save_checked(current, exclude=("organization",))
        changes = changes_between(before, current, FIELDS)
        if changes:
            acted.send(
                Department,
                actor=actor,
                verb="change",
                target=current,
                organization=current.organization,
                changes=changes,
            )
    return current
