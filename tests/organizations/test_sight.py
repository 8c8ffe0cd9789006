"""Sight goes down the tree, never sideways or up: for everything an organisation owns."""

import pytest

from gridgov.organizations.models import Department, Level, Organization, Role, User
from gridgov.organizations.permissions import can_administer
from gridgov.records.models import Attachment, Event
from gridgov.records.services import record_event
from tests.factories import make_attachment, make_department, make_organization, make_user

LEVELS = [level.value for level in Level]


@pytest.fixture
def tree(db):
    """Two branches of five levels; every organisation owns one department, account, event and attachment."""
    return {(branch, level): organization for branch in "ab" for level, organization in plant(branch)}


def plant(branch):
    parent = None
    for level in LEVELS:
        parent = make_organization(f"{branch}-{level}", parent=parent, level=level)
        make_department(parent, parent.name)
        make_user(parent.name, organization=parent)
        record_event(actor=None, verb="export", label=parent.name, organization=parent)
        make_attachment(parent, name=f"{parent.name}.pdf")
        yield level, parent


def watcher(tree, key, role=Role.READER):
    return make_user("watcher", organization=tree[key], roles=[role])


def seen(user):
    """What the user sees of each kind, by the names of the organisations."""
    return {
        "organizations": sorted(Organization.objects.visible_to(user).values_list("name", flat=True)),
        "departments": sorted(Department.objects.visible_to(user).values_list("name", flat=True)),
        "users": sorted(User.objects.visible_to(user).exclude(pk=user.pk).values_list("username", flat=True)),
        "events": sorted(
            Event.objects.visible_to(user).filter(verb="export").values_list("target_label", flat=True)
        ),
        "attachments": sorted(
            name.removesuffix(".pdf")
            for name in Attachment.objects.visible_to(user).values_list("name", flat=True)
        ),
    }


def everywhere(names):
    return dict.fromkeys(["organizations", "departments", "users", "events", "attachments"], sorted(names))


@pytest.mark.parametrize("level", LEVELS)
def test_sight_goes_down_and_never_sideways_or_up(tree, level):
    below = LEVELS[LEVELS.index(level) :]
    assert seen(watcher(tree, ("a", level))) == everywhere(f"a-{name}" for name in below)


def test_somebody_without_a_role_sees_nothing(tree):
    assert seen(make_user("watcher", organization=tree["a", "province"])) == everywhere([])


def test_roles_in_two_places_add_up(tree):
    user = watcher(tree, ("a", "village"))
    user.assignments.create(organization=tree["b", "township"], role=Role.OFFICE)
    assert seen(user) == everywhere(["a-village", "b-township", "b-village"])


def test_a_key_that_begins_alike_is_not_below(tree):
    """/1/ must not be a prefix of /12/: ten and more organisations make such keys."""
    paths = list(Organization.objects.values_list("path", flat=True))
    assert len({path.strip("/").split("/")[0] for path in paths}) == 2
    assert all(path.startswith("/") and path.endswith("/") for path in paths)


def test_site_administrator_sees_everything_and_what_belongs_to_nobody(tree):
    root = make_user("root", is_site_administrator=True)
    event = record_event(actor=None, verb="export", label="site")
    names = [organization.name for organization in tree.values()]
    expected = everywhere(names)
    expected["events"] = sorted([*names, "site"])
    assert (seen(root), event.organization) == (expected, None)


def test_what_belongs_to_nobody_is_seen_by_nobody_else(tree):
    record_event(actor=None, verb="export", label="site")
    make_user("root", is_site_administrator=True)
    user = watcher(tree, ("a", "province"), Role.ADMINISTRATOR)
    assert seen(user) == everywhere(f"a-{level}" for level in LEVELS)


def test_administration_goes_down_as_sight_does(tree):
    user = watcher(tree, ("a", "county"), Role.ADMINISTRATOR)
    user.assignments.create(organization=tree["a", "province"], role=Role.READER)
    allowed = sorted(row.name for row in tree.values() if can_administer(user, row))
    listed = sorted(Organization.objects.administered_by(user).values_list("name", flat=True))
    assert allowed == listed == ["a-county", "a-township", "a-village"]


def test_reader_administers_nothing(tree):
    user = watcher(tree, ("a", "province"))
    assert (can_administer(user), list(Organization.objects.administered_by(user))) == (False, [])
    assert list(User.objects.administered_by(user)) == []


def test_sight_of_a_user_takes_one_query(tree, django_assert_num_queries):
    user = User.objects.get(pk=watcher(tree, ("a", "city")).pk)
    with django_assert_num_queries(1):
        assert (user.scope, user.administered_scope, len(user.held_roles)) == (
            (tree["a", "city"].path,),
            (),
            1,
        )
