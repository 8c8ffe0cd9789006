"""Nobody reaches another organisation's data: every URL of the site, as every kind of person."""

import json

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ACTORS, World
from tests.activities.access import ROWS as ACTIVITIES
from tests.activities.access import furnish as furnish_activities
from tests.evaluation.access import MAKERS
from tests.evaluation.access import ROWS as EVALUATION
from tests.evaluation.access import furnish as furnish_evaluation
from tests.organizations.access import ROWS as ORGANIZATIONS
from tests.organizations.access import furnish as furnish_organizations
from tests.site_access import ROWS as SITE
from tests.standards.access import ROWS as STANDARDS
from tests.standards.access import furnish as furnish_standards

ROWS = SITE + ORGANIZATIONS + STANDARDS + ACTIVITIES + EVALUATION


def walk(patterns, namespace=""):
    """Every named pattern of the site, nested includes and their namespaces too."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, [namespace, pattern.name or repr(pattern.pattern)]))


def test_every_url_of_the_site_stands_in_the_table():
    urls = list(walk(get_resolver().url_patterns))
    assert len(urls) > 40
    assert sorted(set(urls)) == sorted({row.name for row in ROWS})


@pytest.fixture
def world(city, county, stranger_city, office, reader, stranger, panel_member, administrator, tree, edition):
    world = World(
        {
            "city": city, "county": county, "stranger_city": stranger_city, "office": office, "reader": reader,
            "stranger": stranger, "panel_member": panel_member, "administrator": administrator, "edition": edition,
        }
    )  # fmt: skip
    world.makers |= MAKERS
    for furnish in (furnish_organizations, furnish_standards, furnish_activities, furnish_evaluation):
        world.things |= furnish(world)
    return world


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}")
def test_access(row, world):
    # Made before the first request, which is undone with all it made.
    world.prepare(lambda world: (row.args(world), row.data(world)))
    found = {actor: status_for(actor, row, world) for actor in ACTORS}
    assert found == dict(zip(ACTORS, row.statuses, strict=True))


def status_for(actor, row, world):
    """What one person gets; what the request did is undone for the next."""
    client = Client()
    with transaction.atomic():
        if actor != "anonymous":
            client.force_login(getattr(world, actor))
        response = ask(client, row, world)
        if response.streaming:
            # Read to its end a file closes itself; `close()` would end the test's own database connection.
            b"".join(response)
        transaction.set_rollback(True)
    return status_of(response)


def ask(client, row, world):
    url = reverse(row.name, args=row.args(world)) + row.query
    if row.method == "post_json":
        headers = {"accept": "application/json"}
        return client.post(url, json.dumps(row.data(world)), content_type="application/json", headers=headers)
    return getattr(client, row.method)(url, row.data(world))


def status_of(response):
    """The status, or the word "login" for a redirect to the login page."""
    if response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL)):
        return "login"
    return response.status_code
