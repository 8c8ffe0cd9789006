"""The 专家库 of an organising organisation (T/CSSG 001.5 5.2)."""

import pytest

from evaluation.errors import EvaluationError
from evaluation.models import Expert
from evaluation.services.experts import add_expert, edit_expert, remove_expert
from evaluation.services.panels import appoint
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.making import make_panel
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db

VALUES = {"side": "standardization", "fields": "服务标准化", "employer": "省标准化研究院"}


def make_expert(organization, name="周立言", **fields) -> Expert:
    return Expert.objects.create(organization=organization, name=name, **{**VALUES, **fields})


def names(client, user, **query) -> list[str]:
    client.force_login(user)
    response = client.get(address("experts"), query)
    return [row.name for row in response.context["page"]]


# Keeping the pool


def test_added_expert_stands_in_the_pool_and_in_the_trail(city, office):
    row = add_expert(actor=office, organization=city, name="周立言", **VALUES)
    assert list(Expert.objects.of(city).kept()) == [row]
    event = Event.objects.about(row).get()
    assert (event.verb, event.changes["姓名"]) == ("create", ["", "周立言"])


def test_second_person_of_that_name_and_employer_is_refused(city, office):
    make_expert(city)
    with pytest.raises(EvaluationError, match="专家库中已有这个单位的同名专家。"):
        add_expert(actor=office, organization=city, name="周立言", **VALUES)


def test_account_of_another_expert_is_refused(city, office):
    user = factories.make_user("zhou")
    make_expert(city, user=user)
    with pytest.raises(EvaluationError, match="这个账号已属于专家库中的另一名专家。"):
        add_expert(actor=office, organization=city, name="吴晓峰", user=user, **VALUES)


def test_account_of_the_administrator_is_refused(city, office, administrator):
    with pytest.raises(EvaluationError, match="系统管理员，不参加评分"):
        add_expert(actor=office, organization=city, name="吴晓峰", user=administrator, **VALUES)


def test_change_is_told_before_and_after(city, office):
    row = edit_expert(actor=office, expert=make_expert(city), title="研究员")
    assert Event.objects.about(row).get().changes == {"职务、职称": ["", "研究员"]}


def test_expert_taken_out_keeps_the_row_and_frees_the_name(city, office):
    row = remove_expert(actor=office, expert=make_expert(city), reason="退休")
    add_expert(actor=office, organization=city, name="周立言", **VALUES)
    assert (row.removed_by, Expert.objects.count(), Expert.objects.kept().count()) == (office, 2, 1)


def test_expert_who_is_out_is_not_changed_any_more(city, office):
    row = remove_expert(actor=office, expert=make_expert(city), reason="退休")
    with pytest.raises(EvaluationError, match="已出库"):
        edit_expert(actor=office, expert=row, title="研究员")


def test_taking_out_needs_a_reason(city, office):
    with pytest.raises(EvaluationError, match="请写明出库的理由。"):
        remove_expert(actor=office, expert=make_expert(city), reason=" ")


# Pages


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, city, office, count, django_assert_num_queries):
    for place in range(count):
        make_expert(city, f"专家{place}", user=factories.make_user(f"expert{place}"))
    client.force_login(office)
    with django_assert_num_queries(12):
        client.get(address("experts"))


@pytest.mark.parametrize("words", ["立言", "zly", "ZLY", "标准化研究院", "zhou"])
def test_expert_is_found_by_name_initials_employer_or_user_name(client, city, office, words):
    make_expert(city, user=factories.make_user("zhou"))
    make_expert(city, "何秋实", employer="第二大学")
    assert names(client, office, words=words) == ["周立言"]


def test_list_narrows_by_side_and_field(client, city, office):
    make_expert(city)
    make_expert(city, "吴晓峰", side="trade", fields="网格巡查、应急")
    assert names(client, office, side="trade", fields="应急") == ["吴晓峰"]


def test_who_is_out_is_found_only_when_asked_for(client, city, office):
    remove_expert(actor=office, expert=make_expert(city), reason="退休")
    assert (names(client, office), names(client, office, state="removed")) == ([], ["周立言"])


def test_pool_of_another_city_is_not_seen(client, stranger_city, office):
    make_expert(stranger_city)
    assert names(client, office) == []


def test_evaluated_county_does_not_see_the_pool_of_the_city(client, city, county):
    make_expert(city)
    assert names(client, factories.make_office_user(county, "countyoffice")) == []


def test_form_takes_organisation_by_name_and_account_by_user_name(client, city, county, office):
    user = factories.make_user("Zhou")
    client.force_login(office)
    data = {"name": "周立言", **VALUES, "employer_name": county.name, "username": "zhou"}
    client.post(address("expert-new"), data)
    row = Expert.objects.get()
    assert (row.organization, row.employer_organization, row.user) == (city, county, user)


def test_unknown_organisation_and_account_are_told_at_their_fields(client, office):
    client.force_login(office)
    data = {"name": "周立言", **VALUES, "employer_name": "不存在的中心", "username": "nobody"}
    text = text_of(client.post(address("expert-new"), data))
    assert "没有名称或行政区划代码为“不存在的中心”的组织" in text
    assert "没有用户名为“nobody”的在用账号，请向其组织核对。" in text
    assert Expert.objects.count() == 0


def test_telephone_is_shown_to_those_who_keep_the_pool_alone(client, city, office, reader):
    row = make_expert(city, phone="13900000001")
    assert "13900000001" in see(client, office, "expert", row.pk)
    assert "13900000001" not in see(client, reader, "expert", row.pk)


def test_page_names_the_panels_the_expert_sat_in(client, city, county, office, edition):
    user = factories.make_user("zhou")
    row = make_expert(city, user=user)
    panel = make_panel(city, county)
    appoint(actor=office, evaluation=panel, user=user, side=row.side, employer=row.employer, expert=row)
    assert panel.get_absolute_url() in see(client, office, "expert", row.pk)


def test_organisers_find_the_pool_in_the_menu(client, city, county, office, panel_member):
    supervisor = factories.make_user("supervisor", organization=city, roles=[Role.SUPERVISOR])
    shown = [
        'href="/experts/"' in see(client, user, "evaluations") for user in (office, supervisor, panel_member)
    ]
    assert shown == [True, True, False]
