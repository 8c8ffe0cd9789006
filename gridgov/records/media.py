"""Which files are taken in, decided by their content and their name together. Pure.

Nothing here runs in a browser: HTML, SVG, scripts and macros are refused, whatever they are called.
"""

import io
import zipfile
import zlib
from pathlib import PurePath

from .errors import RecordsError

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = "application/pdf"
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Extension → (media type, how its content begins). Office files and OFD are zips with a known member.
KINDS = {
    "pdf": (PDF, b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": (DOCX, b"PK\x03\x04"),
    "xlsx": (XLSX, b"PK\x03\x04"),
    "ofd": ("application/ofd", b"PK\x03\x04"),
    "doc": ("application/msword", OLE),
    "xls": ("application/vnd.ms-excel", OLE),
    "wps": ("application/vnd.ms-works", OLE),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
    "csv": ("text/csv", b""),
}
MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml", "ods": "content.xml"}
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Folders of macros in the files of OpenDocument.
MACRO_FOLDERS = ("Basic/", "Scripts/")
TYPES = "[Content_Types].xml"
# Read no further: a small archive can unpack to gigabytes.
MOST_TYPES = 1_000_000
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
PICTURES = {"image/png", "image/jpeg"}
INLINE = {PDF, *PICTURES}
WORDS = "PDF、OFD、Word、Excel、WPS 文件或 JPG、PNG 图片"


def media_type(name: str, content: bytes) -> str:
    """Media type of a file taken in, from its name and its whole content.

    Raises RecordsError with a sentence when the kind is not allowed, or the content is not what the name
    says.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in KINDS:
        raise RecordsError(f"“{name}”的类型不能上传。请上传 {WORDS}。")
    kind, begin = KINDS[extension]
    fits = is_table(content) if extension == "csv" else has_member(extension, content)
    if not content.startswith(begin) or not fits:
        raise RecordsError(f"“{name}”的内容不是 {extension.upper()} 文件。请核对文件，不要只改扩展名。")
    return kind


def is_table(content: bytes) -> bool:
    """Whether the content is a text, and none that a browser or a shell would take for a program."""
    for encoding in [ENCODINGS[content[:2]]] if content[:2] in ENCODINGS else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding).lstrip()
        except UnicodeDecodeError:
            continue
        return "\0" not in text and not text.startswith(("<", "#!", "%PDF", "{\\rtf"))
    return False


def has_member(extension: str, content: bytes) -> bool:
    """Whether a zip-based file holds the part that makes it what it says, and no macros."""
    if extension not in MEMBERS:
        return True
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return MEMBERS[extension] in archive.namelist() and not has_macros(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False


def has_macros(archive: zipfile.ZipFile) -> bool:
    """A part with macros has its customary name, or any other one that the list of types declares."""
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(MACRO_FOLDERS) for name in names):
        return True
    if TYPES not in names:
        return False
    with archive.open(TYPES) as file:
        declared = file.read(MOST_TYPES).lower()
    return b"macroenabled" in declared or b"vbaproject" in declared
