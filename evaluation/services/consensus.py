"""合议: the leader records what the panel agreed on the official sheet, each operation with its ruling (§3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..consensus.levels import proposed
from ..consensus.proposed import differs, is_unexplained, wants_reason
from ..consensus.reading import read_consensus
from ..consensus.targets import Position, Target
from ..errors import EvaluationError
from ..models import Evaluation, Operation, Ruling
from ..obstacle import SHOWN
from ..permissions import can_rule
from ..proposing.evaluations import excused_by_level, proposals_for
from ..scoring.printed import fact_of
from ..trail import record
from .evaluations import for_writing
from .sheet import MOST_TEXT, Answer, answer_of, apply_operation, canonical_value

Way = Ruling.Way
ONE_BY_ONE = "请逐条裁定，写明理由。"
NOT_LEADER = "合议由组长在提交自己的底稿以后裁定，您现在不能裁定。"


def rule(
    *,
    actor: User,
    evaluation: Evaluation,
    target: str,
    base: int,
    value: dict,
    uuid: UUID,
    minority: str = "",
) -> Answer:
    """Record the panel's judgement of one target; afterwards it stands on the official sheet with its ruling.

    `value` is one the scorecard prints, with its reason; `base` the version of the official sheet the leader had
    seen. The same uuid again gives the first answer. Raises EvaluationError without a reason where one is due (the
    members differ, or the data alone decide and propose another), or for a value that is not printed;
    ConflictError when it was ruled in the meantime; LockedError.
    """
    with write_gate(), transaction.atomic():
        current = held(evaluation, actor)
        value, minority = canonical_value(current.edition.scorecard, target, value), minority.strip()
        if first := Operation.objects.filter(uuid=uuid).first():
            return replayed(first, actor, current, target, base, value)
        row = read_consensus(current).targets.get(target) or absent(target)
        check_ruling(row, value, minority)
        check_proposed(current, row, value)
        unanimous = row.is_unanimous and fact_of(value) == row.facts[0]
        way = Way.AGREED if unanimous else Way.DECIDED
        made = put(
            actor, current, row, with_findings(row, value), way, base=base, uuid=uuid, minority=minority
        )
        record(actor=actor, verb="rule", evaluation=current, changes={"合议裁定": ["", target]})
    return made


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many agreed findings were put on the official sheet, and the codes of those left to the leader."""

    count: int
    left: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        taken = (
            f"已采用一致意见 {self.count} 条。" if self.count else "" if self.left else "一致的意见都已采用。"
        )
        if not self.left:
            return taken
        rest = " 等" if len(self.left) > SHOWN else ""
        codes = "、".join(self.left[:SHOWN])
        return (
            f"{taken}{len(self.left)} 条与登记簿建议不同而没有人写理由，没有采用：{codes}{rest}。{ONE_BY_ONE}"
        )


def take_over_agreed(*, actor: User, evaluation: Evaluation) -> TakenOver:
    """Put on the official sheet whatever all who judged it found alike and does not stand there yet.

    What the data alone propose otherwise (class a) is left where nobody wrote why: the leader rules it with a reason.
    In one step, or not at all; done twice, the second time finds nothing left to take over.
    """
    with write_gate(), transaction.atomic():
        current = held(evaluation, actor)
        rows = read_consensus(current).to_take
        left = unexplained(current, rows)
        taken = [row for row in rows if row.code not in left]
        for row in taken:
            put(actor, current, row, agreed_value(row), Way.AGREED)
        if taken:
            changes = {"合议裁定": ["", f"采用一致意见 {len(taken)} 条"]}
            record(actor=actor, verb="rule", evaluation=current, changes=changes)
    return TakenOver(len(taken), left)


def unexplained(evaluation: Evaluation, rows: Iterable[Target]) -> tuple[str, ...]:
    """Codes of agreed findings against what the data alone propose, without a reason (tree and evidence §6.2 no. 3)."""
    asked = [row for row in rows if wants_reason(row.subject)]
    proposals = proposals_for(evaluation, codes=[row.code for row in asked]) if asked else {}
    return tuple(row.code for row in asked if is_unexplained(row, proposals[row.code]))


