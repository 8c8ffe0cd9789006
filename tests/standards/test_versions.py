"""体系版本: 编制 → 审议 → 发布, what each step demands, and what the 发布令 freezes."""

import hashlib
import io
import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from gridgov.organizations.models import Role
from gridgov.records.errors import RecordsError
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.exports import export_registry, export_version
from standards.models import Node, NodeRemoval, Standard, SystemVersion
from standards.services.freezing import system_document
from standards.services.versions import (
    deliberate_version,
    issue_version,
    save_explanation,
    start_version,
)
from standards.versions.doubts import doubts_about_version
from standards.versions.explanation import SECTIONS
from standards.versions.snapshots import diff, read_snapshot
from standards.versions.standings import standings
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
DECREE = {"decree_number": "安网治发〔2026〕3号", "signer": "何建明"}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-03-01 10:00 +0800", tick=False):
        yield


@pytest.fixture
def authorizer(city):
    return factories.make_user("authorizer", organization=city, roles=[Role.AUTHORIZER])


@pytest.fixture
def committee(city):
    return factories.make_user("committee", organization=city, roles=[Role.COMMITTEE])


def leaf(code="5.4.2"):
    return Node.objects.get(organization=None, code=code)


def paper(name="发布令.pdf"):
    return ContentFile(factories.PDF, name=name)


def started(city, office, name="2026 年版"):
    return start_version(actor=office, organization=city, name=name)


def deliberated(city, office, name="2026 年版"):
    version = started(city, office, name)
    return deliberate_version(actor=office, version=version, on=TODAY, text="委员会会议审议，一致同意")


def issue(version, actor, *, effective_on=TODAY, **decree):
    decree = {**DECREE, "issued_on": TODAY, "effective_on": effective_on, **decree}
    return issue_version(actor=actor, version=version, **decree)


def issued(city, office, authorizer, name="2026 年版", **decree):
    return issue(deliberated(city, office, name), authorizer, **decree)


def refusal(call) -> tuple:
    with pytest.raises(StandardsError) as caught:
        call()
    return caught.value.field, caught.value.message


def test_first_version_begins_with_what_the_registry_can_tell(city, office, tree):
    factories.make_adopted(city, leaf("4.1.1"))
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.2"), reason="不设")
    version = started(city, office)
    assert version.explanation["overview"] == "截至 2026-03-01，体系内现行标准 1 项，其中国标 1 项。"
    assert version.explanation["analysis"].startswith("截至 2026-03-01，应有 ")
    assert version.explanation["division"].endswith("删减：5.4.2 网格巡查管理。")
    assert (version.state, version.drafted_by, version.drafted_on) == ("drafting", office, TODAY)


def test_next_version_takes_over_the_explanation_of_the_last(city, office, authorizer, tree):
    first = issued(city, office, authorizer)
    assert started(city, office, "2027 年版").explanation == first.explanation


def test_version_from_before_the_registry_is_entered_with_its_days(city, office, tree):
    factories.make_published(city, leaf(), 1, "当时已有的", 2024)
    factories.make_published(city, leaf(), 2, "后来发布的", 2025)
    factories.make_draft(city, leaf(), "现在制定的")
    on = date(2024, 6, 1)
    version = start_version(actor=office, organization=city, name="2024 年版", drafted_on=on)
    version = deliberate_version(actor=office, version=version, on=on, text="同意")
    row = issue(version, office, issued_on=on, effective_on=on, decree_file=paper())
    document = read_snapshot(row.snapshot)
    assert [standard["title"] for standard in document["standards"]] == ["当时已有的"]
    assert document["figures"]["present"] == 1
    assert (document["on"], document["version"]["frozen_on"]) == ("2024-06-01", "2026-03-01")


def test_version_cannot_have_been_drafted_on_a_day_to_come(city, office, tree):
    later = TODAY + timedelta(days=1)
    assert refusal(
        lambda: start_version(actor=office, organization=city, name="2026 年版", drafted_on=later)
    ) == ("drafted_on", "编制日期不能晚于今天。")


def test_only_one_version_is_drafted_at_a_time(city, office, tree):
    started(city, office)
    assert refusal(lambda: started(city, office, "2027 年版")) == (
        None,
        "体系版本“2026 年版”还在编制中。请先把它发布，再编制下一版。",
    )


def test_name_is_asked_for_and_given_once(city, office, authorizer, tree):
    assert refusal(lambda: started(city, office, " ")) == ("name", "请填写版本名称，如“2026 年版”。")
    issued(city, office, authorizer)
    assert refusal(lambda: started(city, office))[0] == "name"


def test_two_organizations_may_call_their_versions_the_same(city, stranger_city, office, stranger, tree):
    started(city, office)
    assert started(stranger_city, stranger).name == "2026 年版"


