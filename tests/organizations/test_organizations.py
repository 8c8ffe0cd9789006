"""Organisations: five levels, initials, what may change and what may not; their pages."""

import pytest

from gridgov.organizations.errors import OrganizationsError
from gridgov.organizations.models import Organization, Role
from gridgov.organizations.services import create_organization, edit_organization
from gridgov.organizations.signals import initials_changing
from gridgov.records.models import Event
from tests.factories import make_organization, make_user


@pytest.fixture
def site_administrator(db):
    return make_user("root", is_site_administrator=True)


@pytest.fixture
def inside(client, administrator):
    client.force_login(administrator)
    return client


def words(**changes):
    fields = {
        "level": "city",
        "name": "安澜市网格化治理中心",
        "place_name": "安澜市",
        "initials": "AL",
        "region_code": "",
    }
    return {**fields, "is_active": "on", **changes}


def refusal(service, **arguments):
    with pytest.raises(OrganizationsError) as caught:
        service(**arguments)
    return caught.value.field, caught.value.message


# services


def test_five_levels_lie_under_one_path(db):
    parent, made = None, []
    for level in ["province", "city", "county", "township", "village"]:
        parent = make_organization(f"{level}中心", parent=parent, level=level)
        made.append(parent)
    keys = [str(row.pk) for row in made]
    assert [row.path for row in made] == ["/" + "/".join(keys[: n + 1]) + "/" for n in range(5)]
    assert [row.depth for row in made] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("level", ["province", "city"])
def test_level_must_be_below_the_parents(city, level):
    fields = {"actor": None, "parent": city, "name": "别的中心", "place_name": "别处", "level": level}
    words = "上级组织“安澜市网格化治理中心”是市级，本组织的层级应比它低。"
    assert refusal(create_organization, **fields) == ("level", words)
    assert Organization.objects.count() == 1


def test_a_level_may_be_skipped(city):
    assert make_organization("石桥镇中心", parent=city, level="township").depth == 3


def test_level_stays_above_those_of_the_children(city, county, administrator):
    fields = {"actor": administrator, "organization": city, "level": "county"}
    assert refusal(edit_organization, **fields) == (
        "level",
        "下级组织中有不低于县（市、区）级的，请先改下级组织的层级。",
    )


def test_initials_are_proposed_when_left_empty(administrator, city):
    made = create_organization(
        actor=administrator, parent=city, level="county", name="清河县中心", place_name="清河县"
    )
    assert (made.initials, made.number_prefix) == ("QH", "Q/QHWG")


def test_place_without_letters_asks_for_initials(db):
    fields = {"actor": None, "level": "city", "name": "某中心", "place_name": "12"}
    assert refusal(create_organization, **fields) == (
        "initials",
        "“12”推不出地名首字母，请自己填写 2 至 6 个大写字母，如 AK。",
    )


@pytest.mark.parametrize("letters", ["A", "ABCDEFG", "A1", "啊波"])
def test_initials_are_two_to_six_letters(db, letters):
    fields = {"actor": None, "level": "city", "name": "某中心", "place_name": "某市", "initials": letters}
    assert refusal(create_organization, **fields)[0] == "initials"


def test_creating_is_an_event_with_what_was_entered(administrator, city):
    made = create_organization(
        actor=administrator, parent=city, level="county", name="清河县中心", place_name="清河县"
    )
    event = Event.objects.about(made).get()
    assert (event.verb, event.actor, event.organization, event.changes) == (
        "create",
        administrator,
        made,
        {
            "层级": ["", "县（市、区）级"],
            "组织名称": ["", "清河县中心"],
            "地名": ["", "清河县"],
            "地名首字母": ["", "QH"],
            "在用": ["", "是"],
        },
    )


def test_editing_is_an_event_before_and_after(administrator, city):
    saved = edit_organization(actor=administrator, organization=city, name="安澜市治理中心", initials="ANL")
    event = Event.objects.about(city).filter(verb="change").get()
    assert (saved.name, event.changes) == (
        "安澜市治理中心",
        {"组织名称": ["安澜市网格化治理中心", "安澜市治理中心"], "地名首字母": ["AL", "ANL"]},
    )


def test_saving_without_a_change_is_no_event(administrator, city):
    edit_organization(actor=administrator, organization=city, name=city.name)
    assert not Event.objects.filter(verb="change").exists()


def test_receiver_refuses_new_initials(administrator, city):
    asked = []

    def refuse(sender, organization, before, after, **kwargs):
        asked.append((organization.pk, before, after))
        raise OrganizationsError("已有编号用了 AL。", field="initials")

    initials_changing.connect(refuse)
    try:
        answer = refusal(
            edit_organization, actor=administrator, organization=city, initials="XX", name="新名"
        )
        edit_organization(actor=administrator, organization=city, place_name="安澜")
    finally:
        initials_changing.disconnect(refuse)
    city.refresh_from_db()
    assert (answer, asked) == (("initials", "已有编号用了 AL。"), [(city.pk, "AL", "XX")])
    assert (city.initials, city.name, city.place_name) == ("AL", "安澜市网格化治理中心", "安澜")


def test_same_region_code_on_one_level_is_refused(city, administrator, stranger_city):
    edit_organization(actor=administrator, organization=city, region_code="610900")
    assert refusal(
        edit_organization, actor=administrator, organization=stranger_city, region_code="610900"
    ) == (
        None,
        "这一层级已有组织使用同一行政区划代码。",
    )


