"""结构图 and 体系表, as people see them, print them and take them away."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from gridgov.records.models import Event
from standards.models import Node, NodeRemoval
from standards.statistics import coverage
from standards.system_table import system_table
from standards.views import tables
from tests.factories import make_adopted, make_draft, make_published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-01 10:00 +0800", tick=False):
        yield


def leaf(code="5.4.2"):
    return Node.objects.get(organization=None, code=code)


def get(client, user, name, **query):
    client.force_login(user)
    return client.get(reverse(f"standards:{name}"), query)


def page(client, user, name, **query):
    response = get(client, user, name, **query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def screen(document):
    return document.find_class("chart-scroll")[0]


def links(document) -> list[str]:
    return [link.get("aria-label") for link in screen(document).iter("a")]


def printed(response) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(each.extract_text() for each in pages).split())


def test_chart_shows_every_class_with_its_word(client, city, reader, tree):
    make_published(city, leaf())
    found = links(page(client, reader, "chart"))
    assert len(found) == 18
    assert "展开 TG204 服务运行管理子体系，现有 1，应有 6，部分" in found


def test_class_opens_by_a_link_without_a_script(client, city, reader, tree):
    shown = page(client, reader, "chart", open="TG204")
    assert "收起 TG204 服务运行管理子体系，现有 0，应有 6，空缺" in links(shown)
    assert "网格巡查管理" in words(screen(shown))
    assert "网格划分管理" not in words(screen(shown))


def test_link_of_a_class_opens_it_beside_those_that_are_open(client, city, reader, tree):
    shown = page(client, reader, "chart", open="TG204", on="2026-02-01")
    (link,) = [each for each in screen(shown).iter("a") if each.get("id") == "class-GL201"]
    assert link.get("href") == "?open=GL201%2CTG204&on=2026-02-01#class-GL201"


def test_all_open_and_all_closed_at_once(client, city, reader, tree):
    every = page(client, reader, "chart", open="all")
    assert {label[:2] for label in links(every)} == {"收起"}
    assert "全部收起" in words(every.find_class("actions")[0])
    assert "全部展开" in words(page(client, reader, "chart").find_class("actions")[0])


def test_only_gaps_leave_out_what_is_complete(client, city, reader, tree):
    make_adopted(city, leaf("4.3"))
    shown = screen(page(client, reader, "chart", gaps=1))
    assert "术语标准" in words(shown)
    assert "JC103" not in words(shown)
    assert list(shown.iter("a")) == []


def test_paper_shows_what_is_open_on_screen_and_nothing_to_press(client, city, reader, tree):
    sheet = page(client, reader, "chart", open="TG204").find_class("chart-sheet")[0]
    assert "网格巡查管理" in words(sheet)
    assert list(sheet.iter("a")) == []


def test_drawing_alone_is_grey(client, city, reader, tree):
    shown = page(client, reader, "chart", open="all")
    colours = {
        value for each in screen(shown).iter() for name, value in each.items() if name in ("fill", "stroke")
    }
    assert {colour for colour in colours if len(set(colour.removeprefix("#"))) > 2} == {"none"}


def test_pdf_is_one_sheet_of_a3_landscape_with_title_day_and_legend(client, city, reader, tree):
    response = get(client, reader, "chart-pdf", open="TG204")
    (sheet,) = PdfReader(io.BytesIO(response.content)).pages
    assert [round(float(side) / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)] == [
        420,
        297,
    ]
    text = printed(response)
    for words_of_it in (
        "安澜市网格化治理中心标准体系结构图",
        "统计日期2026-03-01",
        "网格巡查管理",
        "指导关系",
    ):
        assert words_of_it in text


def test_taking_the_chart_is_recorded(client, city, reader, tree):
    get(client, reader, "chart-pdf")
    event = Event.objects.get(verb="export")
    assert event.changes == {"文件": ["", "安澜市网格化治理中心标准体系结构图2026-03-01.pdf"]}


@pytest.mark.parametrize("name", ["chart", "system-table"])
@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_a_constant_number_of_statements(
    client, city, reader, tree, django_assert_num_queries, name, count
):
    for sequence in range(1, count + 1):
        make_published(city, leaf(), sequence)
    client.force_login(reader)
    client.get(reverse(f"standards:{name}"))
    with django_assert_num_queries({"chart": 8, "system-table": 8}[name]):
        client.get(reverse(f"standards:{name}"))


def entries(city):
    return system_table(city, coverage(city, on=TODAY))


def test_table_lists_layer_class_leaf_and_standards_in_printed_order(city, tree):
    make_published(city, leaf(), 2, "第二")
    make_published(city, leaf(), 1, "第一")
    found = [entry for entry in entries(city) if entry.leaf.node.code in ("5.4.1", "5.4.2")]
    assert [(each.layer, each.parent.node.code, each.leaf.node.code, each.title) for each in found] == [
        ("第二层", "TG204", "5.4.1", ""),
        ("第二层", "TG204", "5.4.2", "第一"),
        ("第二层", "TG204", "5.4.2", "第二"),
    ]


def test_table_has_as_many_lines_as_the_statistics_expect(city, tree):
    make_published(city, leaf(), 1)
    make_draft(city, leaf(), "制定中")
    make_published(city, leaf(), 2, "废止的", withdrawn_on=TODAY, withdrawal_reason="不再适用")
    make_adopted(city, leaf("4.1.1"))
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.6"), reason="不设")
    assert len(entries(city)) == coverage(city, on=TODAY).expected


def test_page_shows_bands_standards_and_gaps(client, city, reader, tree):
    standard = make_published(city, leaf())
    shown = page(client, reader, "system-table", subsystem="TG")
    lines = [" ".join(map(words, row)) for row in shown.find_class("system-table")[0].iter("tr")]
    assert lines[1] == "第二层 TG200 网格化服务提供标准分体系 1 / 21"
    assert "TG204 服务运行管理子体系 1 / 6 部分" in lines
    assert "5.4.2 网格巡查管理 Q/ALWG TG204•1-2025 网格巡查管理规范 ● 现行" in lines
    assert "5.4.1 信息采集管理 — 还没有标准 空缺" in lines
    assert standard.get_absolute_url() in [link.get("href") for link in shown.iter("a")]


def test_only_the_leaves_that_wait_are_shown_on_request(client, city, reader, tree):
    make_published(city, leaf())
    shown = page(client, reader, "system-table", gaps=1)
    assert f"共 {coverage(city, on=TODAY).expected - 1} 行" in words(shown)
    assert "网格巡查管理规范" not in words(shown)


def test_long_table_is_paged(client, city, reader, tree, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 50)
    shown = page(client, reader, "system-table", page=2)
    assert "第 51–100 条" in words(shown.find_class("pager")[0])


def test_workbook_holds_the_whole_table_with_what_belongs_together_merged(client, city, reader, tree):
    make_published(city, leaf(), 1)
    make_published(city, leaf(), 2, "巡查装备规范")
    book = load_workbook(io.BytesIO(get(client, reader, "system-table-export").getvalue()))
    sheet = book["标准体系表"]
    rows = {row[6].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=3)}
    assert sheet["A1"].value == "安澜市网格化治理中心标准体系表  2026-03-01"
    assert rows["网格巡查管理规范"][2:] == [
        None,
        "5.4.2",
        "网格巡查管理",
        "Q/ALWG TG204•1-2025",
        "网格巡查管理规范",
        "现行",
    ]
    assert rows["巡查装备规范"][:5] == [None] * 5
    assert Event.objects.get(verb="export").changes == {"标准体系表": ["", "2 项"]}


def test_title_that_begins_like_a_formula_stays_a_text(client, city, reader, tree):
    make_published(city, leaf(), 1, "=1+1")
    book = load_workbook(io.BytesIO(get(client, reader, "system-table-export").getvalue()))
    (cell,) = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_pdf_of_the_table_holds_its_lines(client, city, reader, tree):
    make_published(city, leaf())
    text = printed(get(client, reader, "system-table-pdf"))
    assert "安澜市网格化治理中心标准体系表" in text
    assert "网格巡查管理规范" in text


def test_table_too_long_for_a_pdf_is_refused_in_a_sentence(client, city, reader, tree, monkeypatch):
    monkeypatch.setattr(tables, "MOST_PRINTED", 10)
    client.force_login(reader)
    shown = client.get(reverse("standards:system-table-pdf"), follow=True).content.decode()
    lines = coverage(city, on=TODAY).expected
    assert f"体系表有 {lines} 行，超过 PDF 的 10 行上限。请导出 Excel 后打印。" in shown
