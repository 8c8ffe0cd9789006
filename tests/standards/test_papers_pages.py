"""Papers over the web: which are offered, how they are handed out and kept, the notice that publishing makes."""

import io

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from gridgov.records.models import Event
from standards.documents import papers
from standards.documents.offering import find_offer, lacks_notice, offers_for
from standards.documents.papers import make_notice
from standards.errors import StandardsError
from standards.models import Standard, StandardDocument
from tests import factories
from tests.standards import papering, reviewing


@pytest.fixture
def subjects(city, node, department, office):
    return papering.make_subjects(city, node, department, office)


@pytest.fixture
def _quick_printing(monkeypatch):
    """A page that says what the paper says, without laying it out."""
    monkeypatch.setattr(papers, "print_paper", lambda paper, context: b"%PDF-" + str(context).encode())


def address(standard, kind, ext, query=""):
    return reverse("standards:paper", args=[standard.pk, kind, ext]) + query


def words(offers) -> list[str]:
    return [offer.words for offer in offers]


def test_draft_in_review_is_offered_what_its_rounds_give(office, subjects):
    assert words(offers_for(office, subjects["explanation"])) == [
        "编制说明",
        "审定意见表（空白），第 1 轮审查",
        "意见汇总处理表，第 1 轮审查",
        "会审签到表，第 1 轮审查",
        "会议纪要，第 1 轮审查",
        "标准资料卡",
    ]


def test_published_standard_is_offered_notice_reviews_and_amendments(office, subjects):
    assert words(offers_for(office, subjects["notice"])) == [
        *("编制说明", "发布通知", "复审记录，2028-04-01", "第 1 号修改单", "标准资料卡"),
    ]


def test_adopted_standard_has_its_card_alone(office, city, node):
    assert words(offers_for(office, factories.make_adopted(city, node))) == ["标准资料卡"]


def test_withdrawn_standard_has_its_notice_of_withdrawal(office, subjects):
    assert "废止通知" in words(offers_for(office, subjects["withdrawal"]))


def test_notice_of_withdrawal_is_drafted_from_the_opinion_before_it_is_decided(office, city, node):
    standard = factories.make_published(city, node)
    review = standard.reviews.create(started_on=standard.effective_on)
    assert "废止通知（拟稿）" not in words(offers_for(office, standard))
    review.opinion = "已由上级标准覆盖"
    review.save()
    standard = Standard.objects.get(pk=standard.pk)
    assert "废止通知（拟稿）" in words(offers_for(office, standard))
    assert find_offer(office, standard, "withdrawal", {}).kept_as == ""
    said = papering.context("withdrawal", standard)
    assert (said["withdrawal_reason"], said["withdrawn_on"], said["date"]) == (
        "已由上级标准覆盖",
        "　　年　　月　　日",
        "",
    )


@pytest.mark.parametrize("kind", ["opinions", "minutes", "card"])
def test_opinions_of_others_wait_for_the_own_signature(kind, client, city, node):
    round = reviewing.make_reviewing(city, node)
    round.method = "meeting"
    round.save()
    reviewer = reviewing.make_reviewer(city)
    reviewing.make_form(round, reviewer)
    offer = find_offer(reviewer, round.standard, kind, {"round": "1"})
    assert offer.gap == "签署自己的审定意见表之后，才能看其他人的意见。"
    assert offer.words not in words(offers_for(reviewer, round.standard))


def test_archive_waits_for_the_own_signature(client, city, node):
    round = reviewing.make_reviewing(city, node)
    reviewer = reviewing.make_reviewer(city)
    reviewing.make_form(round, reviewer)
    client.force_login(reviewer)
    url = reverse("standards:archive", args=[round.standard.pk])
    assert (
        client.get(url).status_code,
        url in client.get(round.standard.get_absolute_url()).content.decode(),
    ) == (*(403, False),)


def test_form_of_another_is_for_office_and_drafting_department(city, node, office, reader):
    round = reviewing.make_reviewing(city, node)
    form = reviewing.make_signed(round, reviewing.make_reviewer(city), "5.2")
    gaps = [
        find_offer(user, round.standard, "opinion-form", {"form": str(form.pk)}).gap
        for user in (office, form.reviewer, reader)
    ]
    assert gaps == ["", "", "别人的审定意见表由标准化管理办公室和起草部门查看。"]


@pytest.mark.parametrize("query", [{}, {"round": "9"}, {"round": "x"}, {"round": "1" * 30}])
def test_round_that_is_not_there_gives_no_paper(office, subjects, query):
    assert find_offer(office, subjects["explanation"], "opinions", query) is None


def test_row_of_another_standard_gives_no_paper(office, subjects):
    query = {"review": str(subjects["review"].pk)}
    assert find_offer(office, subjects["notice"], "review", query).subject == subjects["review"]
    assert find_offer(office, subjects["withdrawal"], "review", query) is None


def test_page_links_to_every_form_of_its_papers(client, reader, subjects):
    client.force_login(reader)
    standard = subjects["explanation"]
    page = client.get(standard.get_absolute_url()).content.decode()
    for link in (
        address(standard, "explanation", "docx"),
        address(standard, "opinions", "xlsx", "?round=1"),
        address(standard, "minutes", "pdf", "?round=1"),
        reverse("standards:archive", args=[standard.pk]),
    ):
        assert f'href="{link}"' in page
    assert "存为附件" not in page


def test_office_may_keep_papers(client, office, subjects):
    client.force_login(office)
    page = client.get(subjects["notice"].get_absolute_url()).content.decode()
    assert "存为附件" in page
    assert "标准已经发布，还没有发布通知。" in page


def test_standard_published_on_paper_has_its_notice_on_paper(city, node):
    assert not lacks_notice(factories.make_published(city, node))


