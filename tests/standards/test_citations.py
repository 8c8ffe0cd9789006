"""规范性引用文件: pasted, understood, known to the registry; what cites an edition no longer in force."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Citation
from standards.references.citations import citations_of, citing, outdated
from standards.services.citations import LinesError, add_citations, remove_citation
from tests import factories

TODAY = date(2026, 6, 1)
OUTDATED_QUERIES = 12


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


def cite(office, standard, *lines):
    return add_citations(actor=office, standard=standard, text="\n".join(lines))


def told(standard) -> list[tuple]:
    """(number, what is shown) of every citation."""
    return [(each.citation.number, each.status, each.sentence) for each in citations_of(standard, TODAY)]


def refusal(office, standard, text) -> StandardsError:
    with pytest.raises(StandardsError) as caught:
        add_citations(actor=office, standard=standard, text=text)
    return caught.value


def test_lines_become_citations_with_their_kind(office, own):
    cite(
        office,
        own,
        "GB/T 34300—2017 城乡社区网格化服务管理规范",
        "",
        "GB/T 1.1 标准化工作导则",
        "GB/T 20001（所有部分） 标准编写规则",
    )
    rows = list(own.citations.values_list("number", "number_key", "number_family", "is_dated", "title"))
    assert rows == [
        ("GB/T 1.1", "GB/T 1.1", "GB/T 1.1", False, "标准化工作导则"),
        ("GB/T 20001（所有部分）", "GB/T 20001 ALL", "GB/T 20001", False, "标准编写规则"),
        ("GB/T 34300-2017", "GB/T 34300-2017", "GB/T 34300", True, "城乡社区网格化服务管理规范"),
    ]


def test_every_line_says_what_was_understood(office, own):
    lines = cite(office, own, "GB/T 1.1—09 导则", "GB/T 20001（所有部分）")
    assert [(line.place, line.words, line.warnings) for line in lines] == [
        (1, "GB/T 1.1-2009 导则，注日期引用", ("年代号“09”只有两位，已按 2009 年理解，请核对。",)),
        (2, "GB/T 20001（所有部分），不注日期引用（所有部分）", ()),
    ]


def test_one_wrong_line_keeps_all_out_and_every_line_is_told(office, own):
    error = refusal(office, own, "GB/T 34300-2017 规范\n网格化\nGB/T 1.1 2020 导则")
    assert isinstance(error, LinesError)
    assert (error.message, error.field, Citation.objects.count()) == (
        "有 2 行需要修改，全部未登记。",
        "lines",
        0,
    )
    assert [(line.place, bool(line.error)) for line in error.lines] == [(1, False), (2, True), (3, True)]
    assert "年代号前像是少了短线" in error.lines[2].error


def test_a_standard_does_not_cite_itself(office, own):
    error = refusal(office, own, "Q/ALWG TG204•1-2020 旧版")
    assert error.lines[0].error == "标准不能引用自己，请删去这一行。"


def test_what_stands_there_already_is_skipped(office, own):
    cite(office, own, "GB/T 34300-2017")
    lines = cite(office, own, "GB/T 34300—2017", "GB/T 1.1", "GB/T 1.1 导则")
    assert [(line.is_new, line.meaning) for line in lines] == [
        (False, "注日期引用，已登记"),
        (True, "不注日期引用"),
        (False, "不注日期引用，与第 2 行相同"),
    ]
    assert own.citations.count() == 2


def test_nothing_new_is_refused(office, own):
    cite(office, own, "GB/T 34300-2017")
    assert refusal(office, own, "GB/T 34300-2017").message == "这些引用都已登记，没有新的。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请粘贴规范性引用文件，一行一个，如“GB/T 1.1—2020 标准化工作导则”。"),
        ("GB/T 1.1\n" * 10_000, "共 10000 行，一次最多 500 行。请只粘贴规范性引用文件一章。"),
        ("字" * 100_001, "内容有 100001 个字，超过 100000 个字。请只粘贴规范性引用文件一章。"),
    ],
)
def test_hostile_text_is_refused_with_a_sentence(office, own, text, words):
    assert refusal(office, own, text).message == words


def test_a_line_of_5000_characters_is_refused_with_a_sentence(office, own):
    error = refusal(office, own, "GB/T 1.1 " + "字" * 5000)
    assert error.lines[0].error.endswith("有 5009 个字，超过 500 个字，请一行只写一个标准。")


def test_citing_and_removing_is_told_to_the_trail(office, own):
    cite(office, own, "GB/T 34300-2017 规范", "GB/T 1.1")
    remove_citation(actor=office, citation=own.citations.get(number="GB/T 34300-2017"))
    events = Event.objects.about(own).order_by("pk")
    assert [(event.verb, event.changes) for event in events] == [
        ("cite", {"规范性引用文件": ["", "GB/T 34300-2017、GB/T 1.1"]}),
        ("cite", {"规范性引用文件": ["GB/T 34300-2017 规范", ""]}),
    ]


def test_guidance_documents_cite_nothing(office, city, node):
    row = factories.make_adopted(city, node, "GB/T 1-2020")
    row.origin = "guidance"
    row.save()
    assert refusal(office, row, "GB/T 34300-2017").message == "指导性文件和已终止的标准不登记引用。"


def test_a_citation_is_in_the_registry_or_not(office, own, city, node):
    factories.make_adopted(city, node)
    cite(office, own, "GB/T 34300-2017", "GB/T 99999-2020")
    assert told(own) == [("GB/T 34300-2017", "in_force", ""), ("GB/T 99999-2020", "", "")]


def test_a_dated_reference_to_a_replaced_edition_names_the_one_in_force(office, own, city, node):
    old = factories.make_adopted(city, node, replaced_on=date(2026, 5, 1))
    factories.make_adopted(
        city, node, "GB/T 34300-2026", issued_on=None, effective_on=date(2026, 5, 1)
    ).replaces.add(old)
    cite(office, own, "GB/T 34300-2017")
    assert told(own) == [
        ("GB/T 34300-2017", "replaced", "引用了已被代替的版本，现行为 GB/T 34300-2026"),
    ]


def test_an_edition_the_registry_never_had_is_older_than_the_one_in_force(office, own, city, node):
    factories.make_adopted(city, node, "GB/T 12238-2008")
    cite(office, own, "GB 12238-1989", "GB/T 12238-2020")
    assert told(own) == [
        ("GB 12238-1989", "", "引用了已被代替的版本，现行为 GB/T 12238-2008"),
        ("GB/T 12238-2020", "", ""),
    ]


def test_a_reference_to_what_was_withdrawn_says_so(office, own, city, node):
    factories.make_adopted(city, node, withdrawn_on=date(2026, 5, 1))
    cite(office, own, "GB/T 34300-2017")
    assert told(own)[0][2] == "引用了已废止的标准，废止日期 2026-05-01"


def test_what_was_replaced_by_nobody_knows_what_is_told_so(office, own, city, node):
    factories.make_adopted(city, node, replaced_on=date(2026, 5, 1))
    cite(office, own, "GB/T 34300-2017")
    assert told(own)[0][2] == "引用了已被代替的版本，2026-05-01 起被代替，登记簿中没有代替它的标准"


def test_an_undated_reference_means_the_newest_edition_in_force(office, own, city, node):
    factories.make_adopted(city, node, replaced_on=date(2026, 5, 1))
    new = factories.make_adopted(city, node, "GB/T 34300-2026", issued_on=None, effective_on=date(2026, 5, 1))
    cite(office, own, "GB/T 34300")
    known = citations_of(own, TODAY)[0]
    assert (known.cited, known.status, known.sentence) == (new, "in_force", "")


def test_an_undated_reference_of_which_nothing_is_in_force_is_marked(office, own, city, node):
    factories.make_adopted(city, node, withdrawn_on=date(2026, 5, 1))
    cite(office, own, "GB/T 34300")
    assert told(own) == [("GB/T 34300", "withdrawn", "登记簿中已没有现行版本")]


def test_all_parts_mean_every_part(office, own, city, node):
    part = factories.make_adopted(city, node, "GB/T 24421.3-2009")
    factories.make_adopted(city, node, "GB/T 244210-2009")
    cite(office, own, "GB/T 24421（所有部分）")
    assert citations_of(own, TODAY)[0].cited == part
    assert [each.standard for each in citing(part)] == [own]


def test_the_registry_of_another_organisation_says_nothing(office, own, stranger_city, node):
    factories.make_adopted(stranger_city, node)
    cite(office, own, "GB/T 34300-2017")
    assert told(own) == [("GB/T 34300-2017", "", "")]


def test_the_cited_standard_knows_who_cites_it(office, own, city, node):
    row = factories.make_adopted(city, node)
    other = factories.make_published(city, node, 2, "网格培训规范")
    gone = factories.make_draft(
        city, node, "不做了", stage="abandoned", abandoned_on=TODAY, abandonment_reason="不需要"
    )
    cite(office, own, "GB/T 34300-2017")
    cite(office, other, "GB/T 34300")
    Citation.objects.create(
        standard=gone, number="x", number_key=row.number_key, number_family="x", is_dated=True
    )
    assert [(each.standard, each.is_dated) for each in citing(row)] == [(own, True), (other, False)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_outdated_references_asks_the_same_number_of_questions(
    office, city, node, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        factories.make_adopted(city, node, f"GB/T {sequence}-2017", replaced_on=date(2026, 1, 1))
        cite(office, factories.make_published(city, node, sequence), f"GB/T {sequence}-2017")
    with django_assert_num_queries(4):
        assert len(outdated(Citation.objects.all(), TODAY)) == rows


def test_outdated_are_dated_references_of_living_standards_only(office, own, city, node):
    factories.make_adopted(city, node, replaced_on=date(2026, 1, 1))
    factories.make_adopted(city, node, "GB/T 5-2020")
    dead = factories.make_published(city, node, 2, replaced_on=date(2026, 1, 1))
    for standard in (own, dead):
        cite(office, standard, "GB/T 34300-2017", "GB/T 34300", "GB/T 5-2020", "GB/T 5-2019", "GB/T 6-2019")
    found = outdated(Citation.objects.all(), TODAY)
    assert [(each.citation.standard, each.citation.number) for each in found] == [
        (own, "GB/T 34300-2017"),
        (own, "GB/T 5-2019"),
    ]


# The pages.


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_references_and_offers_to_enter_what_is_missing(as_office, office, own):
    cite(office, own, "GB/T 99999-2020 某标准")
    content = page(as_office, own.get_absolute_url())
    assert "登记簿中没有" in content
    assert "number=GB%2FT%2099999-2020&amp;title=%E6%9F%90%E6%A0%87%E5%87%86" in content


def test_the_entering_form_takes_the_number_of_the_link(as_office):
    url = reverse("standards:standard-new", args=["adopted"])
    content = page(as_office, f"{url}?number=GB%2FT%2099999-2020&title=某标准")
    assert 'value="GB/T 99999-2020"' in content


def test_the_page_of_the_cited_one_counts_who_cites_it(as_office, office, own, city, node):
    row = factories.make_adopted(city, node)
    cite(office, own, "GB/T 34300-2017")
    content = page(as_office, row.get_absolute_url())
    assert "被 1 项标准引用" in content
    assert f'href="{own.get_absolute_url()}#citations"' in content


def test_pasting_leads_back_and_tells(as_office, own):
    url = reverse("standards:citations", args=[own.pk])
    response = as_office.post(url, {"lines": "GB/T 34300—2017 规范\nGB/T 1.1—09"}, follow=True)
    content = response.content.decode()
    assert response.redirect_chain == [(f"{own.get_absolute_url()}#citations", 302)]
    assert "已登记 2 项引用：GB/T 34300-2017 规范，注日期引用；GB/T 1.1-2009，注日期引用。" in content
    assert "第 2 行：年代号“09”只有两位" in content


def test_pasting_wrongly_shows_every_line(as_office, own):
    url = reverse("standards:citations", args=[own.pk])
    content = as_office.post(url, {"lines": "GB/T 34300—2017 规范\n网格化"}).content.decode()
    assert "有 1 行需要修改，全部未登记。" in content
    assert "GB/T 34300-2017 规范，注日期引用" in content
    assert "第 2 行：“网格化”里没有标准编号" in content


def test_removing_asks_first(as_office, office, own):
    cite(office, own, "GB/T 34300-2017")
    url = reverse("standards:citation-remove", args=[own.pk, own.citations.get().pk])
    assert "只用于录入有误" in page(as_office, url)
    assert own.citations.count() == 1
    as_office.post(url)
    assert own.citations.count() == 0


def test_a_reader_sees_references_but_no_way_to_change_them(client, reader, office, own):
    cite(office, own, "GB/T 99999-2020")
    client.force_login(reader)
    content = page(client, own.get_absolute_url())
    assert ("GB/T 99999-2020" in content, "登记引用</a>" in content) == (True, False)


@pytest.fixture
def two_outdated(office, own, city, node):
    factories.make_adopted(city, node, replaced_on=date(2026, 1, 1))
    factories.make_adopted(city, node, "GB/T 5-2020", "=危险的名称")
    cite(office, own, "GB/T 34300-2017", "GB/T 5-2019 =1+1")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {"GB/T 34300-2017", "GB/T 5-2019"}),
        ("?cited=gbt34300", {"GB/T 34300-2017"}),
        ("?citing=alwgtg204", {"GB/T 34300-2017", "GB/T 5-2019"}),
        ("?citing=不存在", set()),
        ("?cited=不存在", set()),
    ],
)
@pytest.mark.usefixtures("two_outdated")
def test_the_list_is_filtered_by_both_sides(as_office, query, numbers):
    response = as_office.get(reverse("standards:citations-outdated") + query)
    assert {each.citation.number for each in response.context["page"]} == numbers


@pytest.mark.usefixtures("two_outdated")
def test_strangers_have_none_of_it(client, stranger):
    client.force_login(stranger)
    assert "没有引用已失效版本的标准" in page(client, reverse("standards:citations-outdated"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_the_list_asks_the_same_number_of_questions(
    as_office, office, city, node, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        factories.make_adopted(city, node, f"GB/T {sequence}-2017", replaced_on=date(2026, 1, 1))
        cite(office, factories.make_published(city, node, sequence), f"GB/T {sequence}-2017")
    with django_assert_num_queries(OUTDATED_QUERIES):
        as_office.get(reverse("standards:citations-outdated"))


@pytest.mark.parametrize("rows", [1, 3])
def test_references_of_a_standard_take_the_same_number_of_questions(
    office, own, city, node, rows, django_assert_num_queries
):
    from standards.references.page import citations_context

    for sequence in range(1, rows + 1):
        factories.make_adopted(city, node, f"GB/T {sequence}-2017", replaced_on=date(2026, 1, 1))
        cite(office, own, f"GB/T {sequence}-2017")
    with django_assert_num_queries(13):
        citations_context(own, office)


@pytest.mark.usefixtures("two_outdated")
def test_the_export_holds_the_list_and_no_formula(as_office, city, own):
    response = as_office.get(reverse("standards:citations-export"))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == [
        *("序号", "组织", "标准编号", "标准名称", "引用的标准编号", "引用的标准名称"),
        *("引用标准的状态", "失效日期", "现行版本", "说明"),
    ]
    assert rows[2][:6] == [2, city.name, own.number, own.title, "GB/T 5-2019", "=1+1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    assert rows[2][8:] == ["GB/T 5-2020", "引用了已被代替的版本，现行为 GB/T 5-2020"]
    event = Event.objects.get(verb="export")
    assert event.changes == {"过期引用清单": ["", "2 项"]}


# 查新日期 and its age.


@pytest.mark.parametrize(
    ("checked_on", "words"),
    [
        (None, "未查新"),
        (date(2025, 5, 31), "查新超过 12 个月"),
        (date(2025, 6, 1), ""),
    ],
)
def test_the_age_of_a_check_is_told_in_words_and_filtered(as_office, city, node, checked_on, words):
    row = factories.make_adopted(city, node, checked_on=checked_on)
    assert row.check_overdue(TODAY) == words
    content = page(as_office, f"{reverse('standards:standards')}?checked=due")
    assert (row.title in content) == bool(words)
    assert not words or f'<span class="warn">{words}</span>' in content


def test_own_and_ended_standards_are_not_looked_up(city, node):
    own = factories.make_published(city, node)
    ended = factories.make_adopted(city, node, withdrawn_on=date(2026, 1, 1))
    assert (own.check_overdue(TODAY), ended.check_overdue(TODAY)) == ("", "")
