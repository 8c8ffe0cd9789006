"""Files of a standard: handed in once, handed out as files, taken away with a reason and kept."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridgov.errors import GridgovError
from gridgov.records.models import Attachment, Event
from standards.models import StandardDocument
from standards.services.documents import attach_document, remove_document
from tests import factories

SHA = hashlib.sha256(factories.PDF).hexdigest()


def pdf(name="文本.pdf", content=factories.PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def published(city, node):
    return factories.make_published(city, node)


def attach(office, standard, kind="text", file=None):
    return attach_document(actor=office, standard=standard, kind=kind, file=file or pdf())


def refusal(act, **values) -> tuple[str, str | None]:
    with pytest.raises(GridgovError) as caught:
        act(**values)
    return caught.value.message, caught.value.field


def test_an_attached_file_is_stored_and_told_to_the_trail(office, published):
    document = attach(office, published)
    stored = document.attachment
    event = Event.objects.about(published).get()
    assert (stored.sha256, stored.size, stored.uploaded_by, event.verb, event.changes) == (
        *(SHA, len(factories.PDF), office, "attach"),
        {"标准文本": ["", f"文本.pdf {SHA[:8]}"]},
    )


def test_the_same_file_of_the_same_kind_is_refused(office, published):
    attach(office, published)
    assert refusal(attach, office=office, standard=published, file=pdf("副本.pdf")) == (
        "“副本.pdf”已作为标准文本上传过，不用再传。",
        "file",
    )
    assert Attachment.objects.count() == 1


def test_the_same_file_may_be_of_another_kind(office, published):
    attach(office, published)
    attach(office, published, "approval")
    assert published.documents.count() == 2


def test_a_removed_document_keeps_row_bytes_and_who(office, published):
    document = attach(office, published, "other")
    remove_document(actor=office, document=document, reason="传错文件")
    document.refresh_from_db()
    event = Event.objects.about(published).first()
    with document.attachment.open() as file:
        content = file.read()
    assert (
        *(document.removed_by, document.removed_at is not None, content),
        *(event.verb, event.reason, event.changes),
    ) == (
        *(office, True, factories.PDF),
        *("detach", "传错文件", {"其他": [f"文本.pdf {SHA[:8]}", ""]}),
    )


def test_removing_needs_a_reason(office, published):
    document = attach(office, published, "other")
    assert refusal(remove_document, actor=office, document=document, reason=" ") == (
        "请写明移除的理由，如“传错文件，已另传定稿”。",
        "reason",
    )


@pytest.mark.parametrize("kind", ["text", "approval"])
def test_the_last_text_or_approval_of_a_published_standard_stays(office, published, kind):
    document = attach(office, published, kind)
    words = StandardDocument.Kind(kind).label
    assert refusal(remove_document, actor=office, document=document, reason="传错") == (
        f"已发布的标准应有{words}：请先上传新的{words}，再移除这一份。",
        None,
    )


def test_a_text_is_removed_when_another_stands(office, published):
    document = attach(office, published)
    attach(office, published, file=pdf("定稿.pdf", factories.PDF + b"2"))
    remove_document(actor=office, document=document, reason="已传定稿")
    assert [d.attachment.name for d in published.documents.filter(removed_at=None)] == ["定稿.pdf"]


def test_a_draft_may_lose_its_text(office, city, node):
    document = attach(office, factories.make_draft(city, node))
    remove_document(actor=office, document=document, reason="重写")
    assert not StandardDocument.objects.filter(removed_at=None).exists()


def test_what_was_removed_is_not_removed_again(office, city, node):
    document = attach(office, factories.make_draft(city, node))
    remove_document(actor=office, document=document, reason="重写")
    again = refusal(remove_document, actor=office, document=document, reason="重写")
    assert again == ("这个附件已经移除。", None)


def test_a_file_is_handed_out_as_a_file_and_recorded(client, reader, published):
    document = factories.make_document(published)
    client.force_login(reader)
    response = client.get(f"/standards/{published.pk}/documents/{document.pk}/")
    content = b"".join(response.streaming_content)
    assert (
        *(content, response["Content-Type"], response["X-Content-Type-Options"]),
        *(
            response["Content-Disposition"].startswith("attachment"),
            Event.objects.about(published).get().verb,
        ),
    ) == (factories.PDF, "application/pdf", "nosniff", True, "download")


def test_a_removed_document_is_not_handed_out(client, office, city, node):
    draft = factories.make_draft(city, node)
    document = attach(office, draft)
    remove_document(actor=office, document=document, reason="重写")
    client.force_login(office)
    assert client.get(f"/standards/{draft.pk}/documents/{document.pk}/").status_code == 404


def test_a_file_of_a_wrong_kind_comes_back_with_a_sentence_at_its_field(client, office, published):
    client.force_login(office)
    file = SimpleUploadedFile("页面.html", b"<script>")
    response = client.post(f"/standards/{published.pk}/documents/add/", {"kind": "text", "file": file})
    assert "“页面.html”的类型不能上传" in response.content.decode()
    assert not Attachment.objects.exists()
