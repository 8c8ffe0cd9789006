"""The archive package of a standard, `gridgov-archive/1`: everything kept of it in one zip, named by hashes.

    资料/       papers of this system, as PDF
    附件/       every file that was handed in and not taken away, as it was handed in
    数据/       standard.json, opinions.json, events.json
    manifest.json   {"format", "standard", "organization", "made_at", "made_by",
                     "members": [{"path", "what", "size", "sha256"}, …]}

The same state gives the same members; only who made the package and when differs. Whoever has the zip can compute
every hash again without this system.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from gridgov.dates import moment
from gridgov.records.models import Attachment

from ..errors import StandardsError
from ..models import Standard
from ..permissions import readable_documents
from .catalogue import BY_KIND
from .contexts import context_of
from .dossier import events_part, opinions_part, standard_part
from .pdf import heading, print_paper

FORMAT = "gridgov-archive/1"
MANIFEST = "manifest.json"
CHUNK = 1024**2
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: members do not tell when they were packed
LONGEST = 120


@dataclass(frozen=True)
class Member:
    """One file of the package."""

    path: str
    what: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Archive:
    """The package, open for reading from its beginning; closing it deletes it."""

    file: BinaryIO
    members: tuple[Member, ...]


def write_archive(*, actor, standard: Standard, made_at: datetime) -> Archive:
    """The package of a standard on disk; memory does not grow with its files.

    Raises StandardsError when a stored file is missing or no longer what was handed in, or a paper cannot be printed.
    """
    file = tempfile.TemporaryFile(prefix="gridgov-")  # noqa: SIM115  handed to the caller
    try:
        with ZipFile(file, "w") as archive:
            members = [
                *write_papers(archive, standard),
                *write_files(archive, readable_documents(actor, standard), standard),
                *write_data(archive, standard),
            ]
            manifest = manifest_of(standard, members, actor=actor, made_at=made_at)
            add_bytes(archive, MANIFEST, "目录", in_json(manifest))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Archive(file, tuple(members))


def manifest_of(standard: Standard, members: list[Member], *, actor, made_at: datetime) -> dict:
    return {
        "format": FORMAT,
        "organization": standard.organization.name,
        "standard": {
            "number": standard.number,
            "title": standard.title,
            "stage": standard.get_stage_display(),
        },
        "made_at": moment(made_at),
        "made_by": str(actor),
        "members": [asdict(member) for member in members],
    }


def papers_of(standard: Standard) -> Iterator[tuple]:
    """(paper, row it is about) of every paper that says something settled."""
    yield "card", standard
    if standard.is_own and standard.is_published:
        yield "notice", standard
    for round in standard.rounds.exclude(outcome=""):
        yield "opinions", round
        if round.method == round.Method.MEETING:
            yield "minutes", round
    for review in standard.reviews.exclude(conclusion=""):
        yield "review", review
    for amendment in standard.amendments.exclude(number=None):
        yield "amendment", amendment
    if standard.withdrawn_on:
        yield "withdrawal", standard


def write_papers(archive: ZipFile, standard: Standard) -> list[Member]:
    found = []
    for place, (kind, subject) in enumerate(papers_of(standard), start=1):
        paper = BY_KIND[kind]
        context = context_of(paper, subject)
        path = f"资料/{place:02} {safe(heading(paper, context))}.pdf"
        found.append(add_bytes(archive, path, paper.title, print_paper(paper, context)))
    return found


def files_of(documents, standard: Standard) -> Iterator[tuple[str, Attachment]]:
    """(what it is, file) of everything handed in: documents, what information was collected from, 修改单."""
    for document in documents.select_related("attachment"):
        yield document.get_kind_display(), document.attachment
    for information in standard.information.exclude(attachment=None).select_related("attachment"):
        yield "信息收集", information.attachment
    for amendment in standard.amendments.exclude(attachment=None).select_related("attachment"):
        yield str(amendment), amendment.attachment


def write_files(archive: ZipFile, documents, standard: Standard) -> list[Member]:
    """Each under the name it had, two of one name told apart; names differ without regard to case."""
    taken, found = set(), []
    for what, attachment in files_of(documents, standard):
        path = unused(f"附件/{safe(what)}/{safe(attachment.name)}", taken)
        found.append(copy_file(archive, path, what, attachment))
    return found


def copy_file(archive: ZipFile, path: str, what: str, attachment: Attachment) -> Member:
    """Copy the stored bytes piece by piece, and see that they are those that were handed in."""
    seen, size = hashlib.sha256(), 0
    try:
        with (
            attachment.open() as source,
            archive.open(entry(path, ZIP_STORED), "w", force_zip64=True) as target,
        ):
            while piece := source.read(CHUNK):
                seen.update(piece)
                size += len(piece)
                target.write(piece)
    except FileNotFoundError as error:
        raise StandardsError(
            f"附件“{attachment.name}”的文件不在存储中，不能归档。请从备份恢复后再试。"
        ) from error
    if seen.hexdigest() != attachment.sha256:
        raise StandardsError(
            f"附件“{attachment.name}”的内容与登记的校验码不符，不能归档。请从备份恢复后再试。"
        )
    return Member(path, what, size, attachment.sha256)


def write_data(archive: ZipFile, standard: Standard) -> list[Member]:
    parts = (
        ("standard", "登记的各项", standard_part(standard)),
        ("opinions", "审查意见及处理", opinions_part(standard)),
        ("events", "记录", events_part(standard)),
    )
    return [add_bytes(archive, f"数据/{name}.json", what, in_json(part)) for name, what, part in parts]


def add_bytes(archive: ZipFile, path: str, what: str, content: bytes) -> Member:
    archive.writestr(entry(path, ZIP_DEFLATED), content)
    return Member(path, what, len(content), hashlib.sha256(content).hexdigest())


def entry(path: str, method: int) -> ZipInfo:
    """A member of a fixed date, readable for its owner alone."""
    info = ZipInfo(path, EPOCH)
    info.compress_type, info.external_attr = method, 0o600 << 16
    return info


def in_json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n"


def safe(name: str) -> str:
    """A file name that every system can unpack."""
    for sign, other in zip('/\\:*?"<>|', "∕＼：＊？＂＜＞｜", strict=True):
        name = name.replace(sign, other)
    path = PurePath(name.strip(" .") or "未命名")
    return path.stem[: LONGEST - len(path.suffix)] + path.suffix


def unused(path: str, taken: set[str]) -> str:
    """The path, or `path (2)` where it is taken."""
    pure, place = PurePath(path), 1
    while path.casefold() in taken:
        place += 1
        path = str(pure.with_stem(f"{pure.stem} ({place})"))
    taken.add(path.casefold())
    return path
