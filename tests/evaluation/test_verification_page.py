"""The verification page: what it proves to whoever holds a report, and that nobody else learns anything."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Evaluation, Inquiry, Result, Signature
from evaluation.reports.proof import UNKNOWN
from evaluation.services.inquiries import MOST, WINDOW, TooManyInquiriesError, count_inquiry
from evaluation.services.printing import keep_printed
from gridgov.dates import chinese_date
from tests.evaluation.making import make_panel, members
from tests.evaluation.test_verify import with_document, with_other_figures

URL = "evaluation:verification"
COPIED = ("number", "document", "sha256", "total", "verdict", "locked_at", "version")


def keep(locked, evaluation, user) -> Result:
    """The database holds what was locked as the result of `evaluation`, which is locked now."""
    fields = {name: getattr(locked, name) for name in COPIED}
    result = Result.objects.create(evaluation=evaluation, locked_by=user, **fields)
    evaluation.sheets.update(state="locked")
    Evaluation.objects.filter(pk=evaluation.pk).update(state="locked")
    return result


@pytest.fixture
def kept(locked, evaluation, office):
    return keep(locked, evaluation, office)


@pytest.fixture
def panel_result(locked, city, county, edition):
    panel = make_panel(city, county)
    return keep(locked, panel, panel.opened_by)


def ask(client, number, code):
    return client.get(reverse(URL), {"number": number, "code": code})


def words(response) -> str:
    return response.content.decode()


def upload(client, content):
    file = SimpleUploadedFile("报告.pdf", content, "application/pdf")
    return client.post(reverse("evaluation:verification-file"), {"file": file})


def test_code_of_the_paper_is_answered_without_a_login_or_a_session(client, kept):
    response = ask(client, kept.number, kept.sha256[:16])
    assert "✓ 相符" in words(response)
    assert "编号和校验码与本系统锁定的记录相符" in words(response)
    assert "这是最新的一版（第 1 版）。" in words(response)
    assert f"总分 {kept.total}" in words(response)
    assert "gridgov_session" not in response.cookies


def test_code_is_read_in_groups_and_capitals_as_it_is_printed(client, kept):
    printed = f"{kept.sha256[:8]} {kept.sha256[8:16]}".upper()
    assert "✓ 相符" in words(ask(client, kept.number.lower(), printed))


def test_unknown_number_and_wrong_code_get_one_and_the_same_answer(client, kept):
    wrong = ask(client, kept.number, "0" * 16)
    missing = ask(client, "ZP-1999-000000-01", kept.sha256[:16])
    told = [words(each).split('class="error-summary"')[1].split("</div>")[0] for each in (wrong, missing)]
    assert UNKNOWN in told[0]
    assert told[0] == told[1]


def test_fewer_than_sixteen_digits_are_not_looked_up(client, kept):
    response = ask(client, kept.number, kept.sha256[:15])
    assert "校验码应为 16 位以上" in words(response)
    assert Inquiry.objects.count() == 0


@pytest.mark.slow
def test_uploaded_report_as_it_was_handed_out_is_proven(client, kept, office, paper):
    keep_printed(actor=office, result=kept, pdf=paper)
    page = words(upload(client, paper))
    assert "✓ 相符" in page
    assert "纸面上的校验码、编号、总分、结论、各表得分和各项得分与所附数据一致。" in page
    assert "与本系统数据库中锁定的结果一致。" in page
    assert f"与本系统{chinese_date(timezone.localdate())}发出的文件逐字节相同。" in page


@pytest.mark.slow
def test_report_with_other_figures_laid_over_it_is_answered_by_the_recorded_ones(client, kept, office, paper):
    keep_printed(actor=office, result=kept, pdf=paper)
    page = words(upload(client, with_other_figures(paper)))
    assert "△ 数据相符，版面没有证明" in page
    assert "但这份文件的字节不是本系统发出的，版面（纸面上的字）不能证明，请以本页所列为准。" in page
    assert ("✓ 相符" in page, "纸面上的校验码" in page) == (False, False)
    assert f"<strong>{kept.total}</strong>" in page


def test_changed_document_is_told_like_an_unknown_one(client, kept, paper):
    forged = with_document(paper, lambda document: document["result"].update(total=499))
    assert UNKNOWN in words(upload(client, forged))
    assert kept.number not in words(upload(client, forged))


def test_file_that_is_no_report_is_refused_with_a_sentence(client, kept):
    assert "文件读不出来" in words(upload(client, b"%PDF-1.4 nothing"))


def test_large_file_is_not_read(client, db, monkeypatch):
    monkeypatch.setattr("evaluation.forms.verification.LARGEST", 10)
    assert "不是评价报告的原文件" in words(upload(client, b"%PDF-1.4 much too long"))


def test_reopened_result_is_told_to_be_void(client, kept):
    Evaluation.objects.filter(pk=kept.evaluation_id).update(state="open", version=2)
    page = words(ask(client, kept.number, kept.sha256[:16]))
    assert "本版已作废：评价已经重开，新的一版还没有锁定。" in page
    assert "✓ 相符" not in page


def test_superseded_result_names_the_version_that_counts(client, kept, office):
    Evaluation.objects.filter(pk=kept.evaluation_id).update(state="open", version=2)
    fields = {name: getattr(kept, name) for name in COPIED} | {"version": 2, "number": "ZP-NEW-02"}
    Result.objects.create(evaluation=kept.evaluation, locked_by=office, **fields)
    page = words(ask(client, kept.number, kept.sha256[:16]))
    assert "本版已作废：评价重开后已锁定第 2 版" in page
    assert "ZP-NEW-02" not in page


def test_signatures_are_told_with_whom_and_when(client, panel_result):
    leader = members(panel_result.evaluation)[0]
    Signature.objects.create(
        result=panel_result,
        participant=leader,
        user=leader.user,
        name=leader.user.name,
        sha256=panel_result.sha256,
        drawing="M1 1L2 2",
    )
    page = words(ask(client, panel_result.number, panel_result.sha256[:16]))
    day = timezone.localtime(Signature.objects.get().signed_at)
    assert f"组长panel1以本人账号于 {day:%Y-%m-%d %H:%M} 签字，所签的正是这份内容" in page


def test_result_before_the_notice_is_told_to_holders_of_its_code_alone(client, panel_result):
    assert panel_result.number not in words(client.get(reverse(URL)))
    assert "✓ 相符" in words(ask(client, panel_result.number, panel_result.sha256[:16]))


def test_address_that_asks_too_often_is_told_to_wait(client, kept):
    now = timezone.now()
    Inquiry.objects.bulk_create([Inquiry(address="127.0.0.1", at=now)] * MOST)
    response = ask(client, kept.number, kept.sha256[:16])
    assert (response.status_code, "请过 15 分钟再试" in words(response)) == (429, True)
    assert "✓ 相符" not in words(response)


def test_counting_forgets_what_is_old_and_other_addresses_are_free(db):
    old = timezone.now() - WINDOW - timedelta(seconds=1)
    Inquiry.objects.bulk_create([Inquiry(address="10.0.0.1", at=old)] * MOST)
    count_inquiry(address="10.0.0.1")
    assert Inquiry.objects.count() == 1
    Inquiry.objects.bulk_create([Inquiry(address="10.0.0.2", at=timezone.now())] * MOST)
    count_inquiry(address="10.0.0.1")
    with pytest.raises(TooManyInquiriesError):
        count_inquiry(address="10.0.0.2")
