"""标准体系, 统计表 and the download, as people see them."""

import io
from datetime import date
from urllib.parse import quote

import pytest
import time_machine
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from gridgov.records.models import Event
from standards.models import Node, NodeRemoval
from standards.statistics import coverage, statistics_table
from tests.factories import make_adopted, make_department, make_draft, make_published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-01 10:00 +0800", tick=False):
        yield


def leaf(code):
    return Node.objects.get(organization=None, code=code)


def page(client, user, name, *args, **query):
    client.force_login(user)
    response = client.get(reverse(f"standards:{name}", args=args), query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def cells(table):
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def test_system_shows_four_layers_in_order(client, reader, tree):
    shown = page(client, reader, "system")
    labels = [words(each) for each in shown.find_class("system-label")]
    roots = [words(each)[:5] for each in shown.find_class("system-head")]
    assert labels == ["指导层", "第一层", "第二层", "第三层"]
    assert roots == ["指导层 0", "JC100", "TG200", "GL200", "GZ300"]


def test_system_shows_present_expected_and_a_word_for_a_class(client, city, reader, tree):
    make_published(city, leaf("5.4.2"))
    summaries = [words(each) for each in page(client, reader, "system").iter("summary")]
    assert "TG204 服务运行管理子体系 1 / 6 部分" in summaries
    assert "TG203 服务过程控制规范子体系 0 / 4 空缺" in summaries


def test_system_shows_what_is_under_way_beside_a_gap(client, city, reader, tree):
    make_draft(city, leaf("5.4.2"))
    shown = page(client, reader, "system")
    assert [words(each) for each in shown.find_class("system-progress")] == ["制定中 1"]


def test_class_and_leaf_lead_to_the_registry(client, city, reader, tree):
    links = page(client, reader, "system").xpath("//main//a/@href")
    registry = reverse("standards:standards")
    assert {f"{registry}?node=TG204", f"{registry}?node=5.4.2", f"{registry}?node=ZD1"} <= set(links)


def test_only_gaps_hides_what_is_complete(client, city, reader, tree):
    make_published(city, leaf("4.3"))
    make_published(city, leaf("5.4.2"))
    shown = page(client, reader, "system", gaps=1)
    assert not [each for each in shown.iter("summary") if words(each).startswith("JC103")]
    assert not shown.xpath("//a[text()='网格巡查管理']")
    assert shown.xpath("//a[text()='信息采集管理']")


def test_class_opens_in_place_and_all_open_at_once(client, reader, tree):
    closed = page(client, reader, "system").xpath("//details[@open]")
    opened = page(client, reader, "system", open=1).xpath("//details[@open]")
    assert (len(closed), len(opened)) == (0, 18)


def test_day_asked_for_is_the_day_counted(client, city, reader, tree):
    make_published(city, leaf("5.4.2"), effective_on=date(2026, 4, 1))
    assert "现有 0 项" in words(page(client, reader, "system").find_class("system-total")[0])
    assert "现有 1 项" in words(page(client, reader, "system", on="2026-04-01").find_class("system-total")[0])


def test_day_that_cannot_be_read_is_told(client, reader, tree):
    alert = page(client, reader, "system", on="明天").xpath("//main//p[@role='alert']")
    assert [words(each) for each in alert] == ["统计日期应为 2026-11-20 这样的日期，现按今天统计。"]


def test_reader_is_offered_no_change_of_the_tree(client, reader, tree):
    links = page(client, reader, "system").xpath("//main//a/@href")
    assert [link for link in links if "/nodes/" in link] == []


def test_upper_office_reads_the_tree_below_and_changes_nothing(client, city, county, office, tree):
    make_published(county, leaf("5.4.2"))
    shown = page(client, office, "system", organization=county.pk)
    assert words(shown.get_element_by_id("system-title")) == "临江区网格化治理中心标准体系"
    assert [link for link in shown.xpath("//main//a/@href") if "/nodes/" in link] == []
    assert f"?organization={county.pk}&node=TG204" in " ".join(shown.xpath("//main//a/@href"))


def test_county_office_may_not_change_the_tree_of_the_city(client, city, county, office, tree):
    client.force_login(office)
    assert client.get(reverse("standards:node-new"), {"organization": county.pk}).status_code == 403


@pytest.mark.parametrize("name", ["system", "statistics"])
@pytest.mark.parametrize("count", [1, 30])
def test_pages_take_the_same_statements_for_any_registry(
    client, city, reader, tree, django_assert_num_queries, name, count
):
    for sequence in range(1, count + 1):
        make_published(city, leaf("5.4.2"), sequence)
        make_draft(city, leaf("5.4.1"), f"采集规范{sequence}")
    for node in Node.objects.filter(class_code="GL205", kind="leaf")[: min(count, 19)]:
        NodeRemoval.objects.create(organization=city, node=node, reason="不设")
    client.force_login(reader)
    client.get(reverse("standards:statistics"))  # the first request of a session writes down when it was
    # session, user, roles, scope, organisation, tree, registry; on the page of the tree the removals too, and twice
    # whether there is an edition of Appendix A
    with django_assert_num_queries(10 if name == "system" else 7):
        client.get(reverse(f"standards:{name}"))


def test_statistics_page_shows_the_lines_of_the_statistics(client, city, reader, tree):
    make_adopted(city, leaf("4.1.1"))
    make_published(city, leaf("5.4.2"))
    make_draft(city, leaf("7.2a"))
    levels, covered = page(client, reader, "statistics").xpath("//table")
    lines = statistics_table(coverage(city, on=TODAY))
    assert cells(levels)[1:] == [
        [line.code, line.name, *map(str, line.levels), str(line.total)] for line in lines
    ]
    assert cells(covered)[1:] == [
        [line.code, line.name, str(line.expected), str(line.present), f"{line.percentage}%"] for line in lines
    ]


def test_office_adds_a_leaf(client, city, office, tree):
    client.force_login(office)
    response = client.post(
        reverse("standards:node-new"), {"parent": leaf("TG204").pk, "name": "网格公约"}, follow=True
    )
    assert response.redirect_chain == [(reverse("standards:system"), 302)]
    assert "已增加“TG204-1 网格公约”。" in response.content.decode()


def test_office_adds_a_class_under_a_subsystem(client, city, office, tree):
    client.force_login(office)
    client.post(reverse("standards:node-new"), {"parent": leaf("GL").pk, "name": "数字治理"})
    assert list(city.own_nodes.values_list("code", flat=True)) == ["GL251", "GL251-1"]


def test_refused_addition_stands_at_its_field(client, city, office, tree):
    client.force_login(office)
    response = client.post(
        reverse("standards:node-new"), {"parent": leaf("TG204").pk, "name": "网格巡查管理"}
    )
    shown = html.fromstring(response.content.decode())
    assert words(shown.find_class("error-summary")[0]) == (
        "有 1 处需要修改 名称：“服务运行管理子体系”下已有“网格巡查管理”，请换一个名称。"
    )


def test_office_removes_a_class_and_sees_why_later(client, city, office, tree):
    client.force_login(office)
    url = reverse("standards:node-remove", args=[leaf("GL206").pk])
    response = client.post(url, {"reason": "由机关事务部门统一管理"}, follow=True)
    shown = html.fromstring(response.content.decode())
    removals = shown.find_class("system-removals")[0]
    assert (
        words(shown.find_class("message")[0]) == "已删减“GL206 能源与环境卫生管理标准子体系”及其下 5 个节点。"
    )
    assert "由机关事务部门统一管理" in words(removals)


def test_removal_without_a_reason_is_refused(client, city, office, tree):
    client.force_login(office)
    response = client.post(reverse("standards:node-remove", args=[leaf("5.4.2").pk]), {"reason": "  "})
    assert "请写明删减理由。" in response.content.decode()
    assert not city.node_removals.exists()


def test_removal_of_a_filled_leaf_is_refused_in_words(client, city, office, tree):
    make_published(city, leaf("5.4.2"))
    client.force_login(office)
    response = client.post(reverse("standards:node-remove", args=[leaf("5.4.2").pk]), {"reason": "不设"})
    assert "“网格巡查管理”下还有标准（现行 1 项），不能删减。" in response.content.decode()


def test_office_restores_a_leaf(client, city, office, tree):
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.2"), reason="不设")
    client.force_login(office)
    response = client.post(reverse("standards:node-restore", args=[leaf("5.4.2").pk]), follow=True)
    assert "已恢复“5.4.2 网格巡查管理”。" in response.content.decode()
    assert not city.node_removals.exists()


def download(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("standards:export"), query)
    return response, load_workbook(io.BytesIO(response.getvalue()))


def titles(book) -> list[str]:
    names = [sheet for sheet in book.sheetnames if sheet != "统计表"]
    rows = [row for name in names for row in book[name].iter_rows(min_row=3, values_only=True)]
    return [row[4] for row in rows if isinstance(row[0], int)]


def test_export_is_a_file_with_a_chinese_name(client, city, reader, tree):
    response, _ = download(client, reader)
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote('安澜市网格化治理中心标准明细表2026-03-01.xlsx')}"
    )


