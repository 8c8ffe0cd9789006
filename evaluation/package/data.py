"""What the archive package holds beside the document: rows as plain data, in a fixed order. Reading only."""

from collections.abc import Iterator

from django.db.models import Q

from gridgov.dates import moment
from gridgov.records.models import Event
from standards.documents.archive import safe
from standards.documents.dossier import columns_of

from ..models import Evaluation, Notice, Problem, Result, Ruling, Signature
from ..results.panel_part import private_sheets
from ..sheet.log import operations_of

OPERATIONS, PRIVATE, EARLIER = "数据/operations.json", "数据/底稿/", "数据/旧版/"
RULINGS, SAMPLES, SIGNATURES = "数据/rulings.json", "数据/samples.json", "数据/signatures.json"
NOTICES, PROBLEMS = "数据/notices.json", "数据/problems.json"
COMPLAINTS, EVENTS = "数据/complaints.json", "数据/events.json"
# What every package holds, empty where there is nothing to tell.
ALWAYS = (OPERATIONS, RULINGS, SAMPLES, SIGNATURES, NOTICES, PROBLEMS, COMPLAINTS, EVENTS)


def data_of(result: Result) -> Iterator[tuple[str, str, object]]:
    """(path, what it is, content ready for canonical JSON)."""
    evaluation = result.evaluation
    yield OPERATIONS, "正式评分表的改动", operations_of(evaluation.official)
    for place, sheet in enumerate(private_sheets(evaluation), start=1):
        name = sheet.participant.user.name
        yield f"{PRIVATE}{place:02} {safe(name)}.json", f"{name}的底稿的改动", operations_of(sheet)
    yield RULINGS, "合议裁定", rulings_of(evaluation)
    yield SAMPLES, "抽样的总体和抽中", samples_of(evaluation)
    yield SIGNATURES, "签字", signatures_of(evaluation)
    yield NOTICES, "通报", notices_of(evaluation)
    yield PROBLEMS, "问题清单", problems_of(evaluation)
    yield (
        COMPLAINTS,
        "申诉与投诉",
        [columns_of(row, {"evaluation"}) for row in evaluation.complaints.all()],
    )
    yield EVENTS, "记录", events_of(evaluation)
    for earlier in evaluation.results.exclude(pk=result.pk).order_by("version"):
        yield f"{EARLIER}{safe(earlier.number)}.json", f"第 {earlier.version} 版（已作废）", whole(earlier)


def whole(result: Result) -> dict:
    """An earlier version as its text: hashed anew it must give its SHA-256."""
    return {"number": result.number, "sha256": result.sha256, "document": result.document}


def rulings_of(evaluation: Evaluation) -> list[dict]:
    rows = Ruling.objects.filter(operation__sheet=evaluation.official).select_related("operation")
    return [
        {
            "operation": str(row.operation.uuid),
            "target": row.operation.target,
            "way": row.get_way_display(),
            "positions": row.positions,
            "minority": row.minority,
        }
        for row in rows.order_by("operation__serial")
    ]


def samples_of(evaluation: Evaluation) -> list[dict]:
    return [
        {
            "target": row.target,
            "subject": row.subject,
            "population": row.population,
            "seed": row.seed,
            "positions": row.drawn,
        }
        for row in evaluation.samples.order_by("pk")
    ]


def signatures_of(evaluation: Evaluation) -> list[dict]:
    """Of all versions; those of a version that was reopened are void."""
    rows = Signature.objects.filter(result__evaluation=evaluation).select_related("result", "user")
    return [
        {
            "number": row.result.number,
            "name": row.name,
            "account": row.user.username,
            "sha256": row.sha256,
            "drawing": row.drawing,
            "signed_at": moment(row.signed_at),
        }
        for row in rows.order_by("pk")
    ]


def notices_of(evaluation: Evaluation) -> list[dict]:
    rows = Notice.objects.filter(result__evaluation=evaluation).select_related("result", "notified_by")
    return [columns_of(row, set()) for row in rows.order_by("pk")]


def problems_of(evaluation: Evaluation) -> list[dict]:
    rows = Problem.objects.filter(result__evaluation=evaluation).select_related(
        "result", "finding", "verified_by"
    )
    return [columns_of(row, set()) for row in rows.order_by("pk")]


def events_of(evaluation: Evaluation) -> list[dict]:
    """What was done with the evaluation and its results, oldest first."""
    keys = [str(key) for key in evaluation.results.values_list("pk", flat=True)]
    about = Q(target_type="evaluation.evaluation", target_id=str(evaluation.pk))
    about |= Q(target_type="evaluation.result", target_id__in=keys)
    return [
        {
            "at": moment(event.at),
            "who": event.actor_name,
            "verb": event.get_verb_display(),
            "target": event.target_label,
            "changes": event.changes,
            "reason": event.reason,
        }
        for event in Event.objects.filter(about).order_by("id")
    ]
