"""Checking an archive package, years later and without the server: every byte, and what follows from what.

Proven is that nothing was changed since it was packed, that the facts give the score, that the operations give the
sheet, and that the signatures are for this content. Not proven is who handed it over.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile
from zlib import error as ZlibError

from gridgov.canonical import canonical_json, sha256
from standards.documents.archive import CHUNK, MANIFEST

from ..errors import EvaluationError
from ..exchange import read_json
from ..reports.verification import (
    Verification,
    check_database,
    check_edition,
    figures_of,
    read_pdf,
    summary_of,
    verify_pdf,
)
from ..results.document import disagreements, read_document
from ..visits.sampling import draw
from .data import ALWAYS, EARLIER, OPERATIONS, PRIVATE, RULINGS, SAMPLES, SIGNATURES
from .writing import FORMAT, RESULT, sealed

LARGEST = 64 * 1024 * 1024
BROKEN = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
NOT_SIGNED = (
    "通报、问题清单、申诉与投诉和操作记录与包内清单一致；它们不在签字的内容里，不能证明没有人重新封装过。"
)
SPOILT = "归档包读不出来：不是完整的 zip，或者其中的内容已损坏。"


def is_package(path: str) -> bool:
    """Whether a file looks like a zip; a PDF does not."""
    return Path(path).is_file() and is_zipfile(path)


def verify_package(path: str) -> Verification:
    """Check a package. Raises EvaluationError with a sentence when it is none of ours, or cannot be read."""
    try:
        with ZipFile(path) as archive:
            return check_archive(archive)
    except BROKEN as error:
        raise EvaluationError(SPOILT) from error
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise EvaluationError(f"归档包的内容不完整，少了或写错了 {error}。") from error


def check_archive(archive: ZipFile) -> Verification:
    manifest = manifest_in(archive)
    document = read_document(read(archive, RESULT))
    found = Verification(f"归档包：{summary_of(document)}", figures=figures_of(document))
    for check in (check_seal, check_members):
        check(archive, manifest, document, found)
    # What follows from bytes that were changed proves nothing.
    for check in CHECKS if found.holds else ():
        check(archive, manifest, document, found)
    return found


def manifest_in(archive: ZipFile) -> dict:
    if MANIFEST not in archive.namelist():
        raise EvaluationError("这个 zip 里没有 manifest.json，不是归档包。")
    manifest = read_json(read(archive, MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise EvaluationError(f"这不是 {FORMAT} 格式的归档包。")
    return manifest


def read(archive: ZipFile, path: str) -> bytes:
    """A member of bounded size; raises EvaluationError when it is missing or too large to be ours."""
    try:
        info = archive.getinfo(path)
    except KeyError as error:
        raise EvaluationError(f"归档包里没有 {path}。") from error
    if info.file_size > LARGEST:
        raise EvaluationError(f"归档包里的 {path} 超过 64 MB，不是系统生成的。")
    return archive.read(info)


def data(archive: ZipFile, path: str):
    return read_json(read(archive, path))


def check_seal(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """The manifest is what was written, byte for byte."""
    bare = {name: value for name, value in manifest.items() if name != "seal"}
    if read(archive, MANIFEST) != canonical_json(sealed(bare)):
        found.failed.append("目录 manifest.json 被改动过。")


def check_members(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """Every file listed is there once, with its size and hash, there is no other, and none that must be is left out."""
    names, listed = archive.namelist(), [member["path"] for member in manifest["members"]]
    wrong = []
    if sorted(names) != sorted([*listed, MANIFEST]):
        odd = sorted(set(names) ^ {*listed, MANIFEST}) or sorted(
            {name for name in names if names.count(name) > 1}
        )
        wrong.append(f"归档包里的文件与目录不符：{'、'.join(odd)}。")
    if lacking := [path for path in ALWAYS if path not in listed]:
        wrong.append(f"归档包不完整，少了 {'、'.join(lacking)}。")
    if outside := [path for path in listed if not stays_inside(path)]:
        wrong.append(f"归档包里有解压到别处的文件，不要解压：{'、'.join(outside)}。")
    for member in manifest["members"]:
        if member["path"] in names and digest_in(archive, member["path"]) != (
            member["size"],
            member["sha256"],
        ):
            wrong.append(f"{member['path']} 与目录中的 SHA-256 不符，被改动过。")
    found.failed.extend(wrong)
    if not wrong:
        found.proven.append(f"目录中的 {len(listed)} 个文件都在，SHA-256 逐个相符，没有多余的文件。")


def stays_inside(path: str) -> bool:
    """Whether unpacking leaves the file in the folder it is unpacked to, on every system."""
    return not re.search(r"^/|\\|:|(^|/)\.\.(/|$)", path)


def digest_in(archive: ZipFile, path: str) -> tuple[int, str]:
    """(size, SHA-256) of a member, piece by piece; ("", …) where it cannot be unpacked."""
    seen, size = hashlib.sha256(), 0
    try:
        with archive.open(path) as source:
            while piece := source.read(CHUNK):
                seen.update(piece)
                size += len(piece)
    except BROKEN:
        return 0, ""
    return size, seen.hexdigest()


def check_result(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """The document agrees with itself and is the one the manifest names."""
    content = read(archive, RESULT)
    wrong = disagreements(content)
    if (manifest["number"], manifest["sha256"]) != (document["number"], sha256(content)):
        wrong.append("评价结果与目录中写的编号或 SHA-256 不符。")
    found.failed.extend(wrong)
    if not wrong:
        found.proven.append("按所附评价细则和判定重新计算，总分、各表、各项、各条得分与记录完全一致。")
    check_edition(document, found)
    check_database(document, content, found)


def check_report(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """The paper carries the same data; what its pages show is proven only of bytes that were handed out."""
    names = [name for name in archive.namelist() if name.startswith("报告/")]
    if len(names) != 1:
        found.failed.append("归档包里应有一份评价报告。")
        return
    try:
        pdf = read(archive, names[0])
        same, paper = read_pdf(pdf)[1] == read(archive, RESULT), verify_pdf(pdf)
    except (EvaluationError, *BROKEN) as error:
        found.failed.append(f"评价报告读不出来：{getattr(error, 'message', '文件已损坏。')}")
        return
    if not same:
        found.failed.append("评价报告所附的数据与归档的评价结果不同。")
    found.failed.extend(sentence for sentence in paper.failed if sentence not in found.failed)
    if same and paper.holds:
        found.proven.append(
            f"评价报告所附的数据与归档的评价结果一致{'' if paper.cautions else '，文件是本系统发出的原件'}。"
        )
    found.cautions.extend(f"包内的评价报告：{sentence}" for sentence in paper.cautions)


def check_operations(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """The operations are those that were hashed at the lock, and played again give the sheet."""
    rows, wrong = data(archive, OPERATIONS), []
    if not fits(rows, document["operations"]):
        wrong.append("正式评分表的改动与锁定时的 SHA-256 不符。")
    if replayed(rows) != {**document["sheet"]["judgements"], **document["sheet"]["items"]}:
        wrong.append("正式评分表的改动重放后，与评价结果中的判定不同。")
    paths = sorted(name for name in archive.namelist() if name.startswith(PRIVATE))
    sheets = document["panel"]["sheets"]
    if len(paths) != len(sheets):
        wrong.append(f"应有 {len(sheets)} 份底稿，归档包里有 {len(paths)} 份。")
    for path, sheet in zip(paths, sheets, strict=False):
        if not fits(data(archive, path), sheet["operations"]):
            wrong.append(f"{sheet['name']}的底稿与锁定时的 SHA-256 不符。")
    found.failed.extend(wrong)
    if not wrong:
        found.proven.append(
            f"{len(rows)} 次改动重放后就是评价结果中的判定；{len(sheets)} 份底稿与锁定时相同。"
        )


def fits(rows: list, told: dict) -> bool:
    return {"count": len(rows), "sha256": sha256(canonical_json(rows))} == told


def replayed(rows: list[dict]) -> dict:
    """Target → what stands there after all operations, each upon the version before it."""
    versions, values = {}, {}
    for serial, row in enumerate(rows, start=1):
        target = row["target"]
        if row["serial"] != serial or row["base"] != versions.get(target, 0):
            return {}
        versions[target], values[target] = row["version"], row["value"]
    return {target: value for target, value in values.items() if value}


def check_rulings(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """Every ruling belongs to an operation of the official sheet; the newest of each target is in the result."""
    known, wrong = {row["uuid"] for row in data(archive, OPERATIONS)}, False
    newest = {}
    for row in data(archive, RULINGS):
        wrong |= row["operation"] not in known
        newest[row["target"]] = (row["way"], row["positions"], row["minority"])
    for target, row in document["panel"]["rulings"].items():
        wrong |= newest.get(target) != (row["way"], row["positions"], row["minority"])
    if wrong:
        found.failed.append("合议裁定与评价结果中的不同。")


def check_samples(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """Drawn again with its seed, each sample is the same."""
    told = [
        (row["population"]["sha256"], row["seed"], row["positions"]) for row in document["panel"]["samples"]
    ]
    rows = data(archive, SAMPLES)
    kept = [(sha256(canonical_json(row["population"])), row["seed"], row["positions"]) for row in rows]
    drawn = [list(draw(row["population"], len(row["positions"]), row["seed"])) for row in rows]
    if kept != told or drawn != [row["positions"] for row in rows]:
        found.failed.append("抽样与评价结果中的不同，或者按种子重抽得不到同样的样本。")
    elif rows:
        found.proven.append(f"{len(rows)} 次抽样按种子重抽，结果相同。")


def check_signatures(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """Each signature is for the content of the version it names."""
    hashes = {document["number"]: sha256(read(archive, RESULT))} | earlier_versions(archive, found)
    rows = data(archive, SIGNATURES)
    strange = [row["name"] for row in rows if hashes.get(row["number"]) != row["sha256"]]
    signed = [row["name"] for row in rows if row["number"] == document["number"]]
    present = [row["name"] for row in document["panel"]["members"] if not row["absence"]]
    if strange:
        found.failed.append(f"{'、'.join(strange)}所签的 SHA-256 不是这份内容的。")
    elif signed:
        found.proven.append(f"{'、'.join(signed)}签的就是这份内容（SHA-256 相同）。")
    if missing := [name for name in present if name not in signed]:
        found.unknown.append(f"{'、'.join(missing)}没有在这一版上签字。")


def earlier_versions(archive: ZipFile, found: Verification) -> dict[str, str]:
    """Number → SHA-256 of the versions that were reopened, hashed anew."""
    hashes = {}
    for name in archive.namelist():
        if name.startswith(EARLIER):
            row = data(archive, name)
            hashes[row["number"]] = sha256(row["document"].encode())
            if hashes[row["number"]] != row["sha256"]:
                found.failed.append(f"旧版 {row['number']} 的内容与它的 SHA-256 不符。")
    return hashes


def check_evidence(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """Every file the result names lies in the package."""
    packed = {member["sha256"] for member in manifest["members"]}
    proofs = [
        proof
        for part in (document["evidence"], document["panel"]["evidence"])
        for rows in part.values()
        for proof in rows
        if proof["kind"] == "file"
    ]
    application = document["panel"]["application"]
    proofs += application["documents"] if application else []
    missing = sorted({proof["name"] for proof in proofs if proof["sha256"] not in packed})
    if missing:
        found.failed.append(f"归档包里没有评价结果所列的文件：{'、'.join(missing)}。")
    elif proofs:
        found.proven.append("评价结果所列的证据和申请材料都在包内。")


def check_what_is_not_signed(archive: ZipFile, manifest: dict, document: dict, found: Verification) -> None:
    """What came after the lock is covered by the manifest alone, and whoever packs anew makes a manifest that fits."""
    found.unknown.append(NOT_SIGNED)


CHECKS: tuple[Callable, ...] = (
    check_result,
    check_report,
    check_operations,
    check_rulings,
    check_samples,
    check_signatures,
    check_evidence,
    check_what_is_not_signed,
)
