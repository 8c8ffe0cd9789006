"""Accounts: made, changed, switched off, given a new first password; within one's scope alone."""

import re
import threading

import pytest
from django.conf import settings
from django.db import connection

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.models import Role, RoleAssignment, User
from gridgov.organizations.services import create_first_administrator, create_user, edit_user, reset_password
from gridgov.records.models import Event
from tests.factories import PASSWORD, make_department, make_user

SHOWN = re.compile(r'class="first-password" translate="no">([^<]+)<')


@pytest.fixture
def root(db):
    return make_user("root", is_site_administrator=True)


@pytest.fixture
def person(city):
    return make_user("zhang", organization=city, name="张三", roles=[Role.READER])


@pytest.fixture
def inside(client, administrator):
    client.force_login(administrator)
    return client


def refusal(service, **arguments):
    with pytest.raises(OrganizationsError) as caught:
        service(**arguments)
    return caught.value.field, caught.value.message


def words(person, **changes):
    fields = {"username": person.username, "name": person.name, "organization": person.organization.name}
    return {**fields, "is_active": "on", **changes}


# services


def test_new_account_has_a_random_first_password(administrator, city):
    first, one = create_user(actor=administrator, organization=city, username="li", name="李四")
    _, two = create_user(actor=administrator, organization=city, username="wang", name="王五")
    assert (first.must_change_password, first.check_password(one), one == two) == (True, True, False)
    assert re.fullmatch(r"[a-z]{4}-\d{4}-[a-z]{4}-[a-z]{4}", one)


def test_new_account_is_an_event_without_the_password(administrator, city):
    made, password = create_user(actor=administrator, organization=city, username="li", name="李四")
    event = Event.objects.about(made).get()
    assert (event.verb, event.actor, event.organization, event.changes) == (
        "create",
        administrator,
        city,
        {
            "用户名": ["", "li"],
            "姓名": ["", "李四"],
            "所在组织": ["", city.name],
            "全站管理员": ["", "否"],
            "在用": ["", "是"],
        },
    )
    assert password not in str(list(Event.objects.values()))


def test_username_is_unique_without_case(administrator, city, person):
    fields = {"actor": administrator, "organization": city, "username": "ZHANG", "name": "另一个张三"}
    assert refusal(create_user, **fields) == (None, "已有这个用户名，请换一个。")


def test_department_is_one_of_the_accounts_organization(administrator, city, stranger_city):
    foreign = make_department(stranger_city, "外科")
    fields = {
        "actor": administrator,
        "organization": city,
        "username": "li",
        "name": "李四",
        "department": foreign,
    }
    assert refusal(create_user, **fields)[0] == "department"


def test_editing_is_an_event_before_and_after(administrator, person):
    edit_user(actor=administrator, user=person, name="张三丰", phone="0915-1234567", is_active=False)
    event = Event.objects.about(person).get()
    assert event.changes == {
        "姓名": ["张三", "张三丰"],
        "联系电话": ["", "0915-1234567"],
        "在用": ["是", "否"],
    }


def test_nobody_switches_himself_off(administrator):
    assert refusal(edit_user, actor=administrator, user=administrator, is_active=False) == (
        "is_active",
        "不能停用自己的账号，请由另一位管理员来做。",
    )


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_site_administrator": False}])
def test_last_site_administrator_stays(root, administrator, change):
    make_user("retired", is_site_administrator=True, is_active=False)
    field, message = refusal(edit_user, actor=administrator, user=root, **change)
    assert (field, message.startswith("“root”是最后一位在用的全站管理员")) == ("is_active", True)
    assert User.objects.get(username="root").is_active


def test_one_of_two_site_administrators_may_go(root):
    other = make_user("other", is_site_administrator=True)
    assert edit_user(actor=root, user=other, is_active=False).is_active is False


def test_reset_password_works_once_and_ends_sessions(client, administrator, person):
    client.force_login(person)
    password = reset_password(actor=administrator, user=person)
    person.refresh_from_db()
    event = Event.objects.get(verb="password")
    assert (person.check_password(password), person.must_change_password) == (True, True)
    assert client.get("/help/").status_code == 302
    assert (event.actor, event.target_label, event.reason, event.changes) == (
        administrator,
        "张三",
        "管理员重置",
        {},
    )


def test_first_administrator_is_made_once(db):
    password = create_first_administrator()
    admin = User.objects.get()
    assert (admin.username, admin.is_site_administrator, admin.must_change_password) == ("admin", True, True)
    assert admin.check_password(password)
    assert create_first_administrator() is None


# pages


def names(response):
    return [row.username for row in response.context["page"]]


def test_list_is_of_the_administered_organizations(inside, city, county, stranger, person, root):
    make_user("below", organization=county)
    assert names(inside.get("/users/")) == ["administrator", "zhang", "below"]


