"""Zip archives looked at before anything is unpacked: a few kilobytes can hold gigabytes. Pure."""

import io
import zipfile
import zlib
from contextlib import contextmanager

from gridgov.records.media import has_macros

from .table import refused

MOST_MEMBERS = 2_000
MOST_UNPACKED = 80_000_000
# A list compresses ten to thirty times; members below a megabyte may do as they like.
HIGHEST_RATIO = 200
SMALL = 1_000_000
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    KeyError,
    OSError,
)
ENCRYPTED = 0x1


@contextmanager
def opened(name: str, content: bytes):
    """The archive, its directory checked; StandardsError for what is broken, locked, or would burst."""
    with refusing_broken(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_members(name, archive.infolist())
        yield archive


@contextmanager
def refusing_broken(name: str):
    try:
        yield
    except BROKEN as error:
        raise refused(f"“{name}”已损坏，打不开。请在 Excel 或 WPS 中另存一份再上传。") from error


def check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise locked(name)
    if len(members) > MOST_MEMBERS:
        raise refused(f"“{name}”里的部件过多，不像一份表格。请把表格复制到新文件后再上传。")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED or any(map(is_squeezed, members)):
        raise refused(f"“{name}”解压后过大，不像一份表格。请把要导入的各行复制到新文件后再上传。")


def is_squeezed(member: zipfile.ZipInfo) -> bool:
    return member.file_size > SMALL and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)


def locked(name: str):
    return refused(f"“{name}”有密码保护，读不了。请取消密码后再上传。")


def check_no_macros(name: str, archive: zipfile.ZipFile) -> None:
    if has_macros(archive):
        raise refused(f"“{name}”含有宏，不能上传。请另存为不带宏的“.xlsx”文件。")
