"""Ticking what is suggested, 待挂接, and the card of a standard: what counts today and what would be lost with it."""

import re
from datetime import date

import pytest

from evaluation.errors import EvaluationError
from evaluation.linking.served import card_of
from evaluation.linking.waiting import waiting
from evaluation.models import Fulfilment, ScorecardEdition
from evaluation.services.fulfilment import set_fulfilments, tick_many, tick_suggested
from gridgov.records.models import Event
from standards.models import Node
from tests.evaluation.seeing import address, see, text_of
from tests.factories import make_adopted, make_document, make_draft, make_published
from tests.standards.importing.making import checked, imported, own, row

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 15)


def at(code: str) -> Node:
    return Node.objects.get(code=code)


@pytest.fixture
def across(city, tree, edition):
    """A standard in force with its text, ticked for nothing, whose title and place suggest A3-3-5."""
    standard = make_published(city, at("5.2.2e"), title="跨网格事项服务工作程序")
    make_document(standard)
    return standard


def ticked(standard) -> list[str]:
    return sorted(Fulfilment.objects.filter(standard=standard).values_list("requirement", flat=True))


# Ticking


def test_suggested_ticks_stand_beside_those_there_were(office, across):
    set_fulfilments(actor=office, standard=across, codes=["A3-3-1"])
    added = tick_suggested(actor=office, standard=across, codes=["A3-3-5"])
    assert (added, ticked(across)) == (["A3-3-5"], ["A3-3-1", "A3-3-5"])
    changes = Event.objects.filter(verb="link").latest("pk").changes
    assert changes == {"挂接的评价要求": ["A3-3-1", "A3-3-1、A3-3-5"]}


def test_ticking_what_is_ticked_adds_nothing(office, across):
    tick_suggested(actor=office, standard=across, codes=["A3-3-5"])
    assert tick_suggested(actor=office, standard=across, codes=["A3-3-5"]) == []
    assert Event.objects.filter(verb="link").count() == 1


def test_what_is_not_suggested_is_refused_and_sent_to_its_page(office, across):
    with pytest.raises(EvaluationError) as refusal:
        tick_suggested(actor=office, standard=across, codes=["A3-3-5", "A4-2-1"])
    assert refusal.value.message == "“跨网格事项服务工作程序”的建议中没有 A4-2-1，请在“挂接要求”中勾选。"
    assert ticked(across) == []


def test_ticking_nothing_is_refused(office, city, across):
    for tick in (
        lambda: tick_suggested(actor=office, standard=across, codes=[]),
        lambda: tick_many(actor=office, organization=city, ticks={}),
    ):
        with pytest.raises(EvaluationError) as refusal:
            tick()
        assert refusal.value.message == "没有勾选任何建议，请先勾选再保存。"


def test_several_are_ticked_together_and_each_tells_the_trail(office, city, across):
    other = make_published(city, at("5.4.2"), 2, title="网格巡查管理规范")
    told = tick_many(actor=office, organization=city, ticks={across.pk: ["A3-3-5"], other.pk: ["A3-5-3"]})
    assert (told, ticked(across), ticked(other)) == ((2, 2), ["A3-3-5"], ["A3-5-3"])
    assert Event.objects.filter(verb="link").count() == 2


def test_standard_of_another_registry_among_them_stops_all(office, city, stranger_city, across):
    foreign = make_adopted(stranger_city, at("5.4.2"))
    with pytest.raises(EvaluationError) as refusal:
        tick_many(actor=office, organization=city, ticks={across.pk: ["A3-3-5"], foreign.pk: ["A3-5-3"]})
    assert refusal.value.message == f"勾选的标准有的不在{city}的登记簿中，请刷新页面后重选。"
    assert Fulfilment.objects.count() == 0


def test_code_that_is_not_suggested_stops_all(office, city, across):
    other = make_published(city, at("5.4.2"), 2, title="网格巡查管理规范")
    with pytest.raises(EvaluationError):
        tick_many(actor=office, organization=city, ticks={across.pk: ["A3-3-5"], other.pk: ["B1"]})
    assert Fulfilment.objects.count() == 0


def test_ticks_of_an_older_edition_stay_as_they_are(office, across, edition):
    old = ScorecardEdition.objects.create(
        code="旧版", title="旧版", definition=edition.definition, sha256="0" * 64, published_at=None
    )
    Fulfilment.objects.create(standard=across, edition=old, requirement="A1-1-1")
    tick_suggested(actor=office, standard=across, codes=["A3-3-5"])
    assert list(Fulfilment.objects.filter(edition=old).values_list("requirement", flat=True)) == ["A1-1-1"]
    assert card_of(across, edition, TODAY, may_link=True).elsewhere == ("旧版",)


# The card


def card(standard, edition, on=TODAY, may_link=True):
    return card_of(standard, edition, on, may_link=may_link)


def test_only_standard_that_counts_would_take_the_requirement_along(office, across, edition):
    set_fulfilments(actor=office, standard=across, codes=["A3-3-5"])
    (row,) = card(across, edition).rows
    assert (row.proposal.words, row.others, row.loss) == ("满足", (), "登记簿建议变为“不满足”，扣5分")


