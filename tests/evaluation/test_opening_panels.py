"""Opening an evaluation by a panel, for an application or without; the list of evaluations (5.1, 6.1)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from evaluation.errors import EvaluationError
from evaluation.models import Evaluation
from evaluation.services.opening import open_by_organizer, open_for_application
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.applying import make_accepted, make_locked_self, make_submitted
from tests.evaluation.making import make_evaluation, make_panel

TODAY = date(2026, 11, 20)
OPENING = {"kind": "upper", "year": 2026, "as_of": TODAY}
FACTS = {"operated_from": date(2026, 5, 1), "self_evaluated_on": date(2026, 10, 1)}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20 10:00+08:00"):
        yield


@pytest.fixture
def county_office(county):
    return factories.make_office_user(county, "county_office")


@pytest.fixture
def accepted(county, county_office, office, edition):
    more = {"pilot_ends_on": date(2027, 6, 30), "incidents": "some", "incident_note": "通报一次"}
    return make_accepted(county, county_office, office, **more)


def open_without(office, city, county, **fields) -> Evaluation:
    return open_by_organizer(actor=office, organizer=city, organization=county, **OPENING | FACTS | fields)


def test_evaluation_of_an_application_takes_over_its_facts(accepted, office, city, county):
    made = open_for_application(actor=office, application=accepted, **OPENING)
    assert (made.organizer, made.organization, made.application, made.kind) == (
        city, county, accepted, "upper",
    )  # fmt: skip
    assert (made.operated_from, made.self_evaluated_on, made.pilot_ends_on) == (
        date(2025, 5, 1), date(2026, 1, 10), date(2027, 6, 30),
    )  # fmt: skip
    assert (made.incidents, made.incident_note) == ("some", "通报一次")


def test_one_evaluation_is_opened_for_an_application(accepted, office):
    open_for_application(actor=office, application=accepted, **OPENING)
    with pytest.raises(EvaluationError, match="已组织评估"):
        open_for_application(actor=office, application=accepted, **OPENING)


def test_application_that_waits_opens_nothing(county, county_office, office, edition):
    application = make_submitted(county, county_office)
    with pytest.raises(EvaluationError, match="还没有受理"):
        open_for_application(actor=office, application=application, **OPENING)


def test_evaluation_without_an_application_takes_what_is_known(city, county, county_office, office, edition):
    make_locked_self(county, county_office)
    made = open_by_organizer(actor=office, organizer=city, organization=county, **OPENING)
    assert (made.application, made.operated_from, made.self_evaluated_on, made.incidents) == (
        None, date(2025, 5, 1), date(2026, 1, 10), "none",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"operated_from": date(2026, 8, 21)}, "到 2026-11-21 才满 3 个月，方可评估"),
        ({"operated_from": None}, "请填写体系运行起始日"),
        ({"self_evaluated_on": None}, "先完成自我评价"),
        ({"self_evaluated_on": date(2026, 11, 21)}, "才完成"),
        ({"kind": "third_party"}, "写明受委托机构的名称"),
        ({"kind": "repeat"}, "请选择上级评估或第三方评价"),
        ({"incidents": "some"}, "请写明情况"),
        ({"year": 1999}, "年度 1999 不合理"),
    ],
)
def test_opening_that_cannot_be_is_refused(city, county, office, edition, fields, words):
    with pytest.raises(EvaluationError, match=words):
        open_without(office, city, county, **fields)
    assert not Evaluation.objects.exists()


def test_three_months_are_enough_to_be_evaluated(city, county, office, edition):
    assert open_without(office, city, county, operated_from=date(2026, 8, 20)).pk


@pytest.mark.parametrize("other", ["city", "stranger_city"])
def test_only_an_organisation_below_is_evaluated(city, county, stranger_city, office, edition, other):
    places = {"city": city, "stranger_city": stranger_city}
    with pytest.raises(EvaluationError, match="下级组织"):
        open_without(office, city, places[other])


def test_third_party_is_named(city, county, office, edition):
    made = open_without(office, city, county, kind="third_party", commissioned=" 省标准化研究院 ")
    assert (made.kind, made.commissioned) == ("third_party", "省标准化研究院")


def test_evaluation_under_way_is_not_opened_twice(city, county, office, edition):
    open_without(office, city, county)
    with pytest.raises(EvaluationError, match="正在进行"):
        open_without(office, city, county)


def test_opening_is_told_in_the_trail_of_the_organiser(city, county, office, edition):
    made = open_without(office, city, county)
    assert [(event.verb, event.organization) for event in Event.objects.about(made)] == [("open", city)]


def test_supervisor_opens_on_the_page_and_goes_on_to_it(city, county, edition, client):
    client.force_login(factories.make_user("supervisor", organization=city, roles=[Role.SUPERVISOR]))
    fields = {"organizer": city.pk, "organization": county.pk, "commissioned": "", "pilot_ends_on": ""}
    response = client.post(reverse("evaluation:panel-new"), OPENING | FACTS | fields)
    assert response.url == Evaluation.objects.get().get_absolute_url()


def test_refusal_stands_at_its_field(city, county, office, edition, client):
    client.force_login(office)
    fields = {"organizer": city.pk, "organization": county.pk, "operated_from": "2026-10-01"}
    page = client.post(reverse("evaluation:panel-new"), OPENING | fields)
    assert page.context["form"].errors["operated_from"] == [
        "体系 2026-10-01 起运行，到 2027-01-01 才满 3 个月，方可评估（第5部分 6.1）。"
    ]


def test_page_of_an_accepted_application_leads_to_its_evaluation(accepted, office, client):
    client.force_login(office)
    address = f"{reverse('evaluation:panel-new')}?application={accepted.pk}"
    assert address in client.get(accepted.get_absolute_url()).content.decode()
    response = client.post(address, OPENING | {"commissioned": ""})
    made = Evaluation.objects.get(application=accepted)
    assert response.url == made.get_absolute_url()
    assert accepted.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()
    assert address not in client.get(accepted.get_absolute_url()).content.decode()


def test_application_to_somebody_else_is_not_ours_to_open(
    city, county, county_office, office, edition, client
):
    town = factories.make_organization(
        "望江街道网格化服务中心", parent=county, level="township", initials="WJ"
    )
    town_office = factories.make_office_user(town, "town")
    application = make_accepted(town, town_office, county_office)
    client.force_login(office)
    response = client.get(f"{reverse('evaluation:panel-new')}?application={application.pk}")
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({}, ["self", "upper"]),
        ({"kind": "upper"}, ["upper"]),
        ({"organization": "安澜"}, ["self"]),
        ({"state": "locked"}, []),
        ({"year": "2025"}, []),
    ],
)
def test_list_of_evaluations_is_narrowed(city, county, office, edition, client, asked, kinds):
    make_evaluation(city, office)
    make_panel(city, county)
    client.force_login(office)
    page = client.get(reverse("evaluation:evaluations"), asked)
    assert [row.kind for row in page.context["page"]] == kinds


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_evaluations_asks_the_same_for_one_and_for_three(
    city, county, office, edition, client, django_assert_num_queries, count
):
    for year in range(2024, 2024 + count):
        make_panel_row(city, county, office, edition, year)
    client.force_login(office)
    url = reverse("evaluation:evaluations")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def make_panel_row(city, county, office, edition, year):
    Evaluation.objects.create(
        organization=county, organizer=city, edition=edition, kind="upper", year=year,
        as_of=date(year, 11, 20), opened_by=office,
    )  # fmt: skip


def test_coming_back_from_an_evaluation_keeps_the_filters(city, county, office, edition, client):
    panel = make_panel(city, county)
    client.force_login(office)
    client.get(reverse("evaluation:evaluations"), {"kind": "upper"})
    assert "/evaluations/?kind=upper" in client.get(panel.get_absolute_url()).content.decode()