def test_export_lists_one_organization_only(client, city, county, stranger_city, reader, tree):
    make_published(city, leaf("5.4.2"), title="市的规范")
    make_published(county, leaf("5.4.2"), title="县的规范")
    make_published(stranger_city, leaf("5.4.2"), title="外市的规范")
    _, book = download(client, reader)
    assert titles(book) == ["市的规范"]


def test_export_of_an_organization_below_is_by_choice(client, city, county, reader, tree):
    make_published(county, leaf("5.4.2"), title="县的规范")
    _, book = download(client, reader, organization=county.pk)
    assert titles(book) == ["县的规范"]
    assert book["统计表"]["A1"].value == "临江区网格化治理中心标准统计表  2026-03-01"


def test_export_follows_the_filters_of_the_list(client, city, reader, tree):
    department = make_department(city)
    make_published(city, leaf("5.4.2"), 1, "网格巡查规范").departments.add(department)
    make_published(
        city, leaf("5.4.1"), 1, "信息采集规范", class_code="TG204", number_key="other", number_family="other"
    )
    make_draft(city, leaf("5.4.2"), "巡查装备规范")
    assert titles(download(client, reader, title="巡查")[1]) == ["巡查装备规范", "网格巡查规范"]
    assert titles(download(client, reader, status="draft")[1]) == ["巡查装备规范"]
    assert titles(download(client, reader, department=department.pk)[1]) == ["网格巡查规范"]
    assert titles(download(client, reader, node="5.4.1")[1]) == ["信息采集规范"]