def test_with_another_that_counts_nothing_is_lost(office, city, across, edition):
    other = make_published(city, at("5.2.2e"), 2, title="跨网格案件移交办法")
    make_document(other)
    for standard in (across, other):
        set_fulfilments(actor=office, standard=standard, codes=["A3-3-5"])
    (row,) = card(across, edition).rows
    assert (row.proposal.words, [each.key for each in row.others], row.loss) == ("满足", [str(other.pk)], "")


def test_standard_that_does_not_count_has_nothing_to_lose_and_says_why(office, city, tree, edition):
    standard = make_published(city, at("5.2.2e"), title="跨网格事项服务工作程序")
    set_fulfilments(actor=office, standard=standard, codes=["A3-3-5"])
    found = card(standard, edition)
    (row,) = found.rows
    assert (found.linked.why_not, row.proposal.words, row.without, row.loss) == ("无文本", "不满足", None, "")


def test_mending_the_fault_makes_it_count(office, city, tree, edition):
    standard = make_published(city, at("5.2.2e"), title="跨网格事项服务工作程序")
    set_fulfilments(actor=office, standard=standard, codes=["A3-3-5"])
    make_document(standard)
    (row,) = card(standard, edition).rows
    assert (row.proposal.words, row.is_lost) == ("满足", True)


def test_where_people_decide_the_last_evidence_is_lost(office, city, tree, edition):
    standard = make_published(city, at("6.6"), title="节能与工作环境管理措施")
    make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=["A4-7-1"])
    (row,) = card(standard, edition).rows
    assert (row.proposal.outcome, row.loss) == ("open", "没有别的标准可作依据，最多扣1分")


def test_level_that_the_organisation_lacks_is_not_lost(office, county, tree, edition):
    standard = make_published(county, at("7.1a1"), title="市级城市运行中心决策人员岗位工作标准")
    make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=["A5-2-1"])
    (row,) = card(standard, edition).rows
    assert (row.proposal.outcome, row.is_lost) == ("not_applicable", False)


def test_suggestions_are_only_for_whoever_may_tick(across, edition):
    offered = [
        [each.requirement.code for each in card(across, edition, may_link=may).suggested]
        for may in (True, False)
    ]
    assert offered == [["A3-3-5"], []]


def test_standard_that_has_ended_is_offered_nothing(city, tree, edition):
    ended = make_published(
        city,
        at("5.2.2e"),
        title="跨网格事项服务工作程序",
        withdrawn_on=date(2026, 1, 1),
        withdrawal_reason="不再适用",
    )
    assert card(ended, edition).suggested == ()


def test_plan_just_entered_is_offered_its_requirement(city, tree, edition):
    draft = make_draft(city, at("5.2.2e"), title="跨网格事项服务工作程序")
    assert [each.requirement.code for each in card(draft, edition).suggested] == ["A3-3-5"]


def test_card_before_any_edition_is_empty(across):
    assert (card(across, None).rows, card(across, None).suggested) == ((), ())


@pytest.mark.parametrize("number", [1, 3])
def test_card_costs_the_same_whatever_is_ticked(office, across, edition, number, django_assert_num_queries):
    codes = ["A3-3-5", "A3-3-1", "A3-3-2"][:number]
    set_fulfilments(actor=office, standard=across, codes=codes)
    edition.scorecard  # noqa: B018  kept per process
    with django_assert_num_queries(4):
        card(across, edition)


# Pages


def test_page_of_a_standard_just_filed_leads_to_its_suggestions(client, office, across):
    text = see_standard(client, office, across)
    notice, rest = text.split('href="#requirements">核对并挂接', 1)
    assert "还没有挂接评价要求，不能作为评价依据。按名称和体系分类建议 1 条：A3-3-5" in notice
    boxes = re.findall(r'<input type="checkbox" name="codes" value="([^"]+)"( checked)?', rest)
    assert (boxes, "体系分类 5.2.2 e)；名称含“跨网格”" in rest) == ([("A3-3-5", "")], True)


def see_standard(client, user, standard) -> str:
    client.force_login(user)
    return text_of(client.get(standard.get_absolute_url()))


def test_reader_sees_no_suggestions_to_tick(client, reader, across):
    text = see_standard(client, reader, across)
    assert ("核对并挂接" in text, 'name="codes"' in text, "还没有挂接评价要求" in text) == (
        False,
        False,
        True,
    )


def test_ticking_on_the_page_comes_back_to_its_card(client, office, across):
    client.force_login(office)
    response = client.post(address("standard-suggested", across.pk), {"codes": ["A3-3-5"]})
    assert response["Location"] == f"{across.get_absolute_url()}#requirements"
    text = text_of(client.get(across.get_absolute_url()))
    assert ("已挂接 A3-3-5。" in text, "失去本标准：登记簿建议变为“不满足”，扣5分。" in text) == (True, True)
    assert "核对并挂接" not in text


