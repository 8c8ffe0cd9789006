"""Locking an evaluation: from then on nothing of it changes, until the organiser reopens it (life cycle §5.5)."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate
from gridgov.records.services import record_event

from ..documents import result_document
from ..eligibility import eligibility
from ..errors import EvaluationError, ObstaclesError
from ..exchange import canonical_json, sha256
from ..models import Evaluation, Result
from ..scoring import Result as Score
from ..sheets import contradictions, read_result, registry_facts
from .evaluations import for_writing

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of the lock, and the address where it is mended."""

    words: str
    url: str


def obstacles(evaluation: Evaluation) -> list[Obstacle]:
    """Everything that stops the lock, in the order of the work; empty when it may be locked."""
    result = read_result(evaluation)
    return [
        *missing_facts(evaluation),
        *missing_judgements(evaluation, result),
        *missing_words(evaluation, result),
    ]


def cautions(evaluation: Evaluation) -> list[Obstacle]:
    """What the people should look at before the lock; it does not stop it, and stands in the result."""
    codes = contradictions(read_result(evaluation), registry_facts(evaluation))
    if not codes:
        return []
    words = f"{len(codes)} 条判定与登记簿不一致，没有写理由：{first(codes)}。"
    return [Obstacle(words, sheet_url(evaluation, codes[0]))]


def missing_facts(evaluation: Evaluation) -> list[Obstacle]:
    url = reverse("evaluation:evaluation-edit", args=[evaluation.pk])
    missing = [condition for condition in eligibility(evaluation) if condition.state == "missing"]
    words = list(dict.fromkeys(f"{condition.words}（第5部分 {condition.clause}）。" for condition in missing))
    return [Obstacle(sentence, url) for sentence in words]


def missing_judgements(evaluation: Evaluation, result: Score) -> list[Obstacle]:
    found = []
    if codes := result.unjudged_codes:
        words = f"还有 {len(codes)} 条要求没有判定：{first(codes)}。"
        found.append(Obstacle(words, sheet_url(evaluation, codes[0])))
    if codes := result.reasons_due:
        words = f"{len(codes)} 条判定要写理由：{first(codes)}。"
        found.append(Obstacle(words, sheet_url(evaluation, codes[0])))
    if codes := result.undecided_zero:
        words = f"{len(codes)} 项应有而未满足，是否计 0 分还没有决定（第5部分 8.2）：{first(codes)}。"
        found.append(Obstacle(words, sheet_url(evaluation, codes[0])))
    return found


def missing_words(evaluation: Evaluation, result: Score) -> list[Obstacle]:
    """The verdict must not hang on the reading of the section caps without a written decision (appendix A §4.2)."""
    if not result.verdicts_differ or evaluation.cap_decision.strip():
        return []
    words = (
        f"各大类封顶后 {result.total} 分（{result.verdict}），不封顶 {result.total_uncapped} 分"
        f"（{result.verdict_uncapped}），结论不同，请写明封顶口径的决定。"
    )
    return [Obstacle(words, reverse("evaluation:conclusion", args=[evaluation.pk]))]


def first(codes: list[str]) -> str:
    return "、".join(codes[:SHOWN]) + (" 等" if len(codes) > SHOWN else "")


def sheet_url(evaluation: Evaluation, target: str) -> str:
    """The place of a requirement or an item on the sheet."""
    card = evaluation.edition.scorecard
    kind = "item" if target in card.items_by_code else "row"
    section = next(s.code for s in card.sections if target.startswith(s.code.replace(".", "") + "-"))
    return f"{reverse('evaluation:sheet', args=[evaluation.pk, section])}#{kind}-{target}"


def lock_evaluation(*, actor: User, evaluation: Evaluation) -> Result:
    """Freeze sheet, result and registry facts as a canonical document with its SHA-256; close the evaluation.

    One transaction: no operation is written between the reading and the lock. Raises ObstaclesError when something
    is missing, LockedError when it is locked already; nothing is written then.
    """
    with write_gate(), transaction.atomic():
        current = for_writing(evaluation)
        if found := obstacles(current):
            raise ObstaclesError(found)
        result = freeze(current, actor)
        current.state = Evaluation.State.LOCKED
        current.save(update_fields=["state"])
        changes = {"总分": ["", result.total], "结论": ["", result.verdict], "SHA-256": ["", result.sha256]}
        record_event(actor=actor, verb="lock", target=current, changes=changes)
    return result


def freeze(evaluation: Evaluation, actor: User) -> Result:
    now, number = timezone.now(), report_number(evaluation)
    document = result_document(evaluation, number=number, locked_by=actor, locked_at=now)
    content = canonical_json(document)
    return Result.objects.create(
        evaluation=evaluation,
        version=evaluation.version,
        number=number,
        document=content.decode(),
        sha256=sha256(content),
        total=document["result"]["total"],
        verdict=document["result"]["verdict"],
        locked_by=actor,
        locked_at=now,
    )


def report_number(evaluation: Evaluation) -> str:
    """`ZP-2026-610900-01`: 自我评价, year, region, version.

    The key of the organisation (`Z12`) stands for a region code that is missing, or shared with another level.
    """
    organization = evaluation.organization
    for place in filter(None, [organization.region_code, f"Z{organization.pk}"]):
        number = f"ZP-{evaluation.year}-{place}-{evaluation.version:02}"
        if not Result.objects.filter(number=number).exists():
            return number
    raise EvaluationError(f"报告编号 {number} 已经用过，请核对行政区划代码。")


def reopen_evaluation(*, actor: User, evaluation: Evaluation, reason: str) -> Evaluation:
    """Open a locked evaluation for the next version; the old result stays as it is.

    Raises EvaluationError without a reason, or when it is not locked.
    """
    reason = reason.strip()
    if not reason:
        raise EvaluationError("请写明重开的理由。", field="reason")
    with write_gate(), transaction.atomic():
        rows = Evaluation.objects.select_for_update(of=("self",)).select_related("organization")
        current = rows.get(pk=evaluation.pk)
        if not current.is_locked:
            raise EvaluationError("这份评价没有锁定，不需要重开。")
        current.state, current.version = Evaluation.State.OPEN, current.version + 1
        current.save(update_fields=["state", "version"])
        changes = {"版次": [current.version - 1, current.version]}
        record_event(actor=actor, verb="reopen", target=current, changes=changes, reason=reason)
    return current
