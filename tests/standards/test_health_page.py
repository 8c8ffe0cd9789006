"""体系体检 as people see it: figures, 查询, links by role, Excel, the empty registry."""

import io
from datetime import date

import pytest
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from gridgov.records.models import Event
from standards.health.collecting import checks
from tests.factories import make_adopted, make_published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
STATEMENTS = 16


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


def words(element) -> str:
    return " ".join(element.text_content().split())


def page(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("standards:health"), query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def rows(shown) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in shown.xpath("//table//tbody/tr")]


def kinds(shown) -> list[str]:
    return [row[2].partition("第")[0] for row in rows(shown)]


def test_page_says_what_is_wrong_and_leads_the_office_to_the_form(client, city, office, node):
    row = make_adopted(city, node, checked_on=TODAY, applicability="适用")
    shown = page(client, office, check="text")
    assert rows(shown) == [
        [
            "1",
            "会影响评价",
            "无标准文本第2部分 9.3.2",
            f"TG {row}",
            "现行，没有标准文本，评价时不计。",
            f"上传文本：{row}",
        ]
    ]
    form = reverse("standards:document-add", args=[row.pk])
    assert shown.xpath("//table//td[6]/a/@href") == [f"{form}?kind=text"]


def test_reader_is_led_to_the_plain_page(client, city, reader, node):
    row = make_adopted(city, node)
    links = page(client, reader).xpath("//table//td[6]/a/@href")
    assert set(links) == {row.get_absolute_url(), f"{reverse('standards:versions')}?organization={city.pk}"}


def test_upper_office_reads_the_faults_below_and_mends_nothing(client, county, office, node):
    row = make_adopted(county, node)
    shown = page(client, office, organization=county.pk, check="text")
    assert shown.xpath("//table//td[6]/a/@href") == [row.get_absolute_url()]


def test_figures_count_the_kinds_found_and_filter_by_them(client, city, office, node):
    make_adopted(city, node)
    make_adopted(city, node, "GB/T 5-2019", "抽样规范", checked_on=TODAY)
    figures = [words(each) for each in page(client, office).find_class("health-figures")[0].iter("a")]
    assert figures == [
        *("会影响评价 无标准文本 2", "会影响评价 没有运行的体系版本 1", "应改 查新逾期 1"),
        *("应改 无实施部门 2", "应改 无适用性审核意见 2"),
    ]
    assert kinds(page(client, office, check="unchecked")) == ["查新逾期"]


def test_severity_and_subsystem_choose(client, city, office, node):
    make_adopted(city, node, checked_on=TODAY, applicability="适用")
    assert kinds(page(client, office, severity="score")) == ["无标准文本", "没有运行的体系版本"]
    assert kinds(page(client, office, subsystem="TG")) == ["无标准文本", "无实施部门"]
    assert kinds(page(client, office, subsystem="GZ")) == []


def test_what_cannot_be_asked_is_told_and_everything_shown(client, city, office, node):
    make_adopted(city, node, checked_on=TODAY, applicability="适用")
    shown = page(client, office, check="nonsense")
    assert (len(rows(shown)), len(shown.xpath("//form//span[@class='bad']"))) == (3, 1)


def test_nothing_of_the_kind_leads_back_to_all(client, city, office, node):
    make_adopted(city, node)
    shown = page(client, office, subsystem="GZ")
    assert "没有符合条件的问题" in words(shown.find_class("empty")[0])


def test_empty_page_says_what_was_looked_for(client, reader):
    text = words(page(client, reader).find_class("empty")[0])
    assert (text.startswith("没有发现问题"), all(check.heading in text for check in checks())) == (True, True)


def test_pages_hold_twenty_faults(client, city, office, node):
    for at in range(1, 16):
        make_published(city, node, at, f"规范{at}")
    first, last = page(client, office), page(client, office, page=3)
    assert (len(rows(first)), rows(last)[0][0]) == (20, "41")


@pytest.mark.parametrize("count", [1, 30])
def test_page_takes_the_same_statements_for_any_registry(
    client, city, reader, node, django_assert_num_queries, count
):
    for at in range(1, count + 1):
        make_published(city, node, at, f"规范{at}")
    client.force_login(reader)
    client.get(reverse("standards:health"))
    with django_assert_num_queries(STATEMENTS):
        client.get(reverse("standards:health"))


def test_export_holds_the_faults_asked_for_and_is_recorded(client, city, reader, node):
    row = make_adopted(city, node, title="=1+1")
    client.force_login(reader)
    response = client.get(reverse("standards:health-export"), {"check": "text"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert sheet["A1"].value == f"{city.name}体系体检  2026-06-01"
    assert lines[1:] == [
        [
            1,
            "会影响评价",
            "无标准文本",
            "TG",
            str(row),
            "现行，没有标准文本，评价时不计。",
            "第2部分 9.3.2",
            "上传文本",
        ]
    ]
    event = Event.objects.get(verb="export")
    assert event.changes == {"体系体检": ["", "1 项"]}


def test_tabs_of_the_system_lead_to_the_faults(client, reader, tree):
    client.force_login(reader)
    assert reverse("standards:health") in client.get(reverse("standards:system")).content.decode()