def test_explanation_is_saved_by_section_and_told_to_the_trail(city, office, tree):
    version = started(city, office)
    save_explanation(actor=office, version=version, name="2026 年修订版", explanation={"basis": " 依据 "})
    version.refresh_from_db()
    assert version.explanation == {**dict.fromkeys(SECTIONS, ""), "basis": "依据"}
    changes = Event.objects.get(verb="change").changes
    assert changes["编制依据和目标"][1] == "依据"
    assert changes["版本"] == ["2026 年版", "2026 年修订版"]


def test_explanation_that_did_not_change_leaves_no_trace(city, office, tree):
    version = started(city, office)
    explanation = dict.fromkeys(SECTIONS, "") | version.explanation
    save_explanation(actor=office, version=version, name=version.name, explanation=explanation)
    assert not Event.objects.filter(verb="change").exists()


def test_another_text_after_the_deliberation_must_be_deliberated_again(city, office, tree):
    version = deliberated(city, office)
    row = save_explanation(actor=office, version=version, name=version.name, explanation={"basis": "改了"})
    assert (row.state, row.deliberated_on, row.deliberation) == ("drafting", None, "")


def test_deliberation_is_recorded_with_its_day(city, office, committee, tree):
    version = deliberate_version(actor=committee, version=started(city, office), on=TODAY, text=" 同意 ")
    assert (version.state, version.deliberated_on, version.deliberation) == ("deliberated", TODAY, "同意")
    assert Event.objects.get(verb="deliberate").changes == {
        "审议日期": ["", "2026-03-01"],
        "审议情况": ["", "同意"],
    }


@pytest.mark.parametrize(
    ("on", "text", "field", "words"),
    [
        (TODAY + timedelta(days=1), "同意", "on", "审议日期不能晚于今天。"),
        (TODAY - timedelta(days=1), "同意", "on", "审议日期 2026-02-28 早于编制日期 2026-03-01，请核对。"),
        (TODAY, " ", "text", "请写明审议情况：在什么会议上、意见和结论。"),
    ],
)
def test_deliberation_without_its_facts_is_refused(city, office, tree, on, text, field, words):
    version = started(city, office)
    assert refusal(lambda: deliberate_version(actor=office, version=version, on=on, text=text)) == (
        field,
        words,
    )


def test_empty_explanation_cannot_be_deliberated(city, office, tree):
    version = started(city, office)
    save_explanation(actor=office, version=version, name=version.name, explanation={})
    assert refusal(lambda: deliberate_version(actor=office, version=version, on=TODAY, text="同意")) == (
        None,
        "还没有写编制说明，不能审议。请先写编制说明。",
    )


def test_decree_freezes_tree_list_and_figures_with_their_hash(city, office, authorizer, tree):
    standard = factories.make_published(city, leaf())
    standard.departments.add(factories.make_department(city))
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.6"), reason="不设")
    version = issued(city, office, authorizer)
    document = read_snapshot(version.snapshot)
    assert version.sha256 == hashlib.sha256(version.snapshot.encode()).hexdigest()
    assert document["on"] == "2026-03-01"
    assert document["standards"] == [
        {
            "id": standard.pk,
            "node": "5.4.2",
            "subsystem": "TG",
            "key": standard.number_key,
            "family": standard.number_family,
            "class_code": "TG204",
            "place": "5.4.2 网格巡查管理",
            "number": "Q/ALWG TG204•1-2025",
            "title": "网格巡查管理规范",
            "rank": "组织标准",
            "origin": "自制",
            "status": "现行",
            "issued_on": "2025-04-15",
            "effective_on": "2025-05-01",
            "replaced": "",
            "adoption": "",
            "departments": "综合业务科",
            "confirmed_on": None,
            "intended_rank": "",
            "remark": "",
        }
    ]
    assert document["tree"]["removals"] == [{"code": "5.4.6", "name": leaf("5.4.6").name, "reason": "不设"}]
    assert "5.4.6" not in [node["code"] for node in document["tree"]["nodes"]]
    assert (document["figures"]["present"], document["figures"]["lines"][-1]["present"]) == (1, 1)
    assert document["version"]["decree_number"] == "安网治发〔2026〕3号"
    assert document["version"]["explanation"] == version.explanation


