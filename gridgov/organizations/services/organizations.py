"""Writing organisations: below a parent, in five levels, with the initials of their numbers."""

from django.db import transaction

from gridgov.changes import changes_between, snapshot

from ..errors import OrganizationsError
from ..initials import propose_initials
from ..models import Level, Organization, User
from ..signals import initials_changing
from .saving import save_checked
from .telling import tell

FIELDS = ["level", "name", "place_name", "initials", "region_code", "is_active"]


def create_organization(*, actor: User | None, parent: Organization | None = None, **fields) -> Organization:
    """A new organisation below `parent`; its path is written with it. Empty initials are proposed.

    Raises OrganizationsError when the level is not below the parent's, or a name, code or letter is refused.
    """
    organization = Organization(parent=parent, **fields)
    fill_initials(organization)
    with transaction.atomic():
        check_level(organization)
        save_checked(organization, exclude=("path",))
        organization.path = f"{parent.path if parent else '/'}{organization.pk}/"
        organization.save(update_fields=["path"])
        changes = changes_between(dict.fromkeys(FIELDS, ""), organization, FIELDS)
        tell(actor, "create", organization, organization, changes)
    return organization


def edit_organization(*, actor: User, organization: Organization, **fields) -> Organization:
    """Change an organisation; its place in the tree stays. Returns the row as saved.

    Raises OrganizationsError when the level does not fit between parent and children, when receivers of
    `initials_changing` refuse new initials, or when something in use stands below one switched off.
    """
    with transaction.atomic():
        current = Organization.objects.select_for_update().get(pk=organization.pk)
        before, initials = snapshot(current, FIELDS), current.initials
        for name, value in fields.items():
            setattr(current, name, value)
        fill_initials(current)
        check_change(current, initials)
        save_checked(current, exclude=("path", "parent"))
        changes = changes_between(before, current, FIELDS)
        tell(actor, "change", current, current, changes)
    return current


def fill_initials(organization: Organization) -> None:
    organization.initials = organization.initials or propose_initials(organization.place_name)
    if len(organization.initials) < 2:
        message = f"“{organization.place_name}”推不出地名首字母，请自己填写 2 至 6 个大写字母，如 AK。"
        raise OrganizationsError(message, field="initials")


def check_change(organization: Organization, initials: str) -> None:
    check_level(organization)
    if organization.initials != initials:
        initials_changing.send(
            Organization, organization=organization, before=initials, after=organization.initials
        )
    if not organization.is_active:
        check_nothing_in_use(organization)


def check_level(organization: Organization) -> None:
    """Below the parent's level and above the children's; a level may be skipped (直辖市 have no 市级)."""
    if organization.level not in Level.values:
        raise OrganizationsError("层级应为省、市、县、乡、村之一。", field="level")
    level, parent = Level(organization.level), organization.parent
    if parent and level.rank <= Level(parent.level).rank:
        message = f"上级组织“{parent}”是{parent.get_level_display()}，本组织的层级应比它低。"
        raise OrganizationsError(message, field="level")
    children = organization.children.all() if organization.pk else []
    if any(Level(child.level).rank <= level.rank for child in children):
        message = f"下级组织中有不低于{level.label}的，请先改下级组织的层级。"
        raise OrganizationsError(message, field="level")


def check_nothing_in_use(organization: Organization) -> None:
    below = organization.children.filter(is_active=True).count()
    people = organization.users.filter(is_active=True).count()
    if below or people:
        message = f"还有 {below} 个在用的下级组织、{people} 个在用的账号，请先停用它们。"
        raise OrganizationsError(message, field="is_active")