def test_organization_in_use_is_not_switched_off(city, county, administrator):
    assert refusal(edit_organization, actor=administrator, organization=city, is_active=False) == (
        "is_active",
        "还有 1 个在用的下级组织、1 个在用的账号，请先停用它们。",
    )
    assert edit_organization(actor=administrator, organization=county, is_active=False).is_active is False


def test_two_people_saving_one_name_at_once_is_a_sentence(city, monkeypatch):
    monkeypatch.setattr(Organization, "full_clean", lambda self, exclude=(): None)
    fields = {"actor": None, "level": "city", "name": city.name, "place_name": "安澜市"}
    assert refusal(create_organization, **fields) == (
        None,
        "刚刚有人保存了同样的内容。请刷新页面，核对后再保存。",
    )


# pages


def names(response):
    return [row.name for row in response.context["page"]]


def test_list_shows_the_tree_in_order(inside, city, county, stranger_city):
    village = make_organization("柳树村中心", parent=county, level="village")
    assert names(inside.get("/organizations/")) == [city.name, county.name, village.name]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_three_rows_as_for_one(
    client, site_administrator, rows, django_assert_num_queries
):
    for number in range(rows):
        make_organization(f"第{number}中心", region_code=f"61{number}")
    client.force_login(site_administrator)
    client.get("/organizations/")
    with django_assert_num_queries(5):
        client.get("/organizations/")


def test_list_is_filtered(inside, city, county):
    assert names(inside.get("/organizations/?name=临江")) == [county.name]
    assert names(inside.get("/organizations/?level=city")) == [city.name]
    assert names(inside.get("/organizations/?state=off")) == []


def test_list_shows_twenty_rows_a_page(inside, city):
    for number in range(21):
        make_organization(f"第{number}中心", parent=city, level="county")
    assert [len(inside.get(f"/organizations/?page={page}").context["page"]) for page in (1, 2)] == [20, 2]


def test_fresh_site_leads_to_the_first_organization(client, site_administrator):
    client.force_login(site_administrator)
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/organizations/", 302)]
    assert "新建第一个组织" in page.content.decode()
    assert client.get("/organizations/new/").status_code == 200


def test_administrator_makes_an_organization_below_his_own(inside, city):
    fields = {"level": "county", "name": "清河县中心", "place_name": "清河县"}
    answer = inside.post(f"/organizations/new/?parent={city.pk}", fields, follow=True)
    made = Organization.objects.get(name="清河县中心")
    assert (made.parent, made.initials, answer.redirect_chain) == (
        city,
        "QH",
        [(f"/organizations/{made.pk}/", 302)],
    )
    assert "地名首字母 QH，编号以 Q/QHWG 开头，请核对。" in answer.content.decode()


def test_form_offers_levels_below_the_parents_alone(inside, county):
    form = inside.get(f"/organizations/new/?parent={county.pk}").context["form"]
    assert [value for value, _ in form.fields["level"].choices] == ["township", "village"]


def test_administrator_makes_none_below_a_strangers_or_without_a_parent(inside, stranger_city):
    fields = {"level": "county", "name": "清河县中心", "place_name": "清河县"}
    answers = [
        inside.post(f"/organizations/new/{query}", fields) for query in ("", f"?parent={stranger_city.pk}")
    ]
    assert [answer.status_code for answer in answers] == [403, 404]
    assert not Organization.objects.filter(name="清河县中心").exists()


def test_letters_are_corrected_on_the_edit_page_in_either_case(inside, city):
    inside.post(f"/organizations/{city.pk}/edit/", words(initials="anl"))
    city.refresh_from_db()
    assert city.initials == "ANL"


def test_edit_page_shows_a_refusal_at_the_field(inside, city, county):
    form = inside.post(f"/organizations/{city.pk}/edit/", words(initials="A1")).context["form"]
    assert form.errors == {"initials": ["地名首字母应为 2 至 6 个大写字母，如 AK。"]}
    form = inside.post(f"/organizations/{city.pk}/edit/", words(level="village")).context["form"]
    assert form.errors == {"level": ["下级组织中有不低于村（社区/居）级的，请先改下级组织的层级。"]}
    form = inside.post(f"/organizations/{city.pk}/edit/", words(name=county.name)).context["form"]
    assert form.errors == {"name": ["已有同名的组织。"]}


def test_administrator_of_the_county_does_not_change_the_city(client, city, county):
    person = make_user("quxian", organization=county, roles=[Role.ADMINISTRATOR])
    person.assignments.create(organization=city, role=Role.READER)
    client.force_login(person)
    answers = [client.get(f"/organizations/{row.pk}/edit/").status_code for row in (city, county)]
    assert answers == [403, 200]


def test_reader_sees_an_organization_without_buttons(client, reader, city):
    client.force_login(reader)
    page = client.get(f"/organizations/{city.pk}/").content.decode()
    assert city.name in page
    assert "/edit/" not in page


def test_key_that_no_column_holds_names_no_organization(inside, city):
    keys = ["9" * 20, "9" * 5000]
    new = [inside.get("/organizations/new/", {"parent": key}).status_code for key in keys]
    account = [inside.get("/users/new/", {"organization": key}).status_code for key in keys]
    assert (new, account) == ([403, 403], [200, 200])
