"""Giving and taking roles. A role is held in one organisation; duties stay separate (life cycle §5.1)."""

from django.db import transaction

from ..errors import OrganizationsError
from ..models import Organization, Role, RoleAssignment, User
from ..permissions import DECIDING_ROLES
from .saving import save_checked
from .telling import tell

RULE = "职责分离：系统管理员不得兼任标准化管理办公室、标准化管理委员会或组织授权人（不论在哪个组织）。"


def grant_role(*, actor: User, user: User, organization: Organization, role: str) -> RoleAssignment:
    """Give `user` a role in `organization`.

    Raises OrganizationsError when it is the actor's own account, when account or organisation is switched off,
    when the role is held already, or when an administrator would get a role that decides.
    """
    refuse_own(actor, user)
    with transaction.atomic():
        current = User.objects.select_for_update().get(pk=user.pk)
        check_in_use(current, organization)
        check_duties(current, {*held(current), role})
        assignment = RoleAssignment(user=current, organization=organization, role=role)
        save_checked(assignment)
        tell(actor, "grant", current, organization, {"角色": ["", words(assignment)]})
    return assignment


def revoke_role(*, actor: User, assignment: RoleAssignment) -> None:
    """Take a role away; gone already, nothing happens. Raises OrganizationsError when it is the actor's own."""
    refuse_own(actor, assignment.user)
    with transaction.atomic():
        gone, _ = RoleAssignment.objects.filter(pk=assignment.pk).delete()
        if gone:
            changes = {"角色": [words(assignment), ""]}
            tell(actor, "revoke", assignment.user, assignment.organization, changes)


def refuse_own(actor: User, user: User) -> None:
    if actor == user:
        raise OrganizationsError("不能给自己授予或撤销角色，请由另一位管理员来做。")


def check_in_use(user: User, organization: Organization) -> None:
    if not user.is_active:
        raise OrganizationsError(f"“{user}”的账号已停用，不能授予角色。请先恢复账号。")
    if not organization.is_active:
        raise OrganizationsError(f"“{organization}”已停用，不能在其中授予角色。", field="organization")


def held(user: User) -> set[str]:
    """Roles of the user in any organisation, read inside the transaction."""
    return set(user.assignments.values_list("role", flat=True))


def check_duties(user: User, roles: set[str]) -> None:
    """Who makes accounts may not decide: neither in the same organisation nor in another."""
    administers = user.is_site_administrator or Role.ADMINISTRATOR in roles
    if administers and roles & DECIDING_ROLES:
        raise OrganizationsError(
            f"{RULE}“{user}”不能两者兼任：请先撤销原来的角色，或另选他人。", field="role"
        )


def check_site_administrator(user: User) -> None:
    if user.is_site_administrator and held(user) & DECIDING_ROLES:
        raise OrganizationsError(f"{RULE}请先撤销“{user}”的这些角色。", field="is_site_administrator")


def words(assignment: RoleAssignment) -> str:
    return f"{assignment.organization}：{assignment.get_role_display()}"
