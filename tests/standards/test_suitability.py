"""适宜性评审: due by citations and dates, concluded once (T/CSSG 001.2 10.3.1.2)."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from gridgov.organizations.models import Organization, Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Standard, SuitabilityReview
from standards.references.suitability import suitability_due
from standards.reminders import suitability_tasks
from standards.services.citations import add_citations, conclude_suitability
from tests import factories

TODAY = date(2026, 6, 1)
CHANGED = date(2026, 5, 1)
DUE_QUERIES = 5
LIST_QUERIES = 11


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def own(city, node):
    return factories.make_published(city, node)


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def cite(standard, text="GB/T 34300-2017"):
    add_citations(actor=None, standard=standard, text=text)


def ended(city, node, number="GB/T 34300-2017", **fields):
    fields = fields or {"replaced_on": CHANGED}
    return factories.make_adopted(city, node, number, **fields)


def due(city, on=TODAY) -> list:
    return [(each.standard, each.cited, each.changed_on) for each in suitability_due([city], on)]


def conclude(office, standard, cited, **facts):
    facts = {"conclusion": "fits", "opinion": "第6章引用的条款没有变化", "concluded_on": TODAY, **facts}
    return conclude_suitability(actor=office, standard=standard, cited=cited, **facts)


def refusal(*args, **facts) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        conclude(*args, **facts)
    return caught.value.message, caught.value.field


def test_a_dated_reference_to_a_replaced_standard_is_due(city, node, own):
    cited = ended(city, node)
    cite(own)
    assert due(city) == [(own, cited, CHANGED)]


def test_an_undated_reference_is_due_by_its_family(city, node, own):
    cited = ended(city, node)
    cite(own, "GB/T 34300 规范")
    assert due(city) == [(own, cited, CHANGED)]


def test_a_reference_to_all_parts_is_due_when_one_part_ends(city, node, own):
    part = ended(city, node, "GB/T 24421.3-2009", withdrawn_on=CHANGED)
    ended(city, node, "GB/T 244211-2009")
    cite(own, "GB/T 24421（所有部分）")
    assert due(city) == [(own, part, CHANGED)]


def test_the_day_counts(city, node, own):
    ended(city, node)
    cite(own)
    assert (due(city, date(2026, 4, 30)), len(due(city, CHANGED))) == ([], 1)


def test_an_edition_that_ended_before_the_standard_was_approved_is_no_news_without_a_year(city, node, own):
    ended(city, node, "GB/T 34300-2010", replaced_on=date(2018, 4, 1), issued_on=None, effective_on=None)
    cite(own, "GB/T 34300")
    assert due(city) == []
    cite(own, "GB/T 34300-2010")
    assert len(due(city)) == 1


def test_the_cause_names_what_took_its_place(city, node, own):
    cited = ended(city, node)
    new = factories.make_adopted(city, node, "GB/T 34300-2026", issued_on=None, effective_on=CHANGED)
    new.replaces.add(cited)
    ended(city, node, "GB/T 5-2017", withdrawn_on=CHANGED)
    cite(own, "GB/T 34300-2017\nGB/T 5-2017")
    assert [each.cause for each in suitability_due([city], TODAY)] == [
        "GB/T 34300-2017 自 2026-05-01 起被 GB/T 34300-2026 代替",
        "GB/T 5-2017 自 2026-05-01 起废止",
    ]


@pytest.mark.parametrize("stage", ["drafting", "reviewing", "submitted", "approved"])
def test_drafts_are_due_too(city, node, stage):
    draft = factories.make_draft(city, node, stage=stage)
    ended(city, node)
    cite(draft)
    assert [standard for standard, _, _ in due(city)] == [draft]


@pytest.mark.parametrize(
    "fields",
    [
        {"replaced_on": date(2026, 1, 1)},
        {"withdrawn_on": date(2026, 1, 1), "withdrawal_reason": "复审"},
    ],
)
def test_what_has_ended_itself_is_not_due(city, node, fields):
    row = factories.make_published(city, node, **fields)
    ended(city, node)
    cite(row)
    assert due(city) == []


def test_adopted_and_foreign_standards_are_not_due(city, stranger_city, node):
    ended(city, node)
    cite(factories.make_adopted(city, node, "GB/T 5-2020"))
    cite(factories.make_published(stranger_city, node))
    assert due(city) == []
    assert suitability_due([stranger_city], TODAY) == []


def test_a_change_of_ones_own_standards_is_no_change_of_a_national_one(city, node, own):
    other = factories.make_published(city, node, 2, replaced_on=CHANGED)
    cite(own, other.number)
    assert due(city) == []


def test_a_conclusion_ends_it_for_this_change_alone(office, city, node, own):
    cited = ended(city, node)
    cite(own)
    review = conclude(office, own, cited)
    assert (due(city), str(review)) == (
        [],
        "GB/T 34300-2017 自 2026-05-01 起被新版本代替：仍适宜，不作修改",
    )
    Standard.objects.filter(pk=cited.pk).update(replaced_on=date(2026, 5, 20))
    assert len(due(city)) == 1


def test_a_conclusion_is_told_to_the_trail(office, city, node, own):
    cited = ended(city, node)
    cite(own)
    conclude(office, own, cited, conclusion="revise", opinion="第6章要改")
    event = Event.objects.about(own).get(verb="conclude")
    assert (event.changes, event.reason) == (
        {"适宜性评审": ["", "GB/T 34300-2017 自 2026-05-01 起被新版本代替：需要修订"]},
        "第6章要改",
    )


def test_concluding_demands_an_opinion_a_day_and_a_change(office, city, node, own):
    cited = ended(city, node)
    cite(own)
    assert refusal(office, own, cited, opinion=" ")[1] == "opinion"
    assert refusal(office, own, cited, concluded_on=date(2026, 6, 2)) == (
        "评审日期不能晚于今天。",
        "concluded_on",
    )
    conclude(office, own, cited)
    assert refusal(office, own, cited)[0] == "这一变化已经评审，或不再需要评审。"


def test_a_conclusion_is_kept_by_the_database(office, city, node, own):
    cited = ended(city, node)
    cite(own)
    review = conclude(office, own, cited)
    with pytest.raises(DatabaseError), transaction.atomic():
        SuitabilityReview.objects.filter(pk=review.pk).update(opinion="别的")


@pytest.mark.parametrize("rows", [1, 3])
def test_what_is_due_takes_the_same_number_of_questions(city, node, rows, django_assert_num_queries):
    for sequence in range(1, rows + 1):
        ended(city, node, f"GB/T {sequence}-2017")
        cite(factories.make_published(city, node, sequence), f"GB/T {sequence}-2017")
    with django_assert_num_queries(DUE_QUERIES):
        assert len(suitability_due(Organization.objects.all(), TODAY)) == rows


# The pages.


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_number_of_questions(as_office, city, node, rows, django_assert_num_queries):
    for sequence in range(1, rows + 1):
        ended(city, node, f"GB/T {sequence}-2017")
        cite(factories.make_published(city, node, sequence), f"GB/T {sequence}-2017")
    url = reverse("standards:suitability")
    as_office.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        as_office.get(url)


def test_the_list_shows_what_is_due_and_what_was_concluded(as_office, office, city, node, own):
    cited = ended(city, node)
    cite(own)
    url = reverse("standards:suitability")
    content = as_office.get(url).content.decode()
    assert reverse("standards:suitability-conclude", args=[own.pk, cited.pk]) in content
    conclude(office, own, cited, opinion="条款没有变化")
    assert "没有待评审的标准" in as_office.get(url).content.decode()
    assert "条款没有变化" in as_office.get(f"{url}?state=concluded").content.decode()


def test_the_list_is_searched_by_number(as_office, city, node, own):
    ended(city, node)
    cite(own)
    url = reverse("standards:suitability")
    found = [as_office.get(f"{url}?citing={words}").context["due_count"] for words in ("alwgtg204", "99")]
    assert found == [1, 0]


def test_the_page_of_the_standard_asks_for_the_review(as_office, city, node, own):
    cited = ended(city, node)
    cite(own)
    content = as_office.get(own.get_absolute_url()).content.decode()
    assert "GB/T 34300-2017 自 2026-05-01 起被新版本代替，应评审本标准是否仍适宜" in content
    assert reverse("standards:suitability-conclude", args=[own.pk, cited.pk]) in content


def test_a_fit_standard_leads_back_to_its_page(as_office, city, node, own):
    cited = ended(city, node)
    cite(own)
    url = reverse("standards:suitability-conclude", args=[own.pk, cited.pk])
    data = {"conclusion": "fits", "opinion": "条款没有变化", "concluded_on": "2026-06-01"}
    response = as_office.post(url, data)
    assert response["Location"] == f"{own.get_absolute_url()}#suitability"
    assert as_office.get(url)["Location"] == own.get_absolute_url()


@pytest.mark.parametrize(
    ("conclusion", "name"), [("amend", "standards:amendment-new"), ("revise", "standards:revision-new")]
)
def test_a_standard_that_does_not_fit_leads_to_the_application(as_office, city, node, own, conclusion, name):
    cited = ended(city, node)
    cite(own)
    url = reverse("standards:suitability-conclude", args=[own.pk, cited.pk])
    data = {"conclusion": conclusion, "opinion": "第6章要改", "concluded_on": "2026-06-01"}
    following = reverse(name, args=[own.pk])
    assert as_office.post(url, data)["Location"] == following
    assert f'href="{following}"' in as_office.get(own.get_absolute_url()).content.decode()


def test_the_office_is_told_in_its_worklist_and_others_are_not(office, reader, city, node, own):
    ended(city, node)
    cite(own)
    told = [list(suitability_tasks(user, TODAY)) for user in (office, reader)]
    assert [[(task.kind, task.due, task.verb) for task in tasks] for tasks in told] == [
        [("适宜性评审", CHANGED, "评审")],
        [],
    ]


def test_the_department_that_drafted_it_is_told_to_apply(city, node, own, department):
    ended(city, node)
    cite(own)
    Standard.objects.filter(pk=own.pk).update(drafting_department=department)
    officer = factories.make_user("officer", organization=city, roles=[Role.OFFICER], department=department)
    assert [task.verb for task in suitability_tasks(officer, TODAY)] == ["不适宜的，申请修订"]
