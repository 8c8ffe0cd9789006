"""Writing the archive package of a locked result, `gridgov-evaluation/1` (evaluation §3.3 归档).

    报告/              the report as PDF
    数据/result.json   the canonical document, byte for byte
    数据/operations.json, 数据/底稿/01 ….json   operations of the official sheet and of each member's, in their order
    数据/….json        rulings, samples with their whole population, signatures, notice, problems, complaints, events
    数据/旧版/….json    the documents of versions that were reopened
    附件/              evidence of all sheets and the documents of the application, as they were handed in
    manifest.json     {"format", "number", "sha256" of the document, "made_at", "made_by",
                       "members": [{"path", "what", "size", "sha256"}, …], "seal"}

`seal` is the SHA-256 of the canonical manifest without it: no byte of the package can change unnoticed.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZipFile

from gridgov.canonical import canonical_json, sha256
from gridgov.dates import moment
from gridgov.records.models import Attachment
from standards.documents.archive import MANIFEST, Member, add_bytes, copy_file, safe, unused

from ..models import Evidence, Result
from ..reports.report import report_pdf
from ..services.printing import keep_printed
from .data import data_of

FORMAT = "gridgov-evaluation/1"
RESULT = "数据/result.json"


@dataclass(frozen=True)
class Package:
    """The package, open for reading from its beginning; closing it deletes it."""

    file: BinaryIO
    members: tuple[Member, ...]


def write_package(*, actor, result: Result, made_at: datetime) -> Package:
    """The package on disk; memory does not grow with its files.

    Raises GridgovError when a stored file is missing or no longer what was handed in, or the report cannot be
    printed.
    """
    pdf = report_pdf(result)
    file = tempfile.TemporaryFile(prefix="gridgov-")  # noqa: SIM115  handed to the caller
    try:
        with ZipFile(file, "w") as archive:
            members = [
                add_bytes(archive, f"报告/{safe(result.number)}.pdf", "评价报告", pdf),
                add_bytes(archive, RESULT, "评价结果", result.document.encode()),
                *[
                    add_bytes(archive, path, what, canonical_json(part))
                    for path, what, part in data_of(result)
                ],
                *write_files(archive, result),
            ]
            manifest = sealed(manifest_of(result, members, actor=actor, made_at=made_at))
            add_bytes(archive, MANIFEST, "目录", canonical_json(manifest))
    except BaseException:
        file.close()
        raise
    keep_printed(actor=actor, result=result, pdf=pdf)
    file.seek(0)
    return Package(file, tuple(members))


def manifest_of(result: Result, members: list[Member], *, actor, made_at: datetime) -> dict:
    return {
        "format": FORMAT,
        "number": result.number,
        "sha256": result.sha256,
        "made_at": moment(made_at),
        "made_by": str(actor),
        "members": [asdict(member) for member in members],
    }


def sealed(manifest: dict) -> dict:
    """With the hash of everything else that stands in it."""
    return manifest | {"seal": sha256(canonical_json(manifest))}


def write_files(archive: ZipFile, result: Result) -> list[Member]:
    """Each stored file once under its first name, in the order of the targets."""
    taken, seen, found = set(), set(), []
    for folder, attachment in files_of(result):
        if attachment.sha256 in seen:
            continue
        seen.add(attachment.sha256)
        path = unused(f"附件/{safe(folder)}/{safe(attachment.name)}", taken)
        found.append(copy_file(archive, path, folder, attachment))
    return found


def files_of(result: Result) -> Iterator[tuple[str, Attachment]]:
    """(folder, file): evidence in force by its target, then what was applied with."""
    evaluation = result.evaluation
    rows = Evidence.objects.kept().filter(sheet__evaluation=evaluation, attachment__isnull=False)
    for row in rows.select_related("attachment").order_by("target", "pk"):
        yield row.target, row.attachment
    if evaluation.application:
        documents = evaluation.application.documents.kept().select_related("attachment")
        for document in documents.order_by("pk"):
            yield "申请材料", document.attachment
