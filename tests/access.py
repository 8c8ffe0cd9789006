"""The access table: one row per URL. Each app's rows stand in `tests/<app>/access.py` as `ROWS`.

A row names the URL, how to make its arguments from the world, and the status each actor gets, in this order:
anonymous, stranger, reader, editor (office), panel member, administrator. "login" is a redirect to the login page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

ACTORS = ("anonymous", "stranger", "reader", "office", "panel_member", "administrator")


@dataclass
class World:
    """One organisation with one of everything; `things` holds rows by name, made once per test.

    `makers` make what few rows ask for, when it is asked for.
    """

    things: dict = field(default_factory=dict)
    makers: dict[str, Callable] = field(default_factory=dict)

    def prepare(self, ask) -> None:
        """Make for good what `ask(world)` asks the makers for; what else it makes is undone."""
        before = set(self.things)
        with transaction.atomic():
            ask(self)
            transaction.set_rollback(True)
        asked = [name for name in self.things if name not in before]
        for name in asked:
            del self.things[name]
        for name in asked:
            if name in self.makers:
                getattr(self, name)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self.things and name in self.makers:
            self.things[name] = self.makers[name](self)
        try:
            return self.things[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Row:
    """Expected answers of one URL. `method` get, post or post_json; `data` is built from the world."""

    name: str
    statuses: tuple
    args: Callable = lambda world: ()
    method: str = "get"
    data: Callable = lambda world: {}
    query: str = ""
