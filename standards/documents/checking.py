"""A Word template that an office hands in: is it a plain docx, and does it fill. Checked before it is kept."""

import io
import re
import zipfile
import zlib

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..errors import StandardsError
from .catalogue import Paper, sample_context
from .word import fill_in_child

LARGEST, MOST_UNZIPPED, MOST_PARTS = 5 * 1024**2, 20 * 1024**2, 500
DOCUMENT = "word/document.xml"
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError)
# Parts that carry programs or other files.
ACTIVE = re.compile(r"vbaproject|vbadata|activex|embeddings/|oleobject|afchunk", re.IGNORECASE)
# Fields by which Word reads other files, or asks other programs.
FETCHING = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE)\b")
INSTRUCTION = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_DOCX = (
    "这不是 Word 的 .docx 文件，或文件已损坏。请用 Word 或 WPS 打开内置模板，改好后另存为 .docx 再上传。"
)


def check_template(paper: Paper, content: bytes) -> None:
    """Raises StandardsError, with what to mend, unless `content` is a template that fills with what `paper` knows.

    No macros, no other files inside, nothing fetched from elsewhere; its Jinja names only known variables; a sample is
    filled by it within bounds of time and memory.
    """
    if len(content) > LARGEST:
        raise StandardsError("模板超过 5 MB。请去掉大图片后再上传。")
    check_parts(content)
    try:
        fill_in_child(content, sample_context(paper), strict=True)
    except StandardsError as error:
        raise StandardsError(f"模板不能用：{error.message}。{advice(error.message, paper)}") from error


def advice(reason: str, paper: Paper) -> str:
    if "变量" in reason or "has no attribute" in reason or "is undefined" in reason:
        return f"可用的变量：{'、'.join(each.name for each in paper.fields)}。"
    return "请对照内置模板改正后再上传。"


def check_parts(content: bytes) -> None:
    """What lies in the zip, read no further than its limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if DOCUMENT not in names or "[Content_Types].xml" not in names:
                raise StandardsError(NOT_DOCX)
            if len(names) > MOST_PARTS or sum(each.file_size for each in archive.infolist()) > MOST_UNZIPPED:
                raise StandardsError("模板解开后太大。请用内置模板重新制作。")
            if active := next(filter(ACTIVE.search, names), None):
                raise StandardsError(f"模板中有宏、控件或嵌入的文件（{active}）。请去掉后再上传。")
            for name in names:
                check_part(name, archive)
    except BROKEN as error:
        raise StandardsError(NOT_DOCX) from error


def check_part(name: str, archive: zipfile.ZipFile) -> None:
    """Types, relations and fields of one part."""
    if not name.endswith((".xml", ".rels")):
        return
    try:
        root = ElementTree.fromstring(archive.read(name))
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise StandardsError(f"模板的内容读不出来（{name}）。请用 Word 或 WPS 重新保存后再上传。") from error
    if name == "[Content_Types].xml":
        check_types(root)
    elif name.endswith(".rels"):
        check_relations(root)
    else:
        check_fields(root)


def check_types(root) -> None:
    """A macro may lie under any name; its type tells."""
    declared = " ".join(each.get("ContentType", "") for each in root.iter()).lower()
    if "macroenabled" in declared or "vbaproject" in declared:
        raise StandardsError("模板中有宏。请另存为不带宏的 .docx 文件后再上传。")


def check_relations(root) -> None:
    for each in root.iter():
        if each.get("TargetMode", "").lower() == "external":
            raise StandardsError(
                f"模板引用了外部内容（{each.get('Target', '')[:100]}）。请去掉超链接、链接的图片和附加的模板后再上传。"
            )
        if ACTIVE.search(each.get("Type", "")):
            raise StandardsError("模板中嵌入了别的文件。请去掉后再上传。")


def check_fields(root) -> None:
    """Field codes, whose letters may be spread over several runs."""
    spread = "".join(each.text or "" for each in root.iter(f"{INSTRUCTION}instrText"))
    simple = " ".join(each.get(f"{INSTRUCTION}instr", "") for each in root.iter(f"{INSTRUCTION}fldSimple"))
    if found := FETCHING.search(f"{spread} {simple}".upper()):
        raise StandardsError(f"模板中有读取其他文件的域（{found.group()}）。请去掉后再上传。")
