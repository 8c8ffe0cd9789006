"""Access to logging in and 系统管理: administrators of the organisation alone; what is not seen does not exist."""

from gridgov.organizations.models import Role, RoleAssignment
from tests import factories
from tests.access import Row

# anonymous, stranger, reader, office, panel member, administrator
OPEN = (200, 302, 302, 302, 302, 302)
ANYBODY = ("login", 200, 200, 200, 200, 200)
ADMINISTRATORS = ("login", 403, 403, 403, 403, 200)
SEEN = ("login", 404, 200, 200, 404, 200)
SEEN_ADMINISTRATORS = ("login", 404, 403, 403, 404, 200)
SEEN_ADMINISTRATORS_WRITE = ("login", 404, 403, 403, 404, 302)
LEAVING = ("login", "login", "login", "login", "login", "login")


def city(world):
    return (world.city.pk,)


def department(world):
    return (world.some_department.pk,)


def account(world):
    return (world.account.pk,)


def row(name, statuses, **kwargs):
    return Row(f"organizations:{name}", statuses, **kwargs)


def organization_words(world):
    return {
        "level": "city",
        "name": "安澜市网格化治理中心",
        "place_name": "安澜市",
        "initials": "AL",
        "is_active": "on",
    }


def new_organization(world):
    return {"level": "county", "name": "清河县网格化治理中心", "place_name": "清河县"}


def account_words(world):
    return {"username": "zhang", "name": "张三", "organization": world.city.name, "is_active": "on"}


ROWS = [
    row("login", OPEN),
    row("logout", LEAVING, method="post"),
    row("password", ANYBODY),
    row("organizations", ADMINISTRATORS),
    row("organization-new", ("login", 403, 403, 403, 403, 403)),
    row("organization", SEEN, args=city),
    row("organization-edit", SEEN_ADMINISTRATORS, args=city),
    row("organization-edit", SEEN_ADMINISTRATORS_WRITE, args=city, method="post", data=organization_words),
    row("department-new", SEEN_ADMINISTRATORS, args=city),
    row(
        "department-new",
        SEEN_ADMINISTRATORS_WRITE,
        args=city,
        method="post",
        data=lambda world: {"name": "督查科"},
    ),
    row("department-edit", SEEN_ADMINISTRATORS, args=department),
    row(
        "department-edit",
        SEEN_ADMINISTRATORS_WRITE,
        args=department,
        method="post",
        data=lambda world: {"name": "综合科", "is_active": "on"},
    ),
    row("users", ADMINISTRATORS),
    row("user-new", ADMINISTRATORS),
    row("user-new", ADMINISTRATORS, method="post", data=lambda world: {"username": "lisi", "name": "李四"}),
    row("user", SEEN_ADMINISTRATORS, args=account),
    row("user-edit", SEEN_ADMINISTRATORS, args=account),
    row("user-edit", SEEN_ADMINISTRATORS_WRITE, args=account, method="post", data=account_words),
    row("user-password", SEEN_ADMINISTRATORS, args=account),
    row("user-password", SEEN_ADMINISTRATORS, args=account, method="post"),
    row("roles", SEEN_ADMINISTRATORS, args=account),
    row(
        "roles",
        SEEN_ADMINISTRATORS_WRITE,
        args=account,
        method="post",
        data=lambda world: {"organization": world.city.name, "role": "department"},
    ),
    row("role-revoke", SEEN_ADMINISTRATORS_WRITE, args=lambda world: (world.assignment.pk,), method="post"),
    row("events", ADMINISTRATORS),
]


def furnish(world) -> dict:
    """A department of the city, and somebody who works there with a role."""
    account = factories.make_user("zhang", organization=world.city, roles=[Role.READER])
    return {
        "some_department": factories.make_department(world.city, "综合科"),
        "account": account,
        "assignment": RoleAssignment.objects.get(user=account),
    }
