"""Small Word files for the demo. They say what they stand for; no text of any standard is in them. Pure."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TYPES = f"""{DECLARATION}<Types xmlns="{PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>"""
RELATIONS = f"""{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
PARAGRAPH = """<w:p><w:pPr><w:spacing w:after="240"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr>\
<w:rFonts w:eastAsia="宋体"/><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"""
PAGE = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
THE_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)


def word_file(heading: str, *lines: str) -> bytes:
    """A .docx of one A4 page: a heading and lines below it. The same words give the same bytes."""
    paragraphs = [PARAGRAPH.format(size=36, text=escape(heading))]
    paragraphs += [PARAGRAPH.format(size=24, text=escape(line)) for line in lines]
    document = f'{DECLARATION}<w:document xmlns:w="{WORDS}"><w:body>{"".join(paragraphs)}{PAGE}</w:body></w:document>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name, THE_SAME_MOMENT), text)
    return content.getvalue()


def text_of(title: str) -> bytes:
    """What stands in place of the text of a standard or document."""
    return word_file(f"演示文件：《{title}》标准文本", "仅供演示，没有正文。")


def approval_of(number: str, document: str, issuer: str) -> bytes:
    """What stands in place of the document that approves a batch."""
    return word_file(f"演示文件：关于批准发布{document}的通知", number, issuer, "仅供演示，没有正文。")


def withdrawal_of(number: str, title: str, issuer: str) -> bytes:
    """What stands in place of the notice that withdraws a standard."""
    return word_file(f"演示文件：关于废止《{title}》的通知", number, issuer, "仅供演示，没有正文。")
