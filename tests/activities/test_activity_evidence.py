"""Records as evidence: which requirement asks for which, and what an organisation has of it."""

from datetime import date

import pytest

from evaluation.editions import published_editions
from evaluation.proposing.editions import rules_of
from evaluation.sheet.work_records import records_for, requirements_of
from gridgov.organizations.models import Role
from standards.activities.evidence import SOURCES, found_of
from standards.activities.kinds import KINDS
from tests import factories
from tests.activities import making
from tests.evaluation.making import make_evaluation

EDITION = "T/CSSG 001.5-2020"
ON = date(2026, 11, 20)


def test_every_source_is_asked_for():
    rules = rules_of(EDITION)
    assert set(rules.sources_of(rules.by_code)) == set(SOURCES)


def test_requirements_on_records_of_the_office_are_all_served():
    """A.1 and A.6 but for what the registry, a file or people alone can show."""
    card = published_editions()[EDITION]
    theirs = [
        code for code in card.requirements_by_code if code.startswith(("A1-2", "A1-3", "A1-4", "A1-5", "A6-"))
    ]
    left = [code for code in theirs if not rules_of(EDITION)[code].source_names]
    assert left == ["A6-4-1", "A6-5-1"]


def test_each_kind_serves_a_requirement():
    assert [slug for slug in KINDS if not requirements_of(EDITION, slug)] == []


def test_unknown_edition_asks_for_nothing():
    assert requirements_of("T/CSSG 001.5-2030", "plans") == []


@pytest.mark.django_db
def test_empty_organisation_has_nothing_of_any_source(city):
    assert [row.label for row in found_of(city, list(SOURCES), on=ON) if row.is_there] == []


@pytest.mark.django_db
def test_organisation_with_everything_has_something_of_every_source(city, node, department):
    for type_ in ("drafting", "improvement", "implementation", "inspection", "training", "strategy"):
        making.make_plan(city, type=type_, state="approved")
    (
        making.make_plan(city, type="research", state="approved"),
        making.make_plan(city, type="adoption", state="done"),
    )
    item = making.make_item(making.make_plan(city, state="running"))
    officer = making.make_person(city, body="office", officer="full_time", duties="收集信息")
    making.make_qualification(officer)
    session = making.make_session(
        city, plan_item=item, held_at="14:30", place="会议室", content="标准", teacher="刘教授"
    )
    making.make_attendance(session, officer, result="passed")
    measure = making.make_measure(city, standards=[factories.make_published(city, node)], conditions="齐备")
    making.make_done(measure)
    making.make_paper("inspection", making.make_inspection(city), "result")
    making.make_finding(city, state="closed", department=department)
    making.make_lending(making.make_material(city))
    for holder in ("top", "office", "officer"):
        making.make_duty(city, holder)
    making.make_duty(city, "department", department=department)
    assert [row.label for row in found_of(city, list(SOURCES), on=ON) if not row.is_there] == []


@pytest.mark.django_db
def test_part_of_what_is_asked_for_is_not_called_whole(city):
    making.make_department(city)
    making.make_duty(city, "department", department=making.make_department(city))
    found = found_of(city, ["duties:departments"], on=ON)[0]
    assert (found.words, found.is_there, found.is_whole) == ("50%（1÷2）", True, False)


@pytest.mark.django_db
def test_evidence_page_shows_the_records_of_the_evaluated_organisation(city, client, edition):
    office = factories.make_user("editor", organization=city, roles=[Role.OFFICE])
    evaluation = make_evaluation(city, office)
    making.make_plan(city, year=evaluation.as_of.year, state="approved")
    client.force_login(office)
    page = client.get(f"/evaluations/{evaluation.pk}/evidence/A1-4-1/add/").content.decode()
    assert '人员培训计划</a></td><td><span class="good">✓ 1 份</span>' in page


@pytest.mark.django_db
def test_sheet_names_the_records_of_a_requirement_and_leads_to_them(city, client, office, edition):
    evaluation = make_evaluation(city, office)
    client.force_login(office)
    page = client.get(f"/evaluations/{evaluation.pk}/sheet/A.1/").content.decode()
    link = f'<a href="/evaluations/{evaluation.pk}/evidence/A1-4-1/add/">人员培训计划</a>'
    assert link in page


@pytest.mark.django_db
def test_evidence_of_a_requirement_without_records_has_no_such_lines(city, edition, office):
    assert records_for(make_evaluation(city, office), "A1-1-1") == []


@pytest.mark.django_db
def test_page_of_a_standard_shows_what_was_done_about_it(city, node, client, office, reader):
    standard = factories.make_published(city, node)
    session = making.make_session(city, "巡查规范宣贯")
    session.standards.set([standard])
    making.make_finding(city, standard=standard, description="记录缺签名")
    pages = []
    for user in (office, reader):
        client.force_login(user)
        pages.append(client.get(standard.get_absolute_url()).content.decode())
    link = f"/activities/training/new/?organization={city.pk}&amp;standard={standard.pk}"
    assert [["巡查规范宣贯" in page, "记录缺签名" in page, link in page] for page in pages] == [
        [True, True, True],
        [True, True, False],
    ]


@pytest.mark.django_db
def test_link_from_a_standard_fills_in_its_session(city, node, client, office):
    standard = factories.make_published(city, node)
    client.force_login(office)
    form = client.get(f"/activities/training/new/?standard={standard.pk}").context["form"]
    assert (form.initial["type"], form.initial["title"]) == ("promotion", "《网格巡查管理规范》宣贯")
    assert standard.number in form.as_p()