def excuse_by_level(*, actor: User, evaluation: Evaluation, targets: Iterable[str], reason: str) -> int:
    """Rule requirements for levels the organisation does not have as not applicable (8.2), together; how many.

    Raises EvaluationError without a reason, without a target, or for one that is not proposed (any more).
    """
    if not (reason := reason.strip()):
        raise EvaluationError("请写明不适用的理由。", field="reason")
    if not (wanted := list(dict.fromkeys(targets))):
        raise EvaluationError("请选择要判为不适用的要求。", field="targets")
    with write_gate(), transaction.atomic():
        current = held(evaluation, actor)
        known = {row.code: row for row in proposed(read_consensus(current), excused_by_level(current))}
        if others := [code for code in wanted if code not in known]:
            shown = "、".join(str(code)[:12] for code in others[:5])
            raise EvaluationError(f"{shown} 已经裁定，或不属于本级没有的层级，请刷新页面后核对。")
        value = {"not_applicable": True, "reason": reason}
        for code in wanted:
            put(actor, current, known[code], value, Way.LEVEL)
        changes = {"合议裁定": ["", f"按组织层级不适用 {len(wanted)} 条"]}
        record(actor=actor, verb="rule", evaluation=current, changes=changes)
    return len(wanted)


def held(evaluation: Evaluation, actor: User) -> Evaluation:
    """The evaluation with its people as they are now, held to the end of the transaction; its leader may rule."""
    for_writing(evaluation)
    current = Evaluation.objects.with_people().get(pk=evaluation.pk)
    if not can_rule(actor, current):
        raise EvaluationError(NOT_LEADER)
    return current


def put(
    actor: User,
    evaluation: Evaluation,
    row: Target,
    value: dict,
    way: str,
    *,
    base: int | None = None,
    uuid: UUID | None = None,
    minority: str = "",
) -> Answer:
    """One operation on the official sheet with the ruling that explains it and the positions it was made upon."""
    sheet = evaluation.official
    sheet.evaluation = evaluation
    made = apply_operation(
        actor=actor,
        sheet=sheet,
        uuid=uuid or uuid4(),
        target=row.code,
        base=row.version if base is None else base,
        value=value,
    )
    operation = Operation.objects.get(uuid=made.uuid)
    positions = [position.to_dict() for position in row.judged]
    Ruling.objects.create(operation=operation, way=way, positions=positions, minority=minority)
    return made


def replayed(
    first: Operation, actor: User, evaluation: Evaluation, target: str, base: int, value: dict
) -> Answer:
    """The first answer, if the same is sent again; what members wrote may have been laid beside it then."""
    same = (first.sheet_id, first.author_id, first.target, first.base) == (
        evaluation.official.pk,
        actor.pk,
        target,
        base,
    )
    if not same or any(first.value.get(name) != each for name, each in value.items() if name != "finding"):
        raise EvaluationError("这个操作编号已用于另一项裁定，没有保存。请刷新页面后重试。")
    return answer_of(first)


def check_ruling(row: Target, value: dict, minority: str) -> None:
    """A reason where the members differ, where it is not what they all found, and where nobody judged it."""
    if not value:
        raise EvaluationError(f"请选择 {row.code} 的裁定。", field="value")
    if len(minority) > MOST_TEXT:
        raise EvaluationError(
            f"少数意见有 {len(minority)} 字，最多 {MOST_TEXT} 字，请缩短。", field="minority"
        )
    if not value.get("reason") and (why := why_reasoned(row, value)):
        raise EvaluationError(f"{row.code} {why}，请写明裁定的理由。", field="reason")


def why_reasoned(row: Target, value: dict) -> str:
    """Why a ruling wants a reason; "" where it does not."""
    if not row.facts:
        return "没有人评过"
    if not row.is_unanimous:
        return "各人判定不一致"
    return "" if fact_of(value) == row.facts[0] else "的裁定与各人一致的判定不同"


def check_proposed(evaluation: Evaluation, row: Target, value: dict) -> None:
    """A reason where the data alone decide and propose another (tree and evidence §6.2 no. 3)."""
    if value.get("reason") or not wants_reason(row.subject):
        return
    proposal = proposals_for(evaluation, codes=[row.code])[row.code]
    if differs(row.subject, fact_of(value), proposal):
        words = f"{row.code} 的裁定与登记簿建议“{proposal.words}”不同，请写明裁定的理由。"
        raise EvaluationError(words, field="reason")


def agreed_value(row: Target) -> dict:
    """What all found, with the reasons and findings they wrote, each once."""
    value = dict(row.facts[0])
    if reason := together(row.judged, "reason"):
        value["reason"] = reason
    return with_findings(row, value)


def with_findings(row: Target, value: dict) -> dict:
    """The value with the problems found by those who judged the same: they go into the report."""
    if "unmet" in value or not hasattr(row.subject, "rule"):
        return value
    agreeing = [each for each in row.judged if each.fact == fact_of(value)]
    found = together(agreeing, "finding")
    return value | ({"finding": found} if found and "finding" not in value else {})


def together(positions: Iterable[Position], name: str) -> str:
    texts = dict.fromkeys(each.value[name] for each in positions if each.value.get(name))
    return "；".join(texts)[:MOST_TEXT]


def absent(target: str) -> Target:
    raise EvaluationError(f"合议中没有 {target}，请刷新页面后核对。")
