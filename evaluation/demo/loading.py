"""Loading the demo as one whole: all of it or nothing, and only once."""

import os
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from evaluation.errors import EvaluationError
from gridgov.organizations.models import Organization, User
from gridgov.organizations.services.passwords import random_password

from .activities import load_activities
from .applications import load_applications
from .data import read
from .evaluations import load_evaluations
from .experts import load_experts
from .organizations import World, load_organizations
from .panels import load_panels
from .registry import Registry
from .system import load_system, load_versions

REFUSAL = "数据库中已有正式的组织，不能再载入演示数据。请用 GRIDGOV_DATA 另指定一个空的数据文件夹来看演示。"


@dataclass(frozen=True)
class DemoAccounts:
    """The accounts of the demo, and the one password of all of them."""

    users: list[User]
    password: str


def load_demo(today: date | None = None) -> DemoAccounts:
    """Load the demo as of `today` unless it is there, and return its accounts.

    Loading again changes nothing. Raises EvaluationError when the database holds organisations and no demo: accounts
    whose password is printed do not belong beside real ones.
    """
    data = read("organizations")
    loads = not is_loaded(data)
    if loads and Organization.objects.exists():
        raise EvaluationError(REFUSAL)
    password, is_new = keep_password()
    if loads:
        load(data, today or timezone.localdate())
    accounts = demo_users(data)
    if loads or is_new:
        set_password(accounts, password)
    return DemoAccounts(accounts, password)


def is_loaded(data: dict) -> bool:
    """Whether the demo is there, whatever its users have added or renamed since."""
    names = [entry["name"] for entry in data["organizations"]]
    return Organization.objects.filter(name__in=names).exists()


def load(organizations: dict, today: date) -> None:
    with transaction.atomic():
        world = World(today)
        load_organizations(organizations, world)
        load_system(read("system"), world)
        registry = Registry(world)
        registry.load_others(read("adopted"))
        registry.load_own(read("own"))
        load_versions(read("system"), world)
        load_activities(read("activities"), world)
        evaluations = read("evaluations")
        load_evaluations(evaluations, world)
        panels = read("panels")
        load_experts(panels, world)
        applications = load_applications(panels, world)
        load_panels(panels, evaluations, applications, world)


def demo_users(data: dict) -> list[User]:
    """The accounts in the order of the data, with their organisation and roles."""
    names = [entry["username"] for entry in data["users"]]
    users = {user.username: user for user in User.objects.with_roles().filter(username__in=names)}
    return [users[name] for name in names if name in users]


def set_password(users: list[User], password: str) -> None:
    """One hash for all: hashing is slow by design, and the password is one. Nobody has to change it."""
    keys = [user.pk for user in users]
    User.objects.filter(pk__in=keys).update(password=make_password(password), must_change_password=False)


def keep_password() -> tuple[str, bool]:
    """The password of this installation's demo, and whether it was made just now; kept where only we read it."""
    path = settings.DATA_DIR / settings.DEMO_PASSWORD_FILE
    password = random_password()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip(), False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(password + "\n")
    return password, True
