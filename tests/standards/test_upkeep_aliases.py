"""Former numbers: registered one by one or as a table, found by search, never two things at once (numbering §1.6)."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import DuplicateError, StandardsError
from standards.filters import StandardFilter
from standards.models import NumberAlias, NumberCounter, Standard
from standards.renumbering import Pair, read_table
from standards.services.numbers import allocate_sequence
from standards.services.publishing import next_in_class
from standards.services.registry import edit_standard, enter_standard
from standards.services.upkeep import add_alias, add_aliases, aliases, remove_alias
from tests import factories

TODAY = date(2026, 6, 1)
LIST = "/standards/"
# Those of the list of standards, and the former numbers of the rows.
LIST_QUERIES = 13
# Session, user, roles twice, count, rows, organisations to write in.
TABLE_QUERIES = 7
OLD = "Q/ALWG TG204•7-2021"


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def standard(city, node):
    return factories.make_published(city, node)


def refused(act, **values) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(**values)
    return caught.value.message, caught.value.field


def found(user, query: str) -> list[Standard]:
    return list(StandardFilter(QueryDict(query), user=user, on=TODAY).chosen)


def test_a_former_number_is_kept_in_the_spelling_of_the_standard_and_told(office, standard):
    alias = add_alias(
        actor=office,
        standard=standard,
        number="q/alwg tg204.7—2021",
        until=date(2025, 1, 1),
        reason=" 统一改号 ",
    )
    assert (alias.number, alias.number_key, alias.number_search, alias.until, alias.reason) == (
        *(OLD, "Q/ALWG TG204.7-2021", "QALWGTG20472021", date(2025, 1, 1), "统一改号"),
    )
    event = Event.objects.about(standard).get()
    assert (event.verb, event.reason, event.changes) == (
        *("alias", "统一改号", {"曾用编号": ["", OLD], "改号日期": ["", "2025-01-01"]}),
    )
    standard.refresh_from_db()
    assert standard.number == "Q/ALWG TG204•1-2025"


@pytest.mark.parametrize("query", ["number=tg204.7", "number=QALWGTG20472021", "title=tg204•7"])
@pytest.mark.parametrize("scope", ["own", "all"])
def test_a_search_finds_by_the_former_number_in_one_organisation_and_in_many(
    office, county, standard, node, query, scope
):
    factories.make_published(county, node)
    add_alias(actor=office, standard=standard, number=OLD)
    assert found(office, f"{query}&organization={scope}") == [standard]


def test_what_is_edited_is_still_found_by_its_former_number(office, city, node):
    row = factories.make_adopted(city, node)
    add_alias(actor=office, standard=row, number="GB/T 34300-2010")
    edit_standard(
        actor=office, standard=row, values={"number": "GB/T 34301-2017", "second_number": "T/CA 7-2020"}
    )
    assert [found(office, f"number={words}") for words in ("34300-2010", "34301", "CA7")] == 3 * [[row]]


def test_a_removed_former_number_finds_nothing_any_more(office, standard):
    alias = add_alias(actor=office, standard=standard, number=OLD)
    assert refused(remove_alias, actor=office, alias=alias, reason=" ")[1] == "reason"
    remove_alias(actor=office, alias=alias, reason="登错")
    event = Event.objects.about(standard).first()
    assert (found(office, "number=204.7"), event.verb, event.reason, event.changes) == (
        *([], "delete", "登错", {"曾用编号": [OLD, ""]}),
    )
    assert refused(remove_alias, actor=office, alias=alias, reason="再删") == ("这个曾用编号已经删除。", None)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("Q/ALWG TG204•1-2025", "就是它现在的编号，曾用编号应是以前的编号。"),
        ("Q/ALWG TG204•2-2025", "现在是“Q/ALWG TG204•2-2025 巡查记录规范”的编号，不能登记为曾用编号。"),
        ("Q/ALWG TG204•3-2020", "已登记为“Q/ALWG TG204•2-2025 巡查记录规范”的曾用编号，不用再登记。"),
    ],
)
def test_a_number_is_not_two_things_at_once(office, city, node, standard, number, answer):
    other = factories.make_published(city, node, sequence=2, title="巡查记录规范")
    add_alias(actor=office, standard=other, number="Q/ALWG TG204•3-2020")
    result = refused(add_alias, actor=office, standard=standard, number=number)
    assert result == (f"“{number}”{answer}", "number")


def test_the_second_of_two_at_once_is_told_the_same(office, city, node, standard, monkeypatch):
    other = factories.make_published(city, node, sequence=2, title="巡查记录规范")
    monkeypatch.setattr(aliases, "check_free", lambda *arguments: None)
    add_alias(actor=office, standard=other, number=OLD)
    assert refused(add_alias, actor=office, standard=standard, number=OLD) == (
        f"“{OLD}”已登记为曾用编号，不用再登记。",
        "number",
    )


def test_organisations_do_not_know_each_others_former_numbers(
    office, stranger, stranger_city, node, standard
):
    elsewhere = factories.make_published(stranger_city, node)
    add_alias(actor=stranger, standard=elsewhere, number=OLD)
    add_alias(actor=office, standard=standard, number=OLD)
    assert (found(office, "number=204.7"), NumberAlias.objects.count()) == ([standard], 2)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"number": "第一号"}, "number"), ({"number": OLD, "until": date(2026, 6, 2)}, "until")],
)
def test_what_is_no_number_or_has_not_come_is_refused(office, standard, values, field):
    assert refused(add_alias, actor=office, standard=standard, **values)[1] == field


def test_a_draft_has_no_former_number(office, city, node):
    assert refused(add_alias, actor=office, standard=factories.make_draft(city, node), number=OLD) == (
        "还没有发布的标准没有编号，也就没有曾用编号。",
        None,
    )


def test_more_former_numbers_than_search_holds_are_refused(office, city, node):
    row = factories.make_adopted(city, node)
    for year in range(1950, 1967):
        add_alias(actor=office, standard=row, number=f"GB/T 34300-{year}")
    assert refused(add_alias, actor=office, standard=row, number="GB/T 34300-1990") == (
        "这条标准的曾用编号已经很多，不能再加；其余的请写入备注。",
        "number",
    )
    row.refresh_from_db()
    assert (row.aliases.count(), len(row.number_search)) == (17, 233)


def test_a_former_number_is_not_entered_as_a_number_again(office, city, node):
    row = factories.make_adopted(city, node)
    add_alias(actor=office, standard=row, number="GB/T 34300-2010")
    values = {"node": node, "number": "GB/T 34300-2010", "title": "别的标准"}
    answer = refused(enter_standard, actor=office, organization=city, origin="adopted", values=values)
    assert answer == (
        "“GB/T 34300-2010”是“GB/T 34300-2017 城乡社区网格化服务管理规范”的曾用编号，不能再作为另一条标准的编号。",
        "number",
    )


def test_counting_passes_over_former_numbers(office, city, node, standard):
    add_alias(actor=office, standard=standard, number="Q/ALWG TG204•2-2020")
    allocate_sequence(city, "TG204")
    number = next_in_class(factories.make_draft(city, node, "新的"), date(2026, 3, 2))
    assert (str(number), NumberCounter.objects.get().last) == ("Q/ALWG TG204•3-2026", 3)


def pairs(*rows) -> list[Pair]:
    return [Pair(line, old, new) for line, (old, new) in enumerate(rows, start=1)]


def test_a_whole_table_is_registered_at_once(office, city, node, standard):
    second = factories.make_published(city, node, sequence=2, title="巡查记录规范")
    table = pairs(
        ("Q/ALWG TG204.7-2021", "Q/ALWG TG204.1-2025"), ("Q/ALWG TG204.8-2021", "q/alwg tg204•2-2025")
    )
    added = add_aliases(
        actor=office, organization=city, pairs=table, until=date(2025, 1, 1), reason="统一改号"
    )
    assert [(row.number, row.standard, row.until, row.reason) for row in added] == [
        (OLD, standard, date(2025, 1, 1), "统一改号"),
        ("Q/ALWG TG204•8-2021", second, date(2025, 1, 1), "统一改号"),
    ]


def test_a_table_with_a_fault_registers_nothing_and_names_the_lines(office, city, standard):
    table = pairs((OLD, "Q/ALWG TG204.1-2025"), ("GB/T 1-2000", "GB/T 2-2000"), (OLD, "Q/ALWG TG204.1-2025"))
    assert refused(add_aliases, actor=office, organization=city, pairs=table) == (
        "第 2 行：登记簿中没有新编号“GB/T 2-2000”，请先登记这条标准，或改正编号。"
        f"第 3 行：“{OLD}”已登记为“Q/ALWG TG204•1-2025 网格巡查管理规范”的曾用编号，不用再登记。",
        "table",
    )
    standard.refresh_from_db()
    assert (NumberAlias.objects.count(), standard.number_search) == (0, "QALWGTG20412025")


def test_of_many_faults_the_first_are_named(office, city):
    table = pairs(*((f"GB/T {n}-2000", f"GB/T {n}-2010") for n in range(1, 8)))
    message, _ = refused(add_aliases, actor=office, organization=city, pairs=table)
    assert message.endswith("（共 7 行有误，先列出 5 行）")


@pytest.mark.parametrize("between", [" → ", "→", " -> ", " => ", "\t", " ⇒ ", "——>"])
def test_a_table_is_read_with_arrows_and_tabs(between):
    text = f"旧编号{between}新编号\n\n Q/AL 1-2001{between}Q/ALWG JC101•1-2020 \n"
    assert read_table(text) == [Pair(3, "Q/AL 1-2001", "Q/ALWG JC101•1-2020")]


@pytest.mark.parametrize("line", ["Q/AL 1-2001", "a1 → b2 → c3", "→ Q/AL 1-2001"])
def test_a_line_that_is_no_pair_is_named(line):
    message, field = refused(read_table, text=f"GB 1-2000 → GB 1-2010\n{line}")
    assert (message.startswith("第 2 行“"), field) == (True, "table")


@pytest.mark.parametrize("text", ["", " \n\n", "旧编号 → 新编号"])
def test_an_empty_table_is_refused(text):
    assert refused(read_table, text=text) == ("还没有粘贴对照表，每行一条：旧编号 → 新编号。", "table")


def test_a_table_longer_than_any_registry_is_refused():
    assert refused(read_table, text="a1 → b1\n" * 2_001) == ("一次最多登记 2000 行，请分几次粘贴。", "table")


@given(st.text(max_size=200))
def test_whatever_is_pasted_gives_pairs_or_a_sentence(text):
    try:
        read = read_table(text)
    except StandardsError as error:
        read, said = [], error.message
    else:
        said = ""
    assert bool(said) != bool(read)
    assert all(pair.old and pair.new and pair.line > 0 for pair in read)


def as_user(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_found_by_former_numbers_asks_one_question_more(
    client, office, city, node, department, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        row = factories.make_published(city, node, sequence=sequence)
        row.departments.add(department)
        add_alias(actor=office, standard=row, number=f"Q/ALWG TG204•{sequence + 70}-2021")
    as_user(client, office).get(LIST, {"number": "tg2047"})
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(LIST, {"number": "tg2047"}).content.decode()
    assert html.count("曾用 ") == rows


def test_the_list_says_by_which_former_number_it_found(client, office, standard):
    add_alias(actor=office, standard=standard, number=OLD)
    as_user(client, office)
    hit = client.get(LIST, {"number": "tg204.7"}).content.decode()
    assert "曾用 Q/ALWG <mark>TG204•7</mark>-2021" in hit
    assert "曾用 Q/ALWG" not in client.get(LIST, {"number": "tg204.1"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_of_former_numbers_asks_the_same_number_of_questions(
    client, office, city, node, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        row = factories.make_published(city, node, sequence=sequence)
        add_alias(actor=office, standard=row, number=f"Q/ALWG TG204•{sequence + 70}-2021")
    as_user(client, office).get("/standards/aliases/")
    with django_assert_num_queries(TABLE_QUERIES):
        html = client.get("/standards/aliases/").content.decode()
    assert html.count("-2021") == rows


def test_a_table_is_pasted_on_its_page(client, office, city, standard):
    as_user(client, office)
    response = client.post(
        "/standards/aliases/new/", {"table": f"{OLD} → {standard.number}", "until": "2025-01-01"}
    )
    assert (response.status_code, response["Location"]) == (302, "/standards/aliases/")
    page = client.get("/standards/aliases/", {"number": "tg2047"}).content.decode()
    assert "Q/ALWG <mark>TG204•7</mark>-2021" in page
    assert "没有查到这样的曾用编号" in client.get("/standards/aliases/", {"number": "999"}).content.decode()


def test_a_table_with_a_fault_comes_back_with_the_sentence(client, office, standard):
    response = as_user(client, office).post("/standards/aliases/new/", {"table": "Q/AL 1-2001"})
    assert response.context["form"].errors["table"] == [
        "第 1 行“Q/AL 1-2001”看不出新旧编号：应为“旧编号 → 新编号”，如“Q/AKWG JC101•3-2021 → Q/AKWG JC101•12-2021”；"
        "从 Excel 复制的两列也可以。"
    ]


def test_who_reads_the_registry_sees_only_the_own_table(client, city, stranger, standard, office):
    add_alias(actor=office, standard=standard, number=OLD)
    reader = factories.make_user("looking", organization=city, roles=[Role.READER])
    assert OLD in as_user(client, reader).get("/standards/aliases/").content.decode()
    assert OLD not in as_user(client, stranger).get("/standards/aliases/").content.decode()


def test_the_same_number_twice_names_the_row_that_has_it(office, city, node):
    row = factories.make_adopted(city, node)
    values = {"node": node, "number": row.number, "title": "别的"}
    with pytest.raises(DuplicateError):
        enter_standard(actor=office, organization=city, origin="adopted", values=values)
