"""A scratch installation: a data folder and a database of its own, both gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from ..errors import EvaluationError

NO_DATABASE = (
    "建不了临时数据库（{}）。请给数据库账号建库的权限（CREATEDB），或不设 DATABASE_URL，改在 SQLite 上量。"
)


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """The environment of a process that works in the scratch installation, on the kind of database in use.

    Raises EvaluationError when PostgreSQL does not let us make a database.
    """
    with tempfile.TemporaryDirectory(prefix="gridgov-bench-") as folder, database(Path(folder)) as url:
        bring_fonts(Path(folder))
        yield os.environ | {
            "GRIDGOV_DATA": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "evaluation.bench.settings",
            "GRIDGOV_DEBUG": "0",
            "GRIDGOV_HTTPS": "0",
            "GRIDGOV_PROXIES": "0",
            "GRIDGOV_HOSTS": "*",
        }


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database, dropped afterwards with whatever still holds it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'gridgov.sqlite3'}"
        return
    name = f"gridgov_bench_{os.getpid()}"
    try:
        execute(f"CREATE DATABASE {name}")
    except DatabaseError as error:
        raise EvaluationError(NO_DATABASE.format(str(error).strip())) from error
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        execute(f"DROP DATABASE {name} WITH (FORCE)")


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def bring_fonts(folder: Path) -> None:
    """The typefaces of reports, if they have been cut already: the same everywhere, and cutting takes seconds."""
    cut = settings.DATA_DIR / "fonts"
    if cut.is_dir():
        shutil.copytree(cut, folder / "fonts")


def furnish() -> None:
    """Inside the scratch installation: tables, tree, scorecard, static files, as a first start makes them."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_tree", verbosity=0)
    call_command("load_scorecard", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