def test_word_is_handed_out_as_a_file_and_recorded(client, reader, subjects):
    client.force_login(reader)
    response = client.get(address(subjects["notice"], "notice", "docx"))
    event = Event.objects.about(subjects["notice"]).get()
    name = "发布通知 Q∕ALWG TG204•2-2025 网格巡查管理规范.docx"
    assert any(
        "关于发布《网格巡查管理规范》的通知" in each.text
        for each in Document(io.BytesIO(response.content)).paragraphs
    )
    assert response["Content-Disposition"].startswith("attachment")
    assert (event.verb, event.actor, event.changes) == ("render_document", reader, {"文件": ["", name]})


@pytest.mark.slow
def test_pdf_opens_in_the_browser(client, reader, subjects):
    client.force_login(reader)
    response = client.get(address(subjects["notice"], "notice", "pdf"))
    text = "".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
    assert (response["Content-Type"], response["Content-Disposition"][:6]) == ("application/pdf", "inline")
    assert "关于发布《网格巡查管理规范》的通知" in text


def test_paper_that_was_looked_at_is_no_history_of_the_standard(client, reader, subjects):
    from standards.history import history_of

    before = len(history_of(subjects["notice"]))
    client.force_login(reader)
    client.get(address(subjects["notice"], "notice", "docx"))
    assert len(history_of(subjects["notice"])) == before


def test_gap_is_told(client, reader, subjects):
    client.force_login(reader)
    response = client.get(address(subjects["explanation"], "notice", "pdf"))
    assert (response.status_code, "自制标准发布后才有发布通知。" in response.content.decode()) == (403, True)


@pytest.mark.usefixtures("_quick_printing")
def test_notice_is_kept_once_and_told(office, subjects):
    standard = subjects["notice"]
    first, second = (make_notice(actor=office, standard=standard) for _ in range(2))
    event = Event.objects.about(standard).get()
    assert (first, first.kind, first.attachment.name) == (
        *(second, "notice"),
        "发布通知 Q∕ALWG TG204•2-2025 网格巡查管理规范.pdf",
    )
    assert (event.verb, list(event.changes)) == ("attach", ["发布文"])
    assert not lacks_notice(standard)


def test_notice_of_a_draft_is_refused(office, subjects):
    with pytest.raises(StandardsError, match="自制标准发布后才有发布通知。"):
        make_notice(actor=office, standard=subjects["explanation"])


def test_paper_whose_facts_change_while_it_is_printed_is_not_kept(office, subjects, monkeypatch):
    standard = subjects["notice"]

    def change(paper, context):
        Standard.objects.filter(pk=standard.pk).update(title="另一名称")
        return b"%PDF-"

    monkeypatch.setattr(papers, "print_paper", change)
    with pytest.raises(StandardsError, match="没有保存。请再试一次。"):
        make_notice(actor=office, standard=standard)
    assert not StandardDocument.objects.filter(kind="notice").exists()


def test_nothing_is_locked_while_a_paper_is_printed(office, subjects, monkeypatch):
    """The lock is taken only after the printer has answered."""
    done = []
    monkeypatch.setattr(papers, "print_paper", lambda paper, context: done.append("print") or b"%PDF-")
    lock = papers.lock
    monkeypatch.setattr(papers, "lock", lambda standard: done.append("lock") or lock(standard))
    make_notice(actor=office, standard=subjects["notice"])
    assert done == ["print", "lock"]


@pytest.mark.usefixtures("_quick_printing")
def test_paper_of_a_round_is_kept_with_its_round(client, office, subjects):
    client.force_login(office)
    standard = subjects["explanation"]
    url = reverse("standards:paper-keep", args=[standard.pk, "opinions"]) + "?round=1"
    page = client.post(url, follow=True)
    document = standard.documents.get(kind="opinions")
    assert document.round == subjects["opinions"]
    assert "已存为附件。" in page.content.decode()


def test_paper_that_is_not_kept_says_so(client, office, subjects):
    client.force_login(office)
    page = client.post(reverse("standards:paper-keep", args=[subjects["card"].pk, "card"]), follow=True)
    assert "这种文件不作为附件保存，请直接下载。" in page.content.decode()


def test_without_the_libraries_for_pdf_the_page_says_what_to_install(client, office, subjects, monkeypatch):
    def fail(job):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("gridgov.printing.pdf.printer.print", fail)
    monkeypatch.setattr("gridgov.printing.pdf.missing_packages", lambda: ["libpango-1.0-0"])
    client.force_login(office)
    page = client.get(address(subjects["notice"], "notice", "pdf"), follow=True).content.decode()
    kept = client.post(reverse("standards:paper-keep", args=[subjects["notice"].pk, "notice"]), follow=True)
    assert "sudo apt install libpango-1.0-0" in page
    assert "sudo apt install libpango-1.0-0" in kept.content.decode()
    assert lacks_notice(subjects["notice"])


def test_papers_of_a_version_are_handed_out_and_recorded(client, reader, subjects):
    client.force_login(reader)
    version = subjects["decree"]
    response = client.get(reverse("standards:version-paper", args=[version.pk, "decree", "docx"]))
    texts = [paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs]
    assert "标准体系发布令" in texts
    assert Event.objects.about(version).get().changes == {"文件": ["", "体系发布令 2026 年版.docx"]}


def test_page_of_a_standard_asks_no_more_for_three_reviews_than_for_one(
    client, office, subjects, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            offers_for(office, Standard.objects.get(pk=subjects["notice"].pk))
        return len(asked)

    before = count()
    for _ in range(2):
        papering.make_concluded(subjects["notice"], office)
    assert count() == before
