"""Organisations, departments and accounts of the demo."""

from dataclasses import dataclass, field
from datetime import date

from gridgov.organizations.models import Department, Organization, Role, User
from gridgov.organizations.services import create_department, create_organization, create_user, grant_role


@dataclass
class World:
    """What the loaders share: the day, and the rows made so far by their keys in the data.

    `offices` are the people of the 标准化管理办公室, who enter the registry of their organisation. With the first
    `passwords` the people of a panel sign.
    """

    today: date
    organizations: dict[str, Organization] = field(default_factory=dict)
    departments: dict[tuple[str, str], Department] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    offices: dict[str, User] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)


def load_organizations(data: dict, world: World) -> None:
    """Enter organisations with departments, and the accounts; the first account enters the others."""
    first, *others = data["users"]
    keeper = make_user(first, world, actor=None)
    for entry in data["organizations"]:
        make_organization(entry, world, keeper)
    for entry in others:
        make_user(entry, world, keeper)


def make_organization(entry: dict, world: World, actor: User) -> None:
    fields = {name: entry[name] for name in ("level", "name", "place_name", "initials", "region_code")}
    parent = world.organizations.get(entry.get("parent"))
    organization = create_organization(actor=actor, parent=parent, **fields)
    for order, name in enumerate(entry["departments"], start=1):
        department = create_department(actor=actor, organization=organization, name=name, order=order)
        world.departments[entry["key"], name] = department
    world.organizations[entry["key"]] = organization


def make_user(entry: dict, world: World, actor: User | None) -> User:
    key = entry.get("organization")
    organization = world.organizations.get(key)
    user, password = create_user(
        actor=actor,
        organization=organization,
        username=entry["username"],
        name=entry["name"],
        department=world.departments.get((key, entry.get("department"))),
        is_site_administrator=entry.get("site_administrator", False),
    )
    if "role" in entry:
        grant_role(actor=actor, user=user, organization=organization, role=entry["role"])
    if entry.get("role") == Role.OFFICE:
        world.offices[key] = user
    world.users[user.username] = user
    world.passwords[user.username] = password
    return user
