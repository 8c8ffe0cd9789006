"""Any list as sheets of rows: .xlsx, .xls, .ods, .csv, or pasted from a spreadsheet.

Bounded in time and memory whatever the file says of itself; what is no list is refused with one sentence.
"""

from collections.abc import Callable
from pathlib import PurePath

from .delimited import read_csv, read_pasted
from .foreign import read_xls
from .ods import read_ods
from .table import Fault, Formula, Line, Sheet, column_letters, refused
from .xlsx import read_xlsx

__all__ = ["ACCEPT", "Fault", "Formula", "Line", "Sheet", "column_letters", "read_pasted", "read_table"]

LARGEST = 10 * 1024 * 1024
READERS: dict[str, tuple[Callable, bytes | None]] = {
    "xlsx": (read_xlsx, b"PK\x03\x04"),
    "xls": (read_xls, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "ods": (read_ods, b"PK\x03\x04"),
    "csv": (read_csv, None),
}
ACCEPT = ".xlsx,.xls,.ods,.csv"
WITH_MACROS = {"xlsm", "xltm", "xlsb", "xlam"}
# A protected .xlsx lies in the kind of file that .xls is.
PROTECTED = "EncryptedPackage".encode("utf-16-le")


def check_size(name: str, size: int) -> None:
    """Refuse a file by its size alone; ask before reading it."""
    if size > LARGEST:
        raise refused(
            f"“{name}”有 {size / 1024 / 1024:.0f} MB，超过 {LARGEST // 1024 // 1024} MB 的上限。"
            "请只留要导入的各行，或分成几个文件。"
        )
    if not size:
        raise refused(f"“{name}”是空文件，请重新选择。")


def read_table(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file, hidden ones marked; the kind follows from the name and must be that of the content.

    Raises StandardsError (field `file`): a kind that cannot be read, macros, links to other files, a password, a
    broken file, more than 20,000 rows, 60 columns or 10 MB. A formula is a cell of its own kind (`Formula`).
    """
    check_size(name, len(content))
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in WITH_MACROS:
        raise refused(f"“{name}”是可以带宏的文件，不能上传。请另存为“.xlsx”文件。")
    if extension not in READERS:
        raise refused(
            f"“{name}”不是能导入的文件。请上传 .xlsx、.xls、.ods 或 .csv 文件，或直接粘贴表格内容。"
        )
    read, begin = READERS[extension]
    if PROTECTED in content[:1_000_000] and content.startswith(READERS["xls"][1]):
        raise refused(f"“{name}”有密码保护，读不了。请取消密码后再上传。")
    if begin and not content.startswith(begin):
        words = extension.upper()
        raise refused(f"“{name}”的内容不是 {words} 文件。请在 Excel 或 WPS 中另存一份，不要只改扩展名。")
    sheets = read(name, content)
    if not any(sheet.rows for sheet in sheets):
        raise refused(f"“{name}”里没有任何内容。请核对后重新选择。")
    return sheets