def test_list_holds_what_is_in_force_or_to_be_and_nothing_that_ended(city, office, authorizer, tree):
    factories.make_published(city, leaf(), 1, "现行的")
    factories.make_draft(city, leaf(), "制定中的")
    factories.make_published(city, leaf(), 2, "废止的", withdrawn_on=TODAY, withdrawal_reason="不再适用")
    factories.make_published(
        city, leaf(), 3, "明天废止的", withdrawn_on=TODAY + timedelta(days=1), withdrawal_reason="到期"
    )
    document = read_snapshot(issued(city, office, authorizer).snapshot)
    found = sorted((row["title"], row["status"]) for row in document["standards"])
    assert found == [("制定中的", "制定中"), ("明天废止的", "现行"), ("现行的", "现行")]


def test_what_happens_later_does_not_move_what_was_frozen(city, office, authorizer, tree):
    standard = factories.make_published(city, leaf())
    version = issued(city, office, authorizer)
    Standard.objects.filter(pk=standard.pk).update(title="改了的名称")
    version.refresh_from_db()
    assert read_snapshot(version.snapshot)["standards"][0]["title"] == "网格巡查管理规范"


def test_office_hands_in_the_signed_decree(city, office, tree):
    version = deliberated(city, office)
    assert refusal(lambda: issue(version, office)) == (
        "decree_file",
        "请上传签发的发布令：办公室代为录入时，要有签发人签署的文件。",
    )
    row = issue(version, office, decree_file=paper())
    assert row.decree.name == "发布令.pdf"
    assert read_snapshot(row.snapshot)["version"]["decree_sha256"] == row.decree.sha256


@pytest.mark.parametrize("who", ["committee", "authorizer"])
def test_committee_and_authorizer_decide_under_their_own_account(city, office, who, request, tree):
    row = issue(deliberated(city, office), request.getfixturevalue(who))
    assert (row.state, row.decree) == ("issued", None)
    assert Event.objects.get(verb="issue").changes["运行起始日期"] == ["", "2026-03-01"]


def test_decree_of_a_wrong_kind_is_refused_and_nothing_is_issued(city, office, tree):
    version = deliberated(city, office)
    with pytest.raises(RecordsError):
        issue(version, office, decree_file=ContentFile(b"<html>", name="发布令.html"))
    version.refresh_from_db()
    assert version.state == "deliberated"


@pytest.mark.parametrize(
    ("decree", "field", "words"),
    [
        ({"decree_number": " "}, "decree_number", "请填写发布令文号。"),
        ({"signer": ""}, "signer", "请填写签发人。"),
        (
            {"issued_on": TODAY + timedelta(days=1)},
            "issued_on",
            "发布日期不能晚于今天。",
        ),
        (
            {"issued_on": TODAY - timedelta(days=1)},
            "issued_on",
            "发布日期 2026-02-28 早于审议日期 2026-03-01，请核对。",
        ),
        (
            {"effective_on": TODAY - timedelta(days=1)},
            "effective_on",
            "运行起始日期 2026-02-28 早于发布日期 2026-03-01，请核对。",
        ),
        (
            {"effective_on": date(2062, 3, 1)},
            "effective_on",
            "运行起始日期 2062-03-01 在发布日期一年以后，请核对：发布后不能再改，下一版应在其后运行。",
        ),
        (
            {"effective_on": date(2999, 1, 1)},
            "effective_on",
            "运行起始日期 2999-01-01 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。",
        ),
    ],
)
def test_decree_without_its_facts_is_refused_and_nothing_is_written(
    city, office, authorizer, tree, decree, field, words
):
    version = deliberated(city, office)
    assert refusal(lambda: issue(version, authorizer, **decree)) == (field, words)
    version.refresh_from_db()
    assert (version.state, version.snapshot) == ("deliberated", "")


def test_version_is_not_issued_before_its_deliberation(city, office, authorizer, tree):
    version = started(city, office)
    assert refusal(lambda: issue(version, authorizer)) == (
        None,
        "还没有审议，不能发布。请先记录标准化管理委员会的审议。",
    )


def test_next_version_runs_after_the_last(city, office, authorizer, tree):
    issued(city, office, authorizer)
    later = deliberated(city, office, "2027 年版")
    assert refusal(lambda: issue(later, authorizer)) == (
        "effective_on",
        "“2026 年版”自 2026-03-01 起运行，新版的运行起始日期应在其后。",
    )


@pytest.mark.parametrize("again", ["explain", "deliberate", "issue"])
def test_issued_version_takes_no_more_steps(city, office, authorizer, tree, again):
    version = issued(city, office, authorizer)
    acts = {
        "explain": lambda: save_explanation(actor=office, version=version, name="新", explanation={}),
        "deliberate": lambda: deliberate_version(actor=office, version=version, on=TODAY, text="同意"),
        "issue": lambda: issue(version, authorizer),
    }
    assert refusal(acts[again]) == (None, "体系版本“2026 年版”已经发布，不能再改。要改动请编制下一版。")


