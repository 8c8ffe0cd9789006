"""Writing passwords: one's own, and a first one from an administrator (GB/T 34300 7.2: 一人一密码)."""

import secrets

from axes.utils import reset as lift_lock
from django.db import transaction

from ..models import User
from .telling import tell

# Read aloud and typed from paper: no letter or digit that looks like another one.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


def random_password() -> str:
    """A password of four groups of four, `kfpm-7402-wxra` in form: about 66 bits, easy to copy."""
    groups = [LETTERS, DIGITS, LETTERS, LETTERS]
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for signs in groups)


def change_password(*, user: User, password: str) -> None:
    """The user's own new password. Sessions that know the old one end; the trail says when, not what."""
    user.set_password(password)
    user.must_change_password = False
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        tell(user, "password", user, user.organization)


def reset_password(*, actor: User, user: User) -> str:
    """Give a random password, to be changed at the next login, and lift a lock; returned to be shown once."""
    password = random_password()
    user.set_password(password)
    user.must_change_password = True
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        tell(actor, "password", user, user.organization, {}, reason="管理员重置")
    lift_lock(username=user.username.casefold())
    return password
