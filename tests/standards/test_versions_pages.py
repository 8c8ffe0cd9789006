"""Pages of the versions: list, one version, its three forms, two versions side by side."""

import hashlib
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.models import Node, Standard, SystemVersion
from standards.services.versions import deliberate_version, issue_version, start_version
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-01 10:00 +0800", tick=False):
        yield


@pytest.fixture
def authorizer(city):
    return factories.make_user("authorizer", organization=city, roles=[Role.AUTHORIZER])


def leaf(code="5.4.2"):
    return Node.objects.get(organization=None, code=code)


def deliberated(city, actor, name="2026 年版"):
    version = start_version(actor=actor, organization=city, name=name)
    return deliberate_version(actor=actor, version=version, on=TODAY, text="一致同意")


def issued(city, actor, name="2026 年版", days=0, **decree):
    file = ContentFile(factories.PDF, name="发布令.pdf")
    decree = {
        "decree_number": "安网治发〔2026〕3号",
        "signer": "何建明",
        "issued_on": TODAY,
        "effective_on": TODAY + timedelta(days=days),
        "decree_file": file,
        **decree,
    }
    return issue_version(actor=actor, version=deliberated(city, actor, name), **decree)


def url(name, *args):
    return reverse(f"standards:{name}", args=args)


def page(client, user, name, *args, **query):
    client.force_login(user)
    response = client.get(url(name, *args), query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def post(client, user, view, *args, **data):
    client.force_login(user)
    response = client.post(url(view, *args), data, follow=True)
    return html.fromstring(response.content.decode())


def words(element) -> str:
    return " ".join(element.text_content().split())


def cells(table):
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def told(document) -> list[str]:
    return [words(each) for each in document.find_class("message")]


def actions(document) -> list[str]:
    return [words(each) for each in document.find_class("actions")[0].iter("a")]


def test_list_without_versions_says_what_to_do(client, city, office, reader, tree):
    assert "还没有体系版本。登记簿整理好后，编制新版本" in words(page(client, office, "versions"))
    assert "由本组织的标准化管理办公室编制。" in words(page(client, reader, "versions"))


def test_list_says_which_version_runs(client, city, office, tree):
    issued(city, office)
    issued(city, office, "2027 年版", days=30)
    start_version(actor=office, organization=city, name="2028 年版")
    rows = cells(page(client, office, "versions").find_class("grid")[0])[1:]
    assert [row[1:3] for row in rows] == [
        ["2028 年版", "○ 编制"],
        ["2027 年版", "◐ 即将运行"],
        ["2026 年版", "● 运行"],
    ]


def test_list_shows_the_versions_of_one_organization(client, city, stranger_city, office, stranger, tree):
    start_version(actor=stranger, organization=stranger_city, name="外市的版本")
    assert "外市的版本" not in words(page(client, office, "versions"))


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_constant_number_of_statements(
    client, city, office, reader, tree, django_assert_num_queries, count
):
    for number in range(count):
        issued(city, office, f"第 {number} 版", days=number)
    client.force_login(reader)
    client.get(url("versions"))
    with django_assert_num_queries(6):
        client.get(url("versions"))


@pytest.mark.parametrize("count", [1, 3])
def test_version_takes_a_constant_number_of_statements(
    client, city, office, reader, tree, django_assert_num_queries, count
):
    for sequence in range(1, count + 1):
        factories.make_published(city, leaf(), sequence)
    version = issued(city, office)
    client.force_login(reader)
    client.get(url("version", version.pk))
    with django_assert_num_queries(6):
        client.get(url("version", version.pk))


def test_office_begins_a_version_and_is_led_to_its_explanation(client, city, office, tree):
    shown = post(client, office, "version-new", name="2026 年版", drafted_on="2026-02-20")
    assert told(shown)[0] == "已开始编制“2026 年版”。下一步写编制说明。"
    assert words(shown.find(".//h1")) == "编制说明：2026 年版"
    assert SystemVersion.objects.get().drafted_on == date(2026, 2, 20)


def test_second_draft_is_refused_in_words(client, city, office, tree):
    start_version(actor=office, organization=city, name="2026 年版")
    shown = post(client, office, "version-new", name="2027 年版", drafted_on="2026-02-20")
    assert "体系版本“2026 年版”还在编制中。请先把它发布，再编制下一版。" in words(shown)


def test_explanation_stands_beside_what_the_registry_tells(client, city, office, tree):
    version = start_version(actor=office, organization=city, name="2026 年版")
    factories.make_published(city, leaf())
    shown = page(client, office, "version-explanation", version.pk)
    quotes = [words(each) for each in shown.iter("blockquote")]
    assert "截至 2026-03-01，体系内现行标准 1 项，其中自制 1 项。" in quotes


def test_office_writes_the_explanation(client, city, office, tree):
    version = start_version(actor=office, organization=city, name="2026 年版")
    shown = post(
        client,
        office,
        "version-explanation",
        version.pk,
        name="2026 年版",
        crossings="与政务服务标准体系分工",
    )
    assert told(shown) == ["已保存编制说明。"]
    assert "与政务服务标准体系分工" in words(shown.get_element_by_id("explanation"))


def test_committee_deliberates_and_does_not_write(client, city, office, tree):
    committee = factories.make_user("committee", organization=city, roles=[Role.COMMITTEE])
    version = start_version(actor=office, organization=city, name="2026 年版")
    shown = post(client, committee, "version-deliberate", version.pk, on="2026-03-01", text="一致同意")
    assert told(shown) == ["已记录审议。下一步发布。"]
    assert actions(shown) == ["改审议记录", "发布"]
    assert client.get(url("version-explanation", version.pk)).status_code == 403


def test_version_that_was_not_deliberated_is_not_offered_to_be_issued(client, city, office, tree):
    version = start_version(actor=office, organization=city, name="2026 年版")
    assert actions(page(client, office, "version", version.pk)) == ["写编制说明", "记录审议"]
    client.force_login(office)
    shown = client.get(url("version-issue", version.pk), follow=True)
    assert "还没有审议，不能发布。请先记录标准化管理委员会的审议。" in shown.content.decode()


def test_doubts_are_shown_before_the_decree(client, city, office, tree):
    factories.make_published(city, leaf())
    shown = page(client, office, "version-issue", deliberated(city, office).pk)
    assert "1 项现行标准没有上传标准文本" in words(shown.find_class("message-warning")[0])
    assert "确认发布" in words(shown.find_class("form-actions")[0])


def test_office_must_hand_in_the_signed_decree(client, city, office, tree):
    version = deliberated(city, office)
    decree = {"decree_number": "安网治发〔2026〕3号", "signer": "何建明"}
    decree |= {"issued_on": "2026-03-01", "effective_on": "2026-03-01"}
    shown = post(client, office, "version-issue", version.pk, **decree)
    assert "请上传签发的发布令：办公室代为录入时，要有签发人签署的文件。" in words(
        shown.find_class("error-summary")[0]
    )


def test_authorizer_issues_under_the_own_account(client, city, office, authorizer, tree):
    version = deliberated(city, office)
    decree = {"decree_number": "安网治发〔2026〕3号", "signer": "何建明"}
    decree |= {"issued_on": "2026-03-01", "effective_on": "2026-03-01"}
    shown = post(client, authorizer, "version-issue", version.pk, **decree)
    assert told(shown) == ["已发布“2026 年版”，树、明细表和统计表已经冻结。"]
    facts = words(shown.get_element_by_id("facts"))
    assert "由审批人在系统中签发，没有上传文件" in facts
    assert SystemVersion.objects.get().sha256 in facts


def test_page_shows_the_frozen_list_and_figures(client, city, office, reader, tree):
    standard = factories.make_published(city, leaf())
    version = issued(city, office)
    Standard.objects.filter(pk=standard.pk).update(title="改了的名称")
    shown = page(client, reader, "version", version.pk)
    assert cells(shown.get_element_by_id("list").find(".//table"))[1] == [
        *("1", "TG204", "5.4.2 网格巡查管理", "Q/ALWG TG204•1-2025", "网格巡查管理规范", "组织标准", "现行"),
        *("2025-05-01", "—"),
    ]
    lines = {row[0]: row[-3:] for row in cells(shown.get_element_by_id("statistics").find(".//table"))}
    assert lines["TG204"] == ["6", "1", "16.7%"]
    assert actions(shown) == ["与今天比较", "明细表 Excel"]


def test_frozen_list_is_paged(client, city, office, reader, tree):
    for sequence in range(1, 23):
        factories.make_published(city, leaf(), sequence)
    shown = page(client, reader, "version", issued(city, office).pk, page=2)
    assert len(cells(shown.get_element_by_id("list").find(".//table"))) == 3


def test_version_that_was_entered_later_says_so(client, city, office, reader, tree):
    version = start_version(actor=office, organization=city, name="旧版", drafted_on=date(2025, 1, 1))
    on = date(2025, 1, 10)
    version = deliberate_version(actor=office, version=version, on=on, text="同意")
    file = ContentFile(factories.PDF, name="发布令.pdf")
    decree = {"decree_number": "1号", "signer": "何建明", "issued_on": on, "effective_on": on}
    issue_version(actor=office, version=version, decree_file=file, **decree)
    shown = page(client, reader, "version", version.pk)
    assert told(shown)[0].startswith("这一版是 2026-03-01 补录的：")


def test_snapshot_is_handed_out_as_it_was_hashed(client, city, office, reader, tree):
    version = issued(city, office)
    client.force_login(reader)
    response = client.get(url("version-snapshot", version.pk))
    assert hashlib.sha256(response.content).hexdigest() == version.sha256
    assert Event.objects.get(verb="export").changes == {
        "文件": ["", "安澜市网格化治理中心标准体系（2026 年版）.json"]
    }


def test_workbook_of_a_version_names_it(client, city, office, reader, tree):
    factories.make_published(city, leaf())
    version = issued(city, office)
    client.force_login(reader)
    book = load_workbook(io.BytesIO(client.get(url("version-export", version.pk)).getvalue()))
    assert (
        book["TG 服务提供"]["A1"].value
        == "安澜市网格化治理中心标准明细表  TG 服务提供（2026 年版）  2026-03-01"
    )
    assert book["TG 服务提供"]["D3"].value == "Q/ALWG TG204•1-2025"


def test_signed_decree_is_downloaded_and_recorded(client, city, office, reader, tree):
    version = issued(city, office)
    client.force_login(reader)
    assert client.get(url("version-decree", version.pk)).getvalue() == factories.PDF
    assert Event.objects.filter(verb="download").count() == 1


def test_page_links_to_the_signed_decree(client, city, office, reader, tree):
    version = issued(city, office)
    shown = page(client, reader, "version", version.pk)
    assert url("version-decree", version.pk) in [link.get("href") for link in shown.iter("a")]


def test_two_versions_stand_side_by_side(client, city, office, reader, tree):
    old = factories.make_published(city, leaf(), 1, "网格巡查规范", 2024)
    draft = factories.make_draft(city, leaf("5.4.3"), "联动处置规范")
    first = issued(city, office)
    Standard.objects.filter(pk=old.pk).update(replaced_on=TODAY)
    factories.make_published(city, leaf(), 1, "网格巡查规范", 2025)
    Standard.objects.filter(pk=draft.pk).update(title="联动处置管理规范")
    factories.make_published(city, leaf("5.4.1"), 7, "信息采集规范")
    second = issued(city, office, "2027 年版", days=30)
    shown = page(client, reader, "version-compare", before=first.pk, after=second.pk)
    sections = {each.get("id"): each for each in shown.iter("section")}
    assert cells(sections["added"].find(".//table"))[1:] == [
        ["1", "—", "Q/ALWG TG204•7-2025 信息采集规范 TG204 5.4.1 信息采集管理，现行"]
    ]
    assert cells(sections["editions"].find(".//table"))[1:] == [
        [
            "1",
            "Q/ALWG TG204•1-2024 网格巡查规范 TG204 5.4.2 网格巡查管理，现行",
            "Q/ALWG TG204•1-2025 网格巡查规范 TG204 5.4.2 网格巡查管理，现行",
        ]
    ]
    assert "联动处置管理规范" in words(sections["retitled"])
    figures = {row[0]: row[2:] for row in cells(sections["figures"].find(".//table"))}
    assert figures["TG204"] == ["6", "1", "16.7%", "6", "2", "33.3%", "现有 +1"]
    assert "nodes" not in sections


def test_version_is_compared_with_today_by_itself(client, city, office, reader, tree):
    issued(city, office)
    factories.make_published(city, leaf())
    shown = page(client, reader, "version-compare")
    assert "2026 年版 → 登记簿 2026-03-01" in words(shown)
    assert "新增的标准 1" in words(shown.find_class("sections")[0])


def test_versions_that_do_not_differ_say_so(client, city, office, reader, tree):
    version = issued(city, office)
    shown = page(client, reader, "version-compare", before=version.pk, after="today")
    assert "两版的体系树、明细表和统计表没有差别。" in words(shown)


@pytest.mark.parametrize("key", ["nonsense", "999999"])
def test_version_of_another_organization_cannot_be_chosen(client, city, office, reader, tree, key):
    issued(city, office)
    shown = page(client, reader, "version-compare", before=key)
    assert "所选的版本不在本组织已发布的版本中，请重新选择。" in words(shown)


def test_without_a_version_there_is_nothing_to_compare(client, city, reader, tree):
    client.force_login(reader)
    shown = client.get(url("version-compare"), follow=True)
    assert "还没有发布过体系版本，不能比较。" in shown.content.decode()
