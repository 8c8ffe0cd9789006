"""Roles: given and taken within one's scope, never by oneself, and never two duties in one hand."""

import pytest

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.models import Role, RoleAssignment
from gridgov.organizations.permissions import DECIDING_ROLES
from gridgov.organizations.services import edit_user, grant_role, revoke_role
from gridgov.records.models import Event
from tests.factories import make_user

RULE = "职责分离：系统管理员不得兼任标准化管理办公室、标准化管理委员会或组织授权人（不论在哪个组织）。"


@pytest.fixture
def person(city):
    return make_user("zhang", organization=city, name="张三")


@pytest.fixture
def inside(client, administrator):
    client.force_login(administrator)
    return client


def refusal(service, **arguments):
    with pytest.raises(OrganizationsError) as caught:
        service(**arguments)
    return caught.value.message


def roles_of(user):
    return sorted(user.assignments.values_list("organization__name", "role"))


# services


def test_granting_is_an_event_of_the_organization(administrator, person, county):
    grant_role(actor=administrator, user=person, organization=county, role=Role.OFFICE)
    event = Event.objects.get(verb="grant")
    assert roles_of(person) == [(county.name, "office")]
    assert (event.actor, event.organization, event.target_label, event.changes) == (
        administrator,
        county,
        "张三",
        {"角色": ["", f"{county.name}：标准化管理办公室"]},
    )


def test_revoking_is_an_event(administrator, person, city):
    assignment = grant_role(actor=administrator, user=person, organization=city, role=Role.OFFICE)
    revoke_role(actor=administrator, assignment=assignment)
    event = Event.objects.get(verb="revoke")
    assert roles_of(person) == []
    assert event.changes == {"角色": [f"{city.name}：标准化管理办公室", ""]}


def test_role_revoked_by_two_at_once_is_told_once(city, administrator, person):
    assignment = grant_role(actor=administrator, user=person, organization=city, role=Role.READER)
    for seen in [RoleAssignment.objects.get(pk=assignment.pk) for _ in range(2)]:
        revoke_role(actor=administrator, assignment=seen)
    assert Event.objects.filter(verb="revoke").count() == 1


def test_a_role_is_held_once(administrator, person, city):
    grant_role(actor=administrator, user=person, organization=city, role=Role.READER)
    again = {"actor": administrator, "user": person, "organization": city, "role": Role.READER}
    assert refusal(grant_role, **again) == "该用户已有这个角色。"


@pytest.mark.parametrize("role", sorted(DECIDING_ROLES))
def test_administrator_gets_no_role_that_decides(administrator, city, county, role):
    other = make_user("other", organization=city, roles=[Role.ADMINISTRATOR], name="李四")
    sentence = refusal(grant_role, actor=administrator, user=other, organization=county, role=role)
    assert sentence == f"{RULE}“李四”不能两者兼任：请先撤销原来的角色，或另选他人。"
    assert roles_of(other) == [(city.name, "administrator")]


@pytest.mark.parametrize("role", sorted(DECIDING_ROLES))
def test_who_decides_does_not_become_administrator(administrator, city, role):
    other = make_user("other", organization=city, roles=[role])
    grant = {"actor": administrator, "user": other, "organization": city, "role": Role.ADMINISTRATOR}
    assert refusal(grant_role, **grant).startswith(RULE)


def test_site_administrator_gets_no_role_that_decides(administrator, city):
    root = make_user("root", is_site_administrator=True)
    grant = {"actor": administrator, "user": root, "organization": city, "role": Role.OFFICE}
    assert refusal(grant_role, **grant).startswith(RULE)


def test_who_decides_does_not_become_site_administrator(office):
    root = make_user("root", is_site_administrator=True)
    assert refusal(edit_user, actor=root, user=office, is_site_administrator=True) == (
        f"{RULE}请先撤销“office”的这些角色。"
    )


def test_other_roles_go_with_administration(administrator, city):
    other = make_user("other", organization=city, roles=[Role.ADMINISTRATOR])
    grant_role(actor=administrator, user=other, organization=city, role=Role.READER)
    assert roles_of(other) == [(city.name, "administrator"), (city.name, "reader")]


def test_nobody_changes_his_own_roles(administrator, city):
    sentence = "不能给自己授予或撤销角色，请由另一位管理员来做。"
    own = {"actor": administrator, "user": administrator, "organization": city, "role": Role.READER}
    assert refusal(grant_role, **own) == sentence
    assert refusal(revoke_role, actor=administrator, assignment=administrator.assignments.get()) == sentence


def test_account_or_organization_switched_off_gets_no_role(administrator, person, city, county):
    type(county).objects.update(is_active=False)
    county.refresh_from_db()
    grant = {"actor": administrator, "user": person, "role": Role.READER}
    assert refusal(grant_role, organization=county, **grant) == f"“{county}”已停用，不能在其中授予角色。"
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert (
        refusal(grant_role, organization=city, **grant) == "“张三”的账号已停用，不能授予角色。请先恢复账号。"
    )


# pages


def test_page_grants_in_an_organization_below(inside, person, county):
    answer = inside.post(
        f"/users/{person.pk}/roles/", {"organization": county.name, "role": "office"}, follow=True
    )
    assert roles_of(person) == [(county.name, "office")]
    assert f"已授予：{county.name}，标准化管理办公室。" in answer.content.decode()


def test_page_knows_no_organization_out_of_scope(inside, person, stranger_city):
    fields = {"organization": stranger_city.name, "role": "office"}
    form = inside.post(f"/users/{person.pk}/roles/", fields).context["form"]
    assert form.errors == {
        "organization": [f"您管理的范围内没有名为“{stranger_city.name}”的组织。请输入全称，或从列表中选择。"]
    }
    assert stranger_city.name not in inside.get(f"/users/{person.pk}/roles/").content.decode()


def test_page_says_the_rule_of_separate_duties(inside, city):
    other = make_user("other", organization=city, roles=[Role.OFFICE], name="李四")
    form = inside.post(
        f"/users/{other.pk}/roles/", {"organization": city.name, "role": "administrator"}
    ).context["form"]
    assert form.errors == {"role": [f"{RULE}“李四”不能两者兼任：请先撤销原来的角色，或另选他人。"]}


def test_page_revokes(inside, city):
    other = make_user("other", organization=city, roles=[Role.OFFICE])
    answer = inside.post(f"/roles/{other.assignments.get().pk}/revoke/")
    assert (answer["Location"], roles_of(other)) == (f"/users/{other.pk}/roles/", [])


def test_role_out_of_scope_is_shown_but_not_revoked(inside, city, stranger_city):
    other = make_user("other", organization=city)
    foreign = RoleAssignment.objects.create(user=other, organization=stranger_city, role=Role.READER)
    page = inside.get(f"/users/{other.pk}/roles/").content.decode()
    assert stranger_city.name in page
    assert "/revoke/" not in page
    assert inside.post(f"/roles/{foreign.pk}/revoke/").status_code == 403


def test_own_role_is_not_revoked(inside, administrator):
    own = administrator.assignments.get()
    page = inside.post(f"/roles/{own.pk}/revoke/", follow=True).content.decode()
    assert "不能给自己授予或撤销角色" in page
    assert administrator.assignments.count() == 1