def test_list_is_filtered(inside, city, county, person):
    make_user("below", organization=county, roles=[Role.OFFICE], is_active=False)
    queries = ["name=张", "name=BEL", "organization=临江", "role=reader", "state=off", "state=active"]
    assert [names(inside.get(f"/users/?{query}")) for query in queries] == [
        ["zhang"],
        ["below"],
        ["below"],
        ["zhang"],
        ["below"],
        ["administrator", "zhang"],
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_three_rows_as_for_one(
    client, root, city, rows, django_assert_num_queries
):
    for number in range(rows):
        make_user(
            f"user{number}",
            organization=city,
            department=make_department(city, f"{number}科"),
            roles=[Role.READER],
        )
    client.force_login(root)
    client.get("/users/")
    with django_assert_num_queries(6):
        client.get("/users/")


def test_new_account_shows_its_password_once(inside, city, client):
    answer = inside.post("/users/new/", {"username": "li", "name": "李四"})
    made = User.objects.get(username="li")
    password = SHOWN.search(answer.content.decode())[1]
    assert (made.organization, made.check_password(password), answer["Cache-Control"]) == (
        city,
        True,
        "no-store, private",
    )
    assert password not in inside.get(f"/users/{made.pk}/").content.decode()


def test_new_account_goes_to_an_organization_below(inside, county):
    inside.post(f"/users/new/?organization={county.pk}", {"username": "li", "name": "李四"})
    assert User.objects.get(username="li").organization == county


def test_new_account_goes_to_no_organization_out_of_scope(inside, stranger_city):
    answer = inside.post(f"/users/new/?organization={stranger_city.pk}", {"username": "li", "name": "李四"})
    assert (answer.status_code, User.objects.filter(username="li").exists()) == (404, False)


def test_form_says_what_is_missing_or_taken(inside, person):
    errors = inside.post("/users/new/", {"username": "", "name": ""}).context["form"].errors
    assert errors == {"username": ["请填写用户名。"], "name": ["请填写姓名。"]}
    errors = inside.post("/users/new/", {"username": "Zhang", "name": "张"}).context["form"].errors
    assert errors == {"__all__": ["已有这个用户名，请换一个。"]}


def test_administrator_makes_no_site_administrator(inside):
    inside.post("/users/new/", {"username": "li", "name": "李四", "is_site_administrator": "on"})
    assert User.objects.get(username="li").is_site_administrator is False


def test_site_administrator_makes_another(client, root):
    client.force_login(root)
    client.post("/users/new/", {"username": "li", "name": "李四", "is_site_administrator": "on"})
    assert User.objects.get(username="li").is_site_administrator is True


def test_edit_page_moves_somebody_within_the_scope_alone(inside, person, county, stranger_city):
    inside.post(f"/users/{person.pk}/edit/", words(person, organization=county.name))
    person.refresh_from_db()
    form = inside.post(f"/users/{person.pk}/edit/", words(person, organization=stranger_city.name)).context[
        "form"
    ]
    assert person.organization == county
    assert list(form.errors) == ["organization"]


def test_edit_page_offers_departments_in_use_and_the_own(inside, person, city):
    old, used = make_department(city, "旧科"), make_department(city, "新科")
    type(old).objects.filter(pk=old.pk).update(is_active=False)
    form = inside.get(f"/users/{person.pk}/edit/").context["form"]
    assert list(form.fields["department"].queryset) == [used]
    User.objects.filter(pk=person.pk).update(department=old)
    form = inside.get(f"/users/{person.pk}/edit/").context["form"]
    assert list(form.fields["department"].queryset) == [old, used]


def test_moving_somebody_with_the_old_department_is_refused(inside, person, city, county):
    department = make_department(city, "综合科")
    data = words(person, organization=county.name, department=department.pk)
    form = inside.post(f"/users/{person.pk}/edit/", data).context["form"]
    assert form.errors["department"] == [
        f"“综合科”不是“{county.name}”的部门。调动时部门请先留空，保存后再选。"
    ]


def test_edit_page_switches_off(inside, person):
    inside.post(f"/users/{person.pk}/edit/", words(person, is_active=""))
    person.refresh_from_db()
    assert person.is_active is False


def test_page_resets_a_password(inside, person):
    asked = inside.get(f"/users/{person.pk}/password/").content.decode()
    person.refresh_from_db()
    unchanged = person.check_password(PASSWORD)
    password = SHOWN.search(inside.post(f"/users/{person.pk}/password/").content.decode())[1]
    person.refresh_from_db()
    assert ("只显示一次" in asked, unchanged, person.check_password(password)) == (True, True, True)


def test_own_password_is_not_reset(inside, administrator):
    answer = inside.post(f"/users/{administrator.pk}/password/")
    assert answer.status_code == 403
    assert "自己的密码请点右上角的“修改密码”，不能重置。" in answer.content.decode()


def test_who_can_do_more_is_not_touched_by_an_administrator_below(inside, city, stranger_city):
    """A new password for such an account would be a way up."""
    foreign = make_user("foreign", organization=city)
    RoleAssignment.objects.create(user=foreign, organization=stranger_city, role=Role.ADMINISTRATOR)
    site = make_user("site", organization=city, is_site_administrator=True)
    answers = [
        inside.post(f"/users/{account.pk}/{page}/").status_code
        for account in (foreign, site)
        for page in ("edit", "password")
    ]
    assert answers == [403, 403, 403, 403]
    assert inside.get(f"/users/{foreign.pk}/").status_code == 200


def test_administrator_of_the_county_does_not_reach_people_of_the_city(client, city, county, person):
    below = make_user("quxian", organization=county, roles=[Role.ADMINISTRATOR])
    client.force_login(below)
    pages = ["", "edit/", "password/", "roles/"]
    assert [client.get(f"/users/{person.pk}/{page}").status_code for page in pages] == [404] * 4


@pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"], reason="SQLite has one writer by itself"
)
def test_two_site_administrators_do_not_switch_each_other_off(transactional_db):
    pair = [make_user(name, is_site_administrator=True) for name in ("one", "two")]
    ready, outcomes = threading.Barrier(2), []

    def switch_off(actor, user):
        try:
            ready.wait()
            edit_user(actor=actor, user=user, is_active=False)
            outcomes.append("done")
        except OrganizationsError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=switch_off, args=each) for each in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(outcomes), User.objects.filter(is_active=True).count()) == (["done", "refused"], 1)
