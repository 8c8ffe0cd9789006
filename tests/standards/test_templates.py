"""Word templates of an office: taken in when they are plain and fill, refused with a sentence, put back."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document

from gridgov.errors import GridgovError
from gridgov.records.models import Event
from standards.documents.catalogue import BY_KIND, TEMPLATED
from standards.documents.checking import check_template
from standards.documents.papers import make_paper
from standards.documents.word import REASONS, builtin_template
from standards.errors import StandardsError
from standards.models import DocumentTemplate
from standards.services.templates import retire_template, upload_template
from tests import factories

NOTICE = BY_KIND["notice"]
NOT_DOCX = (
    "这不是 Word 的 .docx 文件，或文件已损坏。请用 Word 或 WPS 打开内置模板，改好后另存为 .docx 再上传。"
)
FIX = "请对照内置模板改正后再上传。"


def docx(*paragraphs: str) -> bytes:
    page = Document()
    for text in paragraphs:
        page.add_paragraph(text)
    out = io.BytesIO()
    page.save(out)
    return out.getvalue()


def changed(content: bytes, parts: dict[str, bytes]) -> bytes:
    """A zip with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def relation(attributes: str) -> bytes:
    """The relations of a document with one more."""
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        text = archive.read("word/_rels/document.xml.rels").decode()
    return text.replace("</Relationships>", f'<Relationship Id="rX" {attributes}/></Relationships>').encode()


def refusal(content: bytes) -> str:
    with pytest.raises(StandardsError) as caught:
        check_template(NOTICE, content)
    return caught.value.message


def upload(office, organization, content, name="通知.docx", paper=NOTICE):
    file = ContentFile(content, name=name)
    return upload_template(actor=office, organization=organization, paper=paper, file=file)


def text_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("paper", TEMPLATED, ids=lambda paper: paper.kind)
def test_every_builtin_template_would_be_taken_in(paper):
    check_template(paper, builtin_template(paper.kind))


def test_unknown_variables_are_named_with_the_known():
    message = refusal(docx("{{ title }} {{ titel }} {{ nummer }}"))
    assert message.startswith(
        "模板不能用：用了不认识的变量：nummer、titel。可用的变量：organization、day、date、number、"
    )


def test_unknown_column_of_a_row_is_refused():
    content = docx("{%p for row in citing %}", "{{ row.nummer }}", "{%p endfor %}")
    with pytest.raises(StandardsError, match="nummer"):
        check_template(BY_KIND["withdrawal"], content)


@pytest.mark.parametrize("text", ["{{ title", "{% if title %}", "{{ title | }}", "{% for %}"])
def test_what_is_no_template_is_refused(text):
    message = refusal(docx(text))
    assert message.startswith("模板不能用：写法有误（")
    assert message.endswith(FIX)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__class__.__init__.__globals__ }}",
        "{{ title * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ title.format(title) }}",
        "{{ self.__init__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
    ],
)
def test_template_that_reaches_for_more_is_refused(text):
    assert refusal(docx(text)).startswith("模板不能用：")


@pytest.mark.parametrize("name", ["range", "lipsum", "cycler", "namespace", "config", "request"])
def test_there_is_nothing_to_count_with(name):
    assert refusal(docx(f"{{% for i in {name}(10**9) %}}x{{% endfor %}}")).startswith(
        f"模板不能用：用了不认识的变量：{name}"
    )


LONGER = "{% set text = text ~ text ~ text ~ text ~ text ~ text ~ text ~ text %}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "{% for a in title %}" * 16 + "x" + "{% endfor %}" * 16,
        "{% set text = title %}" + LONGER * 12 + "{{ text }}",
    ],
)
def test_endless_templates_end(text):
    reasons = [f"模板不能用：{REASONS[name]}。{FIX}" for name in ("time", "memory", "size")]
    assert refusal(docx(text)) in reasons


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4", b"<html>"])
def test_other_files_are_refused(content):
    assert refusal(content) == NOT_DOCX


def test_other_office_files_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(out.getvalue()) == NOT_DOCX


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/afchunk.mht",
    ],
)
def test_programs_and_other_files_inside_are_refused(name):
    assert refusal(changed(docx("{{ title }}"), {name: b"x"})) == (
        f"模板中有宏、控件或嵌入的文件（{name}）。请去掉后再上传。"
    )


def test_macros_under_another_name_are_refused():
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        types = archive.read("[Content_Types].xml").decode()
    types = types.replace("wordprocessingml.document.main", "wordprocessingml.document.macroEnabled.main")
    message = refusal(changed(docx(), {"[Content_Types].xml": types.encode()}))
    assert message == "模板中有宏。请另存为不带宏的 .docx 文件后再上传。"


@pytest.mark.parametrize("target", ["http://example.com/a.dotm", "file:///C:/x.dotm", r"\\server\share\x"])
def test_outside_contents_are_refused(target):
    rels = relation(f'Type="http://x/attachedTemplate" Target="{target}" TargetMode="External"')
    assert refusal(changed(docx(), {"word/_rels/document.xml.rels": rels})) == (
        f"模板引用了外部内容（{target}）。请去掉超链接、链接的图片和附加的模板后再上传。"
    )


@pytest.mark.parametrize("code", ["INCLUDETEXT", "IncludePicture", "DDEAUTO", "LINK"])
def test_fields_that_read_other_files_are_refused(code):
    with zipfile.ZipFile(io.BytesIO(docx("字"))) as archive:
        text = archive.read("word/document.xml").decode()
    half = f'<w:instrText>{code[:2]}</w:instrText></w:r><w:r><w:instrText>{code[2:]} "a"</w:instrText>'
    content = changed(docx(), {"word/document.xml": text.replace("<w:t>字</w:t>", half).encode()})
    assert refusal(content) == f"模板中有读取其他文件的域（{code.upper()}）。请去掉后再上传。"


