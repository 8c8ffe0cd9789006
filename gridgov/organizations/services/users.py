"""Writing accounts: one per person, with a first password its owner changes (GB/T 34300 7.2: 一机一账号)."""

from django.db import transaction

from gridgov.changes import changes_between, snapshot

from ..errors import OrganizationsError
from ..models import Organization, User
from .passwords import random_password
from .roles import check_site_administrator
from .saving import save_checked
from .telling import tell

FIELDS = [
    "username",
    "name",
    "organization",
    "department",
    "phone",
    "email",
    "is_site_administrator",
    "is_active",
]


def create_user(*, actor: User | None, organization: Organization | None, **fields) -> tuple[User, str]:
    """A new account and its random first password, to be shown once and changed at the first login.

    Raises OrganizationsError when the username is taken or the department belongs to another organisation.
    """
    password = random_password()
    user = User(organization=organization, must_change_password=True, **fields)
    # Hashing is slow by design: not while SQLite's one writer waits.
    user.set_password(password)
    with transaction.atomic():
        check_department(user)
        save_checked(user)
        changes = changes_between(dict.fromkeys(FIELDS, ""), user, FIELDS)
        tell(actor, "create", user, organization, changes)
    return user, password


def edit_user(*, actor: User, user: User, **fields) -> User:
    """Change an account; one that is switched off is out at its next request. Returns the row as saved.

    Raises OrganizationsError when somebody switches off himself, when the site would lose its last
    administrator, or when duties would no longer be separate.
    """
    with transaction.atomic():
        lock_site_administrators()
        current = User.objects.select_for_update().get(pk=user.pk)
        before, was_keeper = snapshot(current, FIELDS), keeps_the_site(current)
        for name, value in fields.items():
            setattr(current, name, value)
        check_edit(actor, current, was_keeper)
        save_checked(current)
        changes = changes_between(before, current, FIELDS)
        tell(actor, "change", current, current.organization, changes)
    return current


def lock_site_administrators() -> None:
    """Two administrators who switch each other off at once must not both succeed."""
    list(User.objects.filter(is_site_administrator=True).order_by("pk").select_for_update())


def keeps_the_site(user: User) -> bool:
    return user.is_active and user.is_site_administrator


def check_edit(actor: User, user: User, was_keeper: bool) -> None:
    if actor == user and not user.is_active:
        raise OrganizationsError("不能停用自己的账号，请由另一位管理员来做。", field="is_active")
    others = User.objects.filter(is_site_administrator=True, is_active=True).exclude(pk=user.pk)
    if was_keeper and not keeps_the_site(user) and not others.exists():
        message = f"“{user}”是最后一位在用的全站管理员，不能停用或取消。请先另设一位全站管理员。"
        raise OrganizationsError(message, field="is_active")
    check_department(user)
    check_site_administrator(user)


def check_department(user: User) -> None:
    if user.department and user.department.organization_id != user.organization_id:
        message = f"“{user.department}”不是“{user.organization}”的部门。调动时部门请先留空，保存后再选。"
        raise OrganizationsError(message, field="department")


def create_first_administrator() -> str | None:
    """Make the account `admin` with a random password if nobody has an account yet.

    Returns the password, to be shown once, or None when there is somebody already. Of two first starts
    at once one makes it: the unique name decides.
    """
    if User.objects.exists():
        return None
    fields = {"username": "admin", "name": "系统管理员", "is_site_administrator": True}
    try:
        return create_user(actor=None, organization=None, **fields)[1]
    except OrganizationsError:
        return None
