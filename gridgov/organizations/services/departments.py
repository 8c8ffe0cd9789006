"""Writing departments of an organisation."""

from django.db import transaction

from gridgov.changes import changes_between, snapshot

from ..models import Department, Organization, User
from .saving import save_checked
from .telling import tell

FIELDS = ["name", "order", "is_active"]


def create_department(*, actor: User, organization: Organization, name: str, order: int = 0) -> Department:
    """A new department in use. Raises OrganizationsError when the organisation has one of that name."""
    with transaction.atomic():
        department = Department(organization=organization, name=name, order=order)
        save_checked(department)
        changes = {"部门名称": ["", department.name]}
        tell(actor, "create", department, organization, changes)
    return department


def edit_department(*, actor: User, department: Department, **fields) -> Department:
    """Rename, reorder, or switch off. What names the department keeps naming it. Returns the row."""
    with transaction.atomic():
        current = Department.objects.select_for_update().get(pk=department.pk)
        before = snapshot(current, FIELDS)
        for name, value in fields.items():
            setattr(current, name, value)
        save_checked(current, exclude=("organization",))
        changes = changes_between(before, current, FIELDS)
        tell(actor, "change", current, current.organization, changes)
    return current
