"""The part of a frozen result that tells how a panel came to it: `panel` of `gridgov-result/1`.

What it holds is described in `documents`. Reading only, in a fixed number of statements.
"""

from datetime import time

from gridgov.canonical import canonical_json, sha256
from gridgov.dates import moment
from gridgov.organizations.models import Organization

from ..measures.part import measures_part
from ..models import Application, Evaluation, Evidence, Participant, Ruling, Sheet
from ..panels.grades import reached
from ..sheet.log import operations_of
from ..visits.part import samples_part


def panel_part(evaluation: Evaluation, total: int) -> dict:
    """How the panel of `evaluation` worked, as it stands now; `total` decides the grade reached."""
    return {
        "organizer": organizer_part(evaluation.organizer),
        "commissioned": evaluation.commissioned,
        "application": application_part(evaluation.application),
        "repeats": repeats_part(evaluation),
        "members": members_part(evaluation),
        "size_reason": evaluation.size_reason,
        "plan": plan_part(evaluation),
        "samples": samples_part(evaluation),
        "steps": steps_part(evaluation),
        **measures_part(evaluation.surveys.all(), evaluation.turnarounds.all()),
        "rulings": rulings_part(evaluation),
        "sheets": [sheet_part(sheet) for sheet in private_sheets(evaluation)],
        "evidence": evidence_part(evaluation),
        "grades": {"levels": evaluation.grades, "reached": reached(evaluation.grades, total)},
    }


def organizer_part(organizer: Organization) -> dict:
    return {
        "name": organizer.name,
        "level": organizer.get_level_display(),
        "region_code": organizer.region_code,
    }


def application_part(application: Application | None) -> dict | None:
    """What was applied with; None where the organiser began by itself."""
    if application is None:
        return None
    documents = application.documents.kept().select_related("attachment").order_by("pk")
    return {
        "submitted_at": instant(application.submitted_at),
        "submitted_by": str(application.submitted_by or ""),
        "accepted_at": instant(application.decided_at),
        "accepted_by": str(application.decided_by or ""),
        "opinion": application.opinion,
        "operated_from": day(application.operated_from),
        "pilot_ends_on": day(application.pilot_ends_on),
        "incidents": application.get_incidents_display(),
        "incident_note": application.incident_note,
        "work_report": application.work_report,
        "self_evaluation": named_result(application.result),
        "documents": [{"kind": row.get_kind_display(), **file_part(row.attachment)} for row in documents],
    }


def repeats_part(evaluation: Evaluation) -> dict | None:
    """Which result a 复评 repeats and the items it judges anew; None for any other kind."""
    first = evaluation.repeats and evaluation.repeats.results.order_by("-version").first()
    return {**named_result(first), "affected": evaluation.affected} if first else None


def named_result(result) -> dict:
    return {
        "number": result.number,
        "sha256": result.sha256,
        "total": result.total,
        "verdict": result.verdict,
    }


def members_part(evaluation: Evaluation) -> list[dict]:
    """Leader first; who was absent or recused with the reason."""
    rows = evaluation.participants.select_related("user").prefetch_related("assignments")
    return [member_part(row) for row in rows]


def member_part(row: Participant) -> dict:
    return {
        "name": row.user.name,
        "duty": row.get_duty_display(),
        "side": row.get_side_display(),
        "employer": row.employer,
        "absence": row.get_absence_display() if row.absence else "",
        "absence_reason": row.absence_reason,
        "declared_at": instant(row.declared_at),
        "sections": [each.section for each in row.assignments.all()],
    }


def plan_part(evaluation: Evaluation) -> dict | None:
    plan = getattr(evaluation, "plan", None)
    if plan is None:
        return None
    return {
        "starts_on": day(plan.starts_on),
        "ends_on": day(plan.ends_on),
        **{name: getattr(plan, name) for name in ("place", "sampling", "survey", "remarks")},
        "approved_by": str(plan.approved_by or ""),
        "approved_at": instant(plan.approved_at),
        "schedule": [slot_part(slot) for slot in plan.slots.all()],
        "sites": [site_part(site) for site in plan.sites.all()],
    }


def slot_part(slot) -> dict:
    return {
        "on": day(slot.on),
        "begins": clock(slot.begins),
        "ends": clock(slot.ends),
        "what": slot.what,
        "who": slot.who,
    }


def site_part(site) -> dict:
    words = {name: getattr(site, name) for name in ("name", "address", "reason", "record")}
    return words | {"visited_on": day(site.visited_on)}


def steps_part(evaluation: Evaluation) -> list[dict]:
    """7.1–7.6: telling the result, 7.7, comes after the lock."""
    rows = evaluation.steps.filter(number__lte=6).prefetch_related("attendances")
    return [step_part(step) for step in rows.order_by("number")]


def step_part(step) -> dict:
    return {
        "number": step.number,
        "began_at": instant(step.began_at),
        "ended_at": instant(step.ended_at),
        "place": step.place,
        "chair": step.chair,
        "record": step.record,
        "attendance": [
            {
                "name": row.name,
                "employer": row.employer,
                "title": row.title,
                "drawing": row.drawing,
                "signed_at": moment(row.signed_at),
            }
            for row in step.attendances.all()
        ],
    }


def rulings_part(evaluation: Evaluation) -> dict:
    """Target → the newest ruling; none where what it ruled was taken back."""
    rows = Ruling.objects.filter(operation__sheet=evaluation.official).select_related("operation")
    newest = {row.operation.target: row for row in rows.order_by("operation__serial")}
    return {target: ruling_part(row) for target, row in newest.items() if row.operation.value}


def ruling_part(ruling: Ruling) -> dict:
    return {
        "way": ruling.get_way_display(),
        "reason": ruling.operation.value.get("reason", ""),
        "positions": ruling.positions,
        "minority": ruling.minority,
        "by": ruling.operation.author_name,
        "at": moment(ruling.operation.at),
    }


def private_sheets(evaluation: Evaluation):
    """The members' sheets, leader's first."""
    rows = evaluation.sheets.exclude(participant=None).select_related("participant__user")
    return rows.order_by("participant__duty", "participant")


def sheet_part(sheet: Sheet) -> dict:
    """One member's sheet by its hash: the package holds its operations."""
    rows = operations_of(sheet)
    return {
        "name": sheet.participant.user.name,
        "submitted_at": instant(sheet.submitted_at),
        "operations": {"count": len(rows), "sha256": sha256(canonical_json(rows))},
    }


def evidence_part(evaluation: Evaluation) -> dict:
    """Target → what the members brought: photos and files, each with who and its words."""
    rows = Evidence.objects.kept().filter(sheet__evaluation=evaluation).exclude(sheet__participant=None)
    found = {}
    for row in rows.select_related("attachment", "standard", "added_by").order_by("target", "pk"):
        found.setdefault(row.target, []).append(proof_part(row) | {"caption": row.caption})
    return found


def proof_part(proof: Evidence) -> dict:
    if proof.standard_id:
        thing = {"kind": "standard", "number": proof.standard.number, "name": proof.standard.title}
    else:
        thing = {"kind": "file", **file_part(proof.attachment)}
    return thing | {"added_by": str(proof.added_by), "added_at": moment(proof.added_at)}


def file_part(file) -> dict:
    return {"name": file.name, "sha256": file.sha256, "size": file.size}


def day(value) -> str | None:
    return value.isoformat() if value else None


def instant(value) -> str | None:
    return moment(value) if value else None


def clock(value: time) -> str:
    return f"{value:%H:%M}"