def test_export_is_recorded_with_its_number_of_rows(client, city, reader, tree):
    make_published(city, leaf("5.4.2"))
    download(client, reader)
    event = Event.objects.get(verb="export")
    assert (event.actor, event.organization, event.changes) == (reader, city, {"标准明细表": ["", "1 项"]})


def test_filtered_export_is_recorded_as_such(client, city, reader, tree):
    download(client, reader, title="巡查")
    assert Event.objects.get(verb="export").changes == {"标准明细表": ["", "0 项（按条件筛选）"]}


def test_export_of_several_organizations_at_once_asks_to_choose_one(client, city, county, reader, tree):
    client.force_login(reader)
    response = client.get(reverse("standards:export"), {"organization": "all"}, follow=True)
    assert response.redirect_chain == [(f"{reverse('standards:standards')}?organization=all", 302)]
    assert "请先在“组织”中选定一个组织，再导出。" in response.content.decode()


def test_export_with_a_filter_that_cannot_be_read_is_refused(client, city, reader, tree):
    client.force_login(reader)
    response = client.get(reverse("standards:export"), {"effective_from": "明天"}, follow=True)
    assert "查询条件有误，没有导出。" in response.content.decode()
    assert not Event.objects.filter(verb="export").exists()


def test_key_that_no_column_holds_finds_nothing(client, office, tree):
    client.force_login(office)
    long = {"organization": "9" * 5000}
    paths = ["/system/", "/system/statistics/", "/system/nodes/new/", "/standards/export/"]
    statuses = [client.get(path, long).status_code for path in paths]
    restore = client.get(f"/system/nodes/{2**63}/restore/").status_code
    assert (statuses, client.get("/standards/", long).status_code, restore) == ([404] * 4, 200, 404)
