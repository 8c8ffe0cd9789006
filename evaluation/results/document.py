"""The locked result as one document, `gridgov-result/1`, and reading it back (architecture: result as a document).

It holds the whole edition and every fact, so whoever has the document can compute the score again without us.

Every kind of evaluation:

{"format", "number", "version", "organization", "evaluation", "facts", "eligibility", "participants",
 "scorecard": {"code", "sha256", "definition"}, "readings": [no, …],
 "sheet": gridgov-sheet/1, "authors": {target: {"version", "author", "at"}}, "evidence": {target: […]},
 "result": every figure with its derivation, "registry": {requirement: [linked standards]},
 "proposals": {requirement: {"outcome", "words", "value", "grounds": [{"kind", "words", "why_not"}], "missing": […]}},
 "contradictions": [requirement, …], "conclusion", "operations": {"count", "sha256"}, "locked": {"by", "at"}}

`"proposals"` are what the data proposed on the evaluation's date, for every requirement: `outcome` is a key of
`proposing.proposal.OUTCOMES`, `value` the judgement that accepting it would have made (null where people decide),
`why_not` is empty for what counts, and what `missing` shares with a ground is the number of that ground, from 0
(older documents repeat the sentence). `"contradictions"` are the requirements judged otherwise without a reason, and
follow from proposals and judgements alone. Documents locked before there were proposals have no such key.

That of a self-evaluation has one key more, `"samples"` (as below; documents locked before have none). That of a
panel has one key more, `"panel"` (made by `results.panel_part`); days are `2026-11-20`, moments have their
offset, what is not known is null, words that were not written are "":

{"organizer": {"name", "level", "region_code"}, "commissioned",
 "application": null or {"submitted_at", "submitted_by", "accepted_at", "accepted_by", "opinion", "operated_from",
                 "pilot_ends_on", "incidents", "incident_note", "work_report",
                 "self_evaluation": {"number", "sha256", "total", "verdict"},
                 "documents": [{"kind", "name", "sha256", "size"}]},
 "repeats": null or {"number", "sha256", "total", "verdict", "affected": [item, …]},
 "members": [{"name", "duty", "side", "employer", "absence": "", 缺席 or 回避, "absence_reason", "declared_at",
              "sections": ["A.1", …]}], leader first,
 "size_reason",
 "plan": null or {"starts_on", "ends_on", "place", "sampling", "survey", "remarks", "approved_by", "approved_at",
          "schedule": [{"on", "begins": "09:00", "ends", "what", "who"}],
          "sites": [{"name", "address", "reason", "visited_on", "record"}]},
 "samples": [{"target": requirement or "", "subject", "population": {"count", "sha256"}, "seed",
              "positions": [from 0], "drawn": [what, …], "drawn_by", "drawn_at"}],
 "steps": [{"number": 1–6, "began_at", "ended_at", "place", "chair", "record",
            "attendance": [{"name", "employer", "title", "drawing": SVG path, "signed_at"}]}],
 "surveys": [{"source", "method", "place", "began_on", "ended_on", "issued", "valid", "formula", "note",
              "answers": {"very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied"}}],
 "satisfaction": {"panel", "organization": null or {"value": "89.96", "words": "89.96%", "valid", "issued",
                  "interval", "derivation", "cautions": […]}, "refusal"},
 "turnarounds": [{"matter", "basis", "unit", "before", "now", "volume"}],
 "efficiency": null or {"value", "words", "matters": [derivation, …], "derivation", "cautions": […]},
 "rulings": {target: {"way", "reason", "positions": [{"participant", "name", "value"}], "minority", "by", "at"}},
 "sheets": [{"name", "submitted_at", "operations": {"count", "sha256"}}], the members' own,
 "evidence": {target: [as above, and "caption"]}, what the members brought beside that of the official sheet,
 "grades": {"levels": [{"name", "from"}], "reached": "" or a name}}
"""

