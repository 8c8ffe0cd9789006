"""The locked result as one document, `gridgov-result/1`, and reading it back (architecture: result as a document).

It holds the whole edition and every fact, so whoever has the document can compute the score again without us.

{"format", "number", "version", "organization", "evaluation", "facts", "eligibility", "participants",
 "scorecard": {"code", "sha256", "definition"}, "readings": [no, …],
 "sheet": gridgov-sheet/1, "authors": {target: {"version", "author", "at"}}, "evidence": {target: […]},
 "result": every figure with its derivation, "registry": {requirement: [linked standards]},
 "contradictions": [requirement, …], "conclusion", "operations": {"count", "sha256"}, "locked": {"by", "at"}}
"""

from datetime import UTC, date, datetime

from gridgov.dates import moment
from gridgov.organizations.models import User

from .eligibility import eligibility
from .errors import EvaluationError, SheetError
from .exchange import canonical_json, read_json, sha256, sheet_from_dict, sheet_to_dict
from .models import Evaluation, Evidence, Sheet
from .scoring import Result, Scorecard, score
from .sheets import CurrentSheet, LinkedStandard, contradictions, evidence_of, read_sheet, registry_facts

FORMAT = "gridgov-result/1"
OPERATION = ("serial", "uuid", "target", "base", "version", "value", "author_id", "author_name", "at")


def result_document(evaluation: Evaluation, *, number: str, locked_by: User, locked_at: datetime) -> dict:
    """The document of an evaluation as it stands now, ready for `canonical_json`."""
    sheet, registry = evaluation.official, registry_facts(evaluation)
    current = read_sheet(sheet)
    card = evaluation.edition.scorecard
    return {
        "format": FORMAT,
        "number": number,
        "version": evaluation.version,
        "organization": organization_part(evaluation.organization),
        "evaluation": {
            "kind": evaluation.get_kind_display(),
            "year": evaluation.year,
            "as_of": evaluation.as_of.isoformat(),
            "opened_at": moment(evaluation.opened_at),
        },
        "facts": facts_part(evaluation),
        "eligibility": [condition.to_dict() for condition in eligibility(evaluation)],
        "participants": participants_part(evaluation),
        "scorecard": {
            "code": card.code,
            "sha256": evaluation.edition.sha256,
            "definition": card.to_dict(),
        },
        "readings": [reading.no for reading in card.readings],
        "sheet": sheet_to_dict(current.sheet),
        "authors": authors_part(current),
        "evidence": {
            target: [proof_part(proof) for proof in rows] for target, rows in evidence_of(sheet).items()
        },
        "result": current.result.to_dict(),
        "registry": {code: [standard_part(row) for row in rows] for code, rows in registry.items()},
        "contradictions": contradictions(current.result, registry),
        "conclusion": {
            name: getattr(evaluation, name) for name in ("achievements", "problems", "advice", "cap_decision")
        },
        "operations": operations_part(sheet),
        "locked": {"by": str(locked_by), "at": moment(locked_at)},
    }


def organization_part(organization) -> dict:
    return {
        "name": organization.name,
        "level": organization.get_level_display(),
        "place_name": organization.place_name,
        "region_code": organization.region_code,
    }


def facts_part(evaluation: Evaluation) -> dict:
    return {
        "operated_from": day(evaluation.operated_from),
        "self_evaluated_on": day(evaluation.self_evaluated_on),
        "pilot_ends_on": day(evaluation.pilot_ends_on),
        "incidents": evaluation.get_incidents_display(),
        "incident_note": evaluation.incident_note,
    }


def participants_part(evaluation: Evaluation) -> list[dict]:
    """Leader first, then members in the order they came."""
    rows = evaluation.participants.select_related("user__organization")
    return [
        {
            "name": row.user.name,
            "duty": row.get_duty_display(),
            "organization": str(row.user.organization or ""),
        }
        for row in rows
    ]


def authors_part(current: CurrentSheet) -> dict:
    """Who made each judgement, of those that stand."""
    return {
        target: {"version": entry.version, "author": entry.author, "at": moment(entry.at)}
        for target, entry in current.entries.items()
        if entry.value
    }


def proof_part(proof: Evidence) -> dict:
    if proof.standard_id:
        thing = {"kind": "standard", "number": proof.standard.number, "name": proof.standard.title}
    else:
        file = proof.attachment
        thing = {"kind": "file", "name": file.name, "sha256": file.sha256, "size": file.size}
    return thing | {"added_by": str(proof.added_by), "added_at": moment(proof.added_at)}


def standard_part(standard: LinkedStandard) -> dict:
    return {
        "number": standard.number,
        "title": standard.title,
        "status": standard.word,
        "counts": standard.counts,
        "why_not": standard.why_not,
        "approved_on": day(standard.approved_on),
        "issued_on": day(standard.issued_on),
        "effective_on": day(standard.effective_on),
        "ends_on": day(standard.ends_on),
        "text_sha256": standard.text_sha256,
    }


def operations_part(sheet: Sheet) -> dict:
    """How many operations made the sheet, and the hash of all of them in order."""
    rows = [
        {
            **dict(zip(OPERATION, row, strict=True)),
            "uuid": str(row[1]),
            "at": row[-1].astimezone(UTC).isoformat(timespec="microseconds"),
        }
        for row in sheet.operations.order_by("serial").values_list(*OPERATION)
    ]
    return {"count": len(rows), "sha256": sha256(canonical_json(rows))}


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def read_document(data: bytes | str) -> dict:
    """The document in a text; raises SheetError when it is not one we know."""
    document = read_json(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise SheetError(f"这不是 {FORMAT} 格式的评价结果。")
    return document


def recompute(document: dict) -> Result:
    """Score the facts in a document by the edition in it: no database, no fixture.

    Raises EvaluationError when the edition or a judgement in it cannot be read.
    """
    try:
        card = Scorecard.from_dict(document["scorecard"]["definition"])
        return score(sheet_from_dict(document["sheet"], {card.code: card}))
    except (KeyError, TypeError) as error:
        raise EvaluationError(f"评价结果中缺少内容：{error}。") from error


def disagreements(data: bytes | str) -> list[str]:
    """In which ways a document does not agree with itself, one sentence each; none when all is well.

    Raises EvaluationError when it cannot be read at all.
    """
    document = read_document(data)
    result, found = recompute(document), []
    text = data.encode() if isinstance(data, str) else data
    if text != canonical_json(document):
        found.append("内容不是规范写法，锁定后可能被改动过。")
    if sha256(canonical_json(document["scorecard"]["definition"])) != document["scorecard"].get("sha256"):
        found.append("评价细则的内容与它的 SHA-256 不符。")
    kept, again = document.get("result"), result.to_dict()
    if not isinstance(kept, dict) or kept.get("total") != again["total"]:
        shown = kept.get("total") if isinstance(kept, dict) else "空"
        found.append(f"按所附事实重新计算得 {again['total']} 分，文件中写 {shown} 分。")
    elif kept != again:
        parts = [name for name in again if kept.get(name) != again[name]]
        found.append(f"总分相符，但重新计算的内容与文件不同：{'、'.join(parts) or '多出内容'}。")
    return found