def test_database_itself_keeps_an_issued_version(city, office, authorizer, tree):
    version = issued(city, office, authorizer)
    for act in (
        lambda: SystemVersion.objects.filter(pk=version.pk).update(snapshot="{}"),
        lambda: SystemVersion.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_which_version_runs_follows_from_the_day(city, office, authorizer, tree):
    first = issued(city, office, authorizer)
    second = issued(city, office, authorizer, "2027 年版", effective_on=TODAY + timedelta(days=30))
    begun = started(city, office, "2028 年版")
    versions = [begun, second, first]
    assert standings(versions, TODAY) == {begun.pk: "编制", second.pk: "即将运行", first.pk: "运行"}
    later = TODAY + timedelta(days=30)
    assert standings(versions, later) == {begun.pk: "编制", second.pk: "运行", first.pk: "已改版"}
    assert list(SystemVersion.objects.of(city).running(on=later)) == [second, first]
    assert list(SystemVersion.objects.of(city).running(on=TODAY - timedelta(days=1))) == []


def rows_of(exported) -> list:
    with exported.file as file:
        book = load_workbook(io.BytesIO(file.read()))
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows(min_row=2)]


def test_workbook_of_the_frozen_list_is_that_of_the_registry_on_its_day(city, office, authorizer, tree):
    factories.make_published(city, leaf(), 1).departments.add(factories.make_department(city))
    factories.make_adopted(city, leaf("4.1.1"), replaced_numbers="GB/T 34300-2009")
    then = rows_of(export_registry(organization=city, standards=Standard.objects.of(city), on=TODAY))
    version = issued(city, office, authorizer)
    Standard.objects.update(remark="后来写的")
    version.refresh_from_db()
    exported = export_version(read_snapshot(version.snapshot))
    assert exported.count == 2
    assert rows_of(exported) == then


def test_today_is_compared_with_a_version(city, office, authorizer, tree):
    factories.make_published(city, leaf(), 1)
    version = issued(city, office, authorizer)
    factories.make_published(city, leaf(), 2, "新的规范")
    found = diff(read_snapshot(version.snapshot), system_document(city, on=TODAY))
    assert [row["title"] for row in found.added] == ["新的规范"]
    assert (found.dropped, found.editions, found.moved, found.nodes_added) == ((), (), (), ())


def test_registry_that_did_not_change_does_not_differ(city, office, authorizer, tree):
    factories.make_published(city, leaf(), 1)
    version = issued(city, office, authorizer)
    assert diff(read_snapshot(version.snapshot), system_document(city, on=TODAY)).is_empty


@pytest.mark.parametrize("count", [1, 30])
def test_document_takes_a_constant_number_of_statements(city, tree, django_assert_num_queries, count):
    for sequence in range(1, count + 1):
        factories.make_published(city, leaf(), sequence)
    with django_assert_num_queries(7):
        system_document(city, on=TODAY)


def test_document_is_plain_json(city, tree):
    factories.make_adopted(city, leaf("4.1.1"))
    document = system_document(city, on=TODAY)
    assert json.loads(json.dumps(document)) == document


def test_doubts_name_what_is_missing_late_outside_and_ended(city, office, tree):
    factories.make_published(city, leaf(), 1, "没有文本的")
    factories.make_document(factories.make_published(city, leaf(), 2, "逾期的", 2022), "text")
    withdrawn = {"withdrawn_on": TODAY, "withdrawal_reason": "不再适用"}
    factories.make_document(factories.make_published(city, leaf(), 3, "废止的", **withdrawn), "text")
    outside = factories.make_published(city, leaf("5.4.6"), 4, "删减节点下的")
    factories.make_document(outside, "text")
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.6"), reason="不设")
    doubts = doubts_about_version(started(city, office), on=TODAY)
    assert doubts[:3] == [
        "1 项现行标准没有上传标准文本，9.3.2 要求所有标准应有文本：“Q/ALWG TG204•1-2025 没有文本的”。",
        "1 项标准超过三年没有复审：“Q/ALWG TG204•2-2022 逾期的”。",
        "1 项标准登记在已删减的节点下，列入明细表而不计入统计表。",
    ]
    assert doubts[4] == "1 项标准已被代替或废止，不列入这一版的明细表。"
    assert doubts[5] == "编制说明还没有写：与其他体系交叉情况及处理、需要其他体系配套的意见。"


@pytest.mark.parametrize("count", [1, 30])
def test_doubts_take_a_constant_number_of_statements(city, office, tree, django_assert_num_queries, count):
    version = started(city, office)
    for sequence in range(1, count + 1):
        factories.make_published(city, leaf(), sequence, year=2021)
    with django_assert_num_queries(7):
        doubts_about_version(version, on=TODAY)