def test_entities_are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    assert refusal(changed(docx(), {"word/styles.xml": bomb})) == (
        "模板的内容读不出来（word/styles.xml）。请用 Word 或 WPS 重新保存后再上传。"
    )


def test_what_unpacks_to_too_much_is_refused():
    assert refusal(changed(docx(), {"word/media/a.bmp": bytes(21 * 1024**2)})) == (
        "模板解开后太大。请用内置模板重新制作。"
    )


def test_what_is_too_large_is_refused_unread():
    assert refusal(bytes(5 * 1024**2 + 1)) == "模板超过 5 MB。请去掉大图片后再上传。"


def test_uploaded_template_is_used_from_then_on(office, city, node):
    upload(office, city, docx("本办决定发布 {{ number }}", "{%p if replaced %}", "代替", "{%p endif %}"))
    made = make_paper(NOTICE, factories.make_published(city, node), "docx", organization=city)
    assert text_of(made.content) == ["本办决定发布 Q/ALWG TG204•1-2025"]


def test_template_of_another_organisation_is_not_used(stranger, stranger_city, city, node):
    upload(stranger, stranger_city, docx("别人的"))
    made = make_paper(NOTICE, factories.make_published(city, node), "docx", organization=city)
    assert "别人的" not in text_of(made.content)


def test_upload_retires_the_template_before_it_and_is_told(office, city):
    first = upload(office, city, docx("一"), "一.docx")
    second = upload(office, city, docx("二"), "二.docx")
    first.refresh_from_db()
    event = Event.objects.about(city).first()
    words = [f"{row.attachment.name} {row.attachment.sha256[:8]}" for row in (first, second)]
    assert (first.retired_at is None, second.retired_at) == (False, None)
    assert (event.verb, event.changes) == ("attach", {"模板“发布通知”": words})


def test_retiring_goes_back_to_the_builtin_template(office, city, node):
    row = upload(office, city, docx("自己的"))
    retire_template(actor=office, organization=city, paper=NOTICE)
    made = make_paper(NOTICE, factories.make_published(city, node), "docx", organization=city)
    event = Event.objects.about(city).first()
    assert "自己的" not in text_of(made.content)
    assert (event.verb, event.changes) == (
        "detach",
        {"模板“发布通知”": [f"通知.docx {row.attachment.sha256[:8]}", "内置模板"]},
    )


def test_builtin_template_cannot_be_retired(office, city):
    with pytest.raises(StandardsError, match="“发布通知”用的已是内置模板。"):
        retire_template(actor=office, organization=city, paper=NOTICE)


def test_same_template_twice_is_refused_and_the_one_in_use_stays(office, city):
    content = docx("一")
    row = upload(office, city, content)
    with pytest.raises(StandardsError, match="这份模板正在使用，不用再传。"):
        upload(office, city, content)
    row.refresh_from_db()
    assert row.retired_at is None


def test_refused_template_leaves_nothing(office, city):
    with pytest.raises(GridgovError):
        upload(office, city, docx("{{ titel }}"))
    assert not DocumentTemplate.objects.exists()


def test_template_that_no_longer_fills_says_what_to_do(office, city, node):
    content = docx("{% if number %}{{ number.__class__.x }}{{ 1 // 0 }}{% endif %}")
    attachment = factories.make_attachment(city, name="坏.docx", content=content)
    DocumentTemplate.objects.create(
        organization=city, kind="notice", attachment=attachment, uploaded_by=office
    )
    with pytest.raises(StandardsError) as caught:
        make_paper(NOTICE, factories.make_published(city, node), "docx", organization=city)
    assert caught.value.message.startswith("本组织的“发布通知”模板不能用：填写时出错（")
    assert caught.value.message.endswith("请在“文件模板”中上传改好的模板，或改回内置模板。")


def test_page_lists_every_word_paper_at_a_constant_number_of_queries(
    client, office, city, django_assert_num_queries
):
    client.force_login(office)
    client.get(reverse("standards:templates"))
    upload(office, city, docx("一"), "一.docx")
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("standards:templates")).content.decode()
    for paper in TEMPLATED[:3]:
        upload(office, city, docx("三", paper.kind), "三.docx", paper)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("standards:templates"))
    assert [paper.title for paper in TEMPLATED if paper.title not in page] == []
    assert "一.docx" in page


QUERIES = 6


def test_page_tells_which_variables_there_are(client, office):
    client.force_login(office)
    page = client.get(reverse("standards:template-new", args=["opinions"])).content.decode()
    assert "<code>opinions</code>" in page
    assert "<code>clause</code> 条款" in page


def test_refusal_stands_at_the_file(client, office, city):
    client.force_login(office)
    file = ContentFile(docx("{{ titel }}"), name="通知.docx")
    page = client.post(reverse("standards:template-new", args=["notice"]), {"file": file}).content.decode()
    assert "用了不认识的变量：titel" in page


def test_upload_through_the_page(client, office, city):
    client.force_login(office)
    file = ContentFile(docx("{{ title }}"), name="通知.docx")
    page = client.post(reverse("standards:template-new", args=["notice"]), {"file": file}, follow=True)
    assert "“发布通知”已改用上传的模板。" in page.content.decode()
    assert DocumentTemplate.objects.get().attachment.name == "通知.docx"


def test_builtin_template_is_handed_out(client, reader):
    client.force_login(reader)
    response = client.get(reverse("standards:template-builtin", args=["notice"]))
    assert any("{{ title }}" in text for text in text_of(response.content))
