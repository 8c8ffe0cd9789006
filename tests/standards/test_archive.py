"""The archive package: complete, bound by hashes that the zip alone proves, the same members for the same state."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from gridgov.records.models import Event, attachment_storage
from gridgov.records.services import record_event
from standards.documents import archive
from standards.documents.archive import safe, unused, write_archive
from standards.errors import StandardsError
from standards.models import CollectedInformation
from tests import factories
from tests.standards import papering, reviewing

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick_printing(monkeypatch):
    """Papers are printed elsewhere; here only what they say counts."""

    def say(paper, context):
        return b"%PDF-" + json.dumps([paper.kind, context], ensure_ascii=False, sort_keys=True).encode()

    monkeypatch.setattr(archive, "print_paper", say)


@pytest.fixture
def subjects(city, node, department, office):
    return papering.make_subjects(city, node, department, office)


def packed(office, standard, made_at=NOW) -> zipfile.ZipFile:
    with write_archive(actor=office, standard=standard, made_at=made_at).file as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def members_of(package: zipfile.ZipFile) -> dict[str, bytes]:
    return {name: package.read(name) for name in package.namelist() if name != "manifest.json"}


def read(package: zipfile.ZipFile, name: str):
    return json.loads(package.read(name))


def test_all_hashes_can_be_computed_again_from_the_zip_alone(office, subjects):
    factories.make_document(subjects["notice"], "text", name="定稿.pdf")
    package = packed(office, subjects["notice"])
    manifest = read(package, "manifest.json")
    listed = {row["path"]: (row["size"], row["sha256"]) for row in manifest["members"]}
    found = {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in members_of(package).items()
    }
    assert package.testzip() is None
    assert listed == found
    assert len(found) == 8


def test_manifest_says_whose_package_it_is(office, subjects):
    manifest = read(packed(office, subjects["notice"]), "manifest.json")
    del manifest["members"]
    assert manifest == {
        "format": "gridgov-archive/1",
        "organization": "安澜市网格化治理中心",
        "standard": {"number": "Q/ALWG TG204•2-2025", "title": "网格巡查管理规范", "stage": "已发布"},
        "made_at": "2026-11-20T09:30:00+08:00",
        "made_by": "office",
    }


def test_same_state_gives_the_same_members_whoever_looked_meanwhile(office, reader, subjects):
    factories.make_document(subjects["notice"], "text")
    first = packed(office, subjects["notice"])
    for verb in ("download", "render_document", "export"):
        record_event(actor=reader, verb=verb, target=subjects["notice"])
    second = packed(reader, subjects["notice"], datetime(2027, 1, 1, tzinfo=UTC))
    assert members_of(first) == members_of(second)
    assert first.read("manifest.json") != second.read("manifest.json")


def test_files_lie_in_it_as_they_were_handed_in(office, subjects):
    standard = subjects["notice"]
    factories.make_document(standard, "text", name="文本.pdf", content=factories.PDF + b"1")
    factories.make_document(standard, "text", name="文本.PDF", content=factories.PDF + b"2")
    factories.make_document(standard, "approval", name="批准.pdf", content=factories.PDF + b"3")
    members = members_of(packed(office, standard))
    assert {path: data for path, data in members.items() if path.startswith("附件/")} == {
        "附件/标准文本/文本.pdf": factories.PDF + b"1",
        "附件/标准文本/文本 (2).PDF": factories.PDF + b"2",
        "附件/批准文书/批准.pdf": factories.PDF + b"3",
    }


def test_what_was_taken_away_is_not_in_it(office, subjects):
    document = factories.make_document(subjects["notice"], "other")
    document.removed_at = NOW
    document.save()
    assert not [path for path in members_of(packed(office, subjects["notice"])) if path.startswith("附件/")]


def test_attachments_of_information_and_amendments_are_in_it(office, subjects, city):
    standard = subjects["notice"]
    file = factories.make_attachment(city, name="调研.pdf")
    CollectedInformation.objects.create(
        standard=standard, aspect="a", content="x", collected_on=NOW, attachment=file
    )
    amendment = subjects["amendment"]
    amendment.attachment = factories.make_attachment(city, name="修改单.pdf")
    amendment.save()
    paths = [path for path in members_of(packed(office, standard)) if path.startswith("附件/")]
    assert paths == ["附件/信息收集/调研.pdf", "附件/第1号修改单/修改单.pdf"]


@pytest.mark.parametrize(
    ("kind", "papers"),
    [
        ("notice", ["标准资料卡", "发布通知", "复审记录", "修改单"]),
        ("explanation", ["标准资料卡", "意见汇总处理表", "会议纪要"]),
        ("withdrawal", ["标准资料卡", "发布通知", "废止通知"]),
    ],
)
def test_papers_that_say_something_settled_are_in_it(kind, papers, office, subjects):
    found = [path for path in packed(office, subjects[kind]).namelist() if path.startswith("资料/")]
    assert [path.split()[1].removesuffix(".pdf") for path in found] == papers


def test_opinions_of_rounds_that_ended_are_in_it_with_their_handling(office, subjects):
    (round,) = read(packed(office, subjects["explanation"]), "数据/opinions.json")
    told = [
        (
            form["reviewer"],
            form["conclusion"],
            [(o["clause"], o["handling"], o["response"]) for o in form["opinions"]],
        )
        for form in round["forms"]
    ]
    assert told == [
        ("赵审查", "修改后同意", [("5.2.1", "采纳", "")]),
        ("钱审查", "同意", [("6.1", "不采纳", "与上位标准一致，保留")]),
    ]


def test_opinions_of_an_open_round_are_not_in_it(office, city, node):
    round = reviewing.make_reviewing(city, node)
    reviewing.make_signed(round, reviewing.make_reviewer(city), "5.2")
    package = packed(office, round.standard)
    assert read(package, "数据/opinions.json") == []
    assert all("对 5.2 的意见" not in data.decode(errors="ignore") for data in members_of(package).values())


def test_registry_and_related_rows_are_in_it(office, subjects):
    data = read(packed(office, subjects["notice"]), "数据/standard.json")
    assert (data["number"], data["effective_on"], data["departments"], data["replaces"]) == (
        *("Q/ALWG TG204•2-2025", "2025-05-01"),
        *(["综合业务科"], ["Q/ALWG TG204•1-2023 网格巡查办法"]),
    )
    assert [row["content"] for row in data["amendments"]] == [subjects["amendment"].content]
    assert [row["conclusion"] for row in data["reviews"]] == ["确认"]


def test_events_of_the_standard_and_of_what_belongs_to_it_are_in_it_oldest_first(office, subjects):
    standard, round = subjects["explanation"], subjects["opinions"]
    record_event(actor=office, verb="start", target=standard, reason="计划已批准")
    record_event(actor=office, verb="send", target=round, changes={"审查人员": ["", "赵审查"]})
    record_event(actor=office, verb="sign", target=round.forms.first())
    record_event(actor=office, verb="download", target=standard)
    record_event(actor=office, verb="publish", target=subjects["notice"])
    events = read(packed(office, standard), "数据/events.json")
    assert [(event["verb"], event["who"], event["reason"]) for event in events] == [
        ("开始起草", "office", "计划已批准"),
        ("发出意见表", "office", ""),
        ("签署意见", "office", ""),
    ]


def test_file_that_was_changed_in_the_store_is_not_passed_on(office, subjects):
    attachment = factories.make_document(subjects["notice"], name="定稿.pdf").attachment
    with open(attachment_storage().path(attachment.storage_name), "ab") as file:
        file.write(b"x")
    with pytest.raises(StandardsError) as caught:
        packed(office, subjects["notice"])
    assert caught.value.message == ("附件“定稿.pdf”的内容与登记的校验码不符，不能归档。请从备份恢复后再试。")


def test_file_that_is_gone_from_the_store_is_named(office, subjects):
    attachment = factories.make_document(subjects["notice"], name="定稿.pdf").attachment
    attachment_storage().delete(attachment.storage_name)
    with pytest.raises(StandardsError) as caught:
        packed(office, subjects["notice"])
    assert caught.value.message == "附件“定稿.pdf”的文件不在存储中，不能归档。请从备份恢复后再试。"


def test_memory_does_not_grow_with_the_files(office, subjects, monkeypatch):
    """Twenty megabytes of files, read by pieces of 64 KB: less than four at once."""
    import tracemalloc

    for place in range(2):
        factories.make_document(
            subjects["notice"],
            "text",
            name=f"{place}.pdf",
            content=factories.PDF + bytes([place]) * 10 * 1024**2,
        )
    monkeypatch.setattr(archive, "CHUNK", 64 * 1024)
    tracemalloc.start()
    write_archive(actor=office, standard=subjects["notice"], made_at=NOW).file.close()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * 1024**2


def test_download_is_a_zip_and_recorded(client, reader, subjects):
    client.force_login(reader)
    response = client.get(reverse("standards:archive", args=[subjects["notice"].pk]))
    content = b"".join(response.streaming_content)
    event = Event.objects.about(subjects["notice"]).get()
    name = "归档 Q∕ALWG TG204•2-2025 网格巡查管理规范.zip"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert (event.verb, event.actor, event.changes) == (
        "export",
        reader,
        {"归档包": ["", f"{name} 7 个文件"]},
    )


def test_refusal_comes_back_to_the_page(client, reader, subjects):
    attachment = factories.make_document(subjects["notice"], name="定稿.pdf").attachment
    attachment_storage().delete(attachment.storage_name)
    client.force_login(reader)
    page = client.get(reverse("standards:archive", args=[subjects["notice"].pk]), follow=True)
    assert "附件“定稿.pdf”的文件不在存储中" in page.content.decode()
    assert not Event.objects.about(subjects["notice"]).filter(verb="export").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "∕..∕etc∕passwd"),
        ('a:b*c?"d".pdf', "a：b＊c？＂d＂.pdf"),
        (" . ", "未命名"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_can_be_unpacked_everywhere(name, kept):
    assert safe(name) == kept


def test_names_are_told_apart_without_regard_to_case():
    taken = set()
    assert [unused(path, taken) for path in ("a/X.pdf", "a/x.pdf", "a/x.PDF", "b/x.pdf")] == [
        *("a/X.pdf", "a/x (2).pdf", "a/x (3).PDF", "b/x.pdf"),
    ]


@pytest.mark.parametrize(("outcome", "verbs"), [("returned", ["处理意见"]), ("", [])])
def test_what_became_of_opinions_is_told_when_their_round_is_closed(office, city, node, outcome, verbs):
    round = reviewing.make_reviewing(city, node)
    opinion = reviewing.make_signed(round, reviewing.make_reviewer(city), "5.2").opinions.get()
    reviewing.handle(actor=office, opinion=opinion, handling="accepted")
    if outcome:
        reviewing.close_round(round, outcome)
    events = read(packed(office, round.standard), "数据/events.json")
    assert [event["verb"] for event in events] == verbs