from collections import Counter
from datetime import datetime

from gridgov.dates import moment
from gridgov.organizations.models import User

from ..eligibility import eligibility
from ..errors import EvaluationError, SheetError
from ..exchange import canonical_json, read_json, sha256, sheet_from_dict, sheet_to_dict
from ..measures.part import rates_again
from ..models import Evaluation, Sheet
from ..panels.grades import reached
from ..proposing.contradictions import contradictions
from ..proposing.evaluations import proposals_for
from ..proposing.facts import LinkedStandard
from ..proposing.links import registry_facts
from ..scoring import Result, Scorecard, score
from ..sheet.log import operations_of
from ..sheet.reading import (
    CurrentSheet,
    evidence_of,
    read_sheet,
)
from ..visits.part import samples_part
from .frozen import proposal_disagreements
from .panel_part import day, panel_part, proof_part

FORMAT = "gridgov-result/1"


def result_document(evaluation: Evaluation, *, number: str, locked_by: User, locked_at: datetime) -> dict:
    """The document of an evaluation as it stands now, ready for `canonical_json`."""
    sheet, registry = evaluation.official, registry_facts(evaluation)
    current, card = read_sheet(sheet), evaluation.edition.scorecard
    evidence = {target: [proof_part(proof) for proof in rows] for target, rows in evidence_of(sheet).items()}
    work = work_part(evaluation, current.result.total)
    files = files_of(evidence, work.get("panel", {}).get("evidence", {}))
    proposals = proposals_for(evaluation, files=files, linked=registry)
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
        "evidence": evidence,
        "result": current.result.to_dict(),
        "registry": {code: [standard_part(row) for row in rows] for code, rows in registry.items()},
        "proposals": {code: proposal.to_dict() for code, proposal in proposals.items()},
        "contradictions": contradictions(current.result, proposals),
        "conclusion": {
            name: getattr(evaluation, name) for name in ("achievements", "problems", "advice", "cap_decision")
        },
        "operations": operations_part(sheet),
        "locked": {"by": str(locked_by), "at": moment(locked_at)},
    } | work


def work_part(evaluation: Evaluation, total: int) -> dict:
    """How the people worked: all of a panel, of a self-evaluation its samples."""
    if evaluation.is_by_panel:
        return {"panel": panel_part(evaluation, total)}
    return {"samples": samples_part(evaluation)}


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


def files_of(*parts: dict) -> Counter:
    """Target → how many pieces of evidence were brought there, by all."""
    return Counter(target for part in parts for target, rows in part.items() for _ in rows)


def operations_part(sheet: Sheet) -> dict:
    """How many operations made the sheet, and the hash of all of them in order."""
    rows = operations_of(sheet)
    return {"count": len(rows), "sha256": sha256(canonical_json(rows))}


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
    found += proposal_disagreements(document, result)
    return found + panel_disagreements(document, again["total"])


def panel_disagreements(document: dict, total: int) -> list[str]:
    """Where what is told of the panel does not fit what it found; none for a self-evaluation."""
    panel = document.get("panel")
    if panel is None:
        return []
    try:
        judged = {*document["sheet"]["judgements"], *document["sheet"]["items"]}
        grades, found = panel["grades"], []
        if stray := sorted(set(panel["rulings"]) - set(document["authors"]) - judged):
            found.append(f"合议裁定 {'、'.join(stray)} 在评分表中没有判定。")
        if reached(grades["levels"], total) != grades["reached"]:
            found.append(f"按 {total} 分和所设等级，等级与文件中写的“{grades['reached']}”不同。")
        if any(panel[name] != part for name, part in rates_again(panel).items()):
            found.append("满意度或服务效率与按所附数据重新计算的不同。")
        return found
    except (LookupError, TypeError, AttributeError, ArithmeticError, ValueError) as error:
        raise EvaluationError(f"评价结果中缺少评估组的内容：{error}。") from error
