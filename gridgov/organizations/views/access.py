"""Reaching rows the way every view of this app does: seen or 404, allowed or 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ..models import Department, Organization, User
from ..permissions import can_administer, can_change_account, can_open_account, can_reset_password

ADMINISTRATORS_ONLY = "系统管理由系统管理员办理。需要时请联系本组织的系统管理员。"
OUT_OF_REACH = "这个账号在您管理的范围以外还有角色，或者是全站管理员，只能由上级或全站管理员修改。"
OWN_PASSWORD = "自己的密码请点右上角的“修改密码”，不能重置。"


def require(allowed: bool, words: str = ADMINISTRATORS_ONLY) -> None:
    if not allowed:
        raise PermissionDenied(words)


def seen_organization(request, pk: int) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user).select_related("parent"), pk=pk)


def administered_organization(request, pk: int) -> Organization:
    organization = seen_organization(request, pk)
    require(can_administer(request.user, organization))
    return organization


def administered_department(request, pk: int) -> Department:
    rows = Department.objects.visible_to(request.user).select_related("organization")
    department = get_object_or_404(rows, pk=pk)
    require(can_administer(request.user, department.organization))
    return department


def opened_account(request, pk: int) -> User:
    """An account whose page the administrator may open."""
    rows = User.objects.visible_to(request.user).select_related("organization", "department")
    account = get_object_or_404(rows, pk=pk)
    require(can_open_account(request.user, account))
    return account


def changed_account(request, pk: int) -> User:
    """An account the administrator may change."""
    account = opened_account(request, pk)
    require(can_change_account(request.user, account), OUT_OF_REACH)
    return account


def reset_account(request, pk: int) -> User:
    """An account the administrator may give a new first password."""
    account = changed_account(request, pk)
    require(can_reset_password(request.user, account), OWN_PASSWORD)
    return account