def test_change_of_the_figure_is_worked_out_when_asked_for(client, office, across):
    set_fulfilments(actor=office, standard=across, codes=["A3-3-5"])
    plain = see_standard(client, office, across)
    asked = text_of(client.get(f"{across.get_absolute_url()}?lost=1"))
    words = "停止执行后，"
    assert (words in plain, 'href="?lost=1#requirements"' in plain, words in asked) == (False, True, True)


def test_page_of_ticks_shows_the_suggested_first_unticked_with_the_reason(client, office, across):
    set_fulfilments(actor=office, standard=across, codes=["A4-2-1"])
    text = see(client, office, "standard-requirements", across.pk)
    near = text.split("<details", 1)[0]
    boxes = re.findall(r'name="codes" value="([^"]+)"( checked)?', near)
    assert boxes == [("A3-3-5", ""), ("A4-2-1", " checked")]
    assert ("建议" in near, "名称含“跨网格”" in near) == (True, True)


def test_wait_list_names_what_is_in_force_and_ticked_for_nothing(office, city, across, edition):
    guidance = make_adopted(city, at("ZD4"), title="标准化培训与考核管理办法")
    done = make_published(city, at("5.4.2"), 2, title="网格巡查管理规范")
    set_fulfilments(actor=office, standard=done, codes=["A3-5-3"])
    make_draft(city, at("5.2.2g"), title="应急事项服务工作程序")
    found = [
        (each.standard, [one.requirement.code for one in each.suggested])
        for each in waiting(city, edition, TODAY)
    ]
    assert found == [(across, ["A3-3-5"]), (guidance, [])]


def test_wait_list_is_ticked_row_by_row_in_one_form(client, office, city, across):
    other = make_published(city, at("5.4.2"), 2, title="网格巡查管理规范")
    text = see(client, office, "linking", city.pk)
    boxes = re.findall(r'name="ticks" value="([^"]+)"( checked)?', text)
    assert boxes == [(f"{across.pk}:A3-3-5", ""), (f"{other.pk}:A3-5-3", "")]
    response = client.post(address("linking", city.pk), {"ticks": [f"{across.pk}:A3-3-5"]}, follow=True)
    assert "已为 1 项标准挂接 1 条评价要求。" in text_of(response)
    assert (ticked(across), ticked(other)) == (["A3-3-5"], [])


def test_ticks_sent_twice_say_that_they_stand_already(client, office, city, across):
    client.force_login(office)
    sent = {"ticks": [f"{across.pk}:A3-3-5"]}
    client.post(address("linking", city.pk), sent)
    response = client.post(address("linking", city.pk), sent, follow=True)
    assert [str(message) for message in response.context["messages"]][-1] == "这些要求已经挂接。"


@pytest.mark.parametrize(
    "value", ["", "A3-3-5", "x:A3-3-5", "1:", "９:A3-3-5", "99999999999999999999:A3-3-5"]
)
def test_ticks_that_cannot_be_read_are_refused_in_words(client, office, city, across, value):
    client.force_login(office)
    text = text_of(client.post(address("linking", city.pk), {"ticks": [f"{across.pk}:A3-3-5", value]}))
    assert "勾选的内容读不出来，请刷新页面后重选。" in text
    assert ticked(across) == []


def test_refused_ticks_stay_ticked_on_the_page(client, office, city, stranger_city, across):
    foreign = make_adopted(stranger_city, at("5.4.2"))
    client.force_login(office)
    ticks = [f"{across.pk}:A3-3-5", f"{foreign.pk}:A3-5-3"]
    text = text_of(client.post(address("linking", city.pk), {"ticks": ticks}))
    assert f'value="{across.pk}:A3-3-5" checked' in text


@pytest.mark.parametrize("number", [1, 3])
def test_wait_list_costs_the_same_whatever_its_length(
    client, office, city, tree, edition, number, django_assert_num_queries
):
    for sequence in range(1, number + 1):
        make_published(city, at("5.4.2"), sequence, title=f"网格巡查管理规范{sequence}")
    edition.scorecard  # noqa: B018  kept per process
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(address("linking", city.pk))


def test_wait_list_has_twenty_rows_a_page(client, office, city, tree, edition):
    for sequence in range(1, 23):
        make_published(city, at("5.4.2"), sequence, title=f"网格巡查管理规范{sequence}")
    pages = [
        see(client, office, "linking", city.pk, query=f"?page={page}").count('name="ticks"')
        for page in (1, 2)
    ]
    assert pages == [20, 2]


def test_empty_wait_list_says_why(client, office, city, tree, edition):
    assert "没有待挂接的" in see(client, office, "linking", city.pk)


def test_list_of_standards_leads_the_office_to_the_wait_list(client, office, reader, city, tree):
    links = []
    for user in (office, reader):
        client.force_login(user)
        links.append(address("linking", city.pk) in text_of(client.get("/standards/")))
    assert links == [True, False]


def test_import_that_came_in_leads_to_the_wait_list(client, office, city, tree, department):
    pages = []
    for batch in (checked(office, own()), imported(office, row())):
        client.force_login(office)
        pages.append(address("linking", city.pk) in text_of(client.get(batch.get_absolute_url())))
    assert pages == [False, True]
