"""The cast: one city with a county below it, a stranger's city, and a person for every part."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from gridgov.organizations.models import Role
from tests import factories
from tests.serving import site  # noqa: F401  a real server, for whoever asks

LONG = ("test_access", "test_axe", "test_package", "test_panel_sight", "test_panel_together")


def pytest_addoption(parser):
    parser.addoption("--database", action="store_true", help="only what another database may do differently")
    parser.addoption("--long", action="store_true", help="the long form of tests that have one")


def pytest_collection_modifyitems(config, items):
    """What touches no database, or looks at the words of a page, is tried on one database: services and
    queries are tried on both.
    """
    items.sort(key=is_light)
    if config.getoption("--database"):
        chosen = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen


def is_light(item) -> bool:
    """Modules that take long come first: two workers then end at about the same time."""
    return item.path.stem not in LONG


def touches_database(item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    touches = marked or not {"db", "transactional_db"}.isdisjoint(item.fixturenames)
    # Neither pages, nor the walks over all of them, nor printing ask which database it is.
    return touches and {"client", "world", "fonts"}.isdisjoint(item.fixturenames)


def pytest_sessionfinish(session):
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _own_flush():
    """Append-only tables refuse DELETE; the flush after a transactional test on SQLite is the one exception."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            original(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = original


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    """Attachments of one test are not those of another."""
    settings.MEDIA_ROOT = Path(tmp_path) / "attachments"


@pytest.fixture
def city(db):
    return factories.make_organization()


@pytest.fixture
def county(city):
    return factories.make_organization("临江区网格化治理中心", parent=city, level="county", initials="LJ")


@pytest.fixture
def stranger_city(db):
    return factories.make_organization("远山市网格化治理中心", initials="YS")


@pytest.fixture
def department(city):
    return factories.make_department(city)


@pytest.fixture
def office(city):
    return factories.make_office_user(city)


@pytest.fixture
def reader(city):
    return factories.make_user("reader", organization=city, roles=[Role.READER])


@pytest.fixture
def stranger(stranger_city):
    return factories.make_office_user(stranger_city, "stranger")


@pytest.fixture
def panel_member(stranger_city):
    """Somebody of another organisation without any role; evaluations take him in by `participants`."""
    return factories.make_user("panel", organization=stranger_city)


@pytest.fixture
def administrator(city):
    return factories.make_user("administrator", organization=city, roles=[Role.ADMINISTRATOR])


@pytest.fixture
def node(db):
    return factories.make_node()


@pytest.fixture
def tree(db):
    """The tree of part 3 as its fixture gives it."""
    call_command("load_tree", verbosity=0)


@pytest.fixture
def edition(db):
    """The published edition of Appendix A."""
    from evaluation.models import ScorecardEdition

    call_command("load_scorecard", verbosity=0)
    return ScorecardEdition.objects.get()


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    """The small faces of printed papers, made once for the whole run."""
    from gridgov.printing.fonts import make_faces

    folder = tmp_path_factory.mktemp("data") / "fonts"
    make_faces(folder)
    return folder
