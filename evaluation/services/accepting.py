"""Taking over several proposals at once: one ordinary operation each, as if each had been touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridgov.organizations.models import User

from ..errors import ConflictError, EvaluationError, LockedError
from ..models import Sheet
from ..proposing.proposal import Proposal
from ..scoring.judgement import UNSTORABLE
from .sheet import MOST_TEXT, apply_operation

NOTHING = "没有选择要采用的建议，请至少勾选一条。"


@dataclass(frozen=True, slots=True)
class Change:
    """One proposal as it was looked at: `base` is the version of the judgement seen, `value` what was proposed."""

    uuid: UUID
    target: str
    base: int
    value: dict


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a look at several proposals; `left` are code and reason of those not taken over."""

    taken: tuple[str, ...]
    left: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """`已采用 3 条建议。A3-3-2、A3-3-4 没有采用：已由别人改过；请核对后再定。`"""
        taken = f"已采用 {len(self.taken)} 条建议。" if self.taken else ""
        reasons = dict.fromkeys(why for _, why in self.left)
        parts = [f"{'、'.join(code for code, each in self.left if each == why)} {why}" for why in reasons]
        return taken + (f"没有采用：{'；'.join(parts)}。请核对后再定。" if parts else "")


def accept_proposals(
    *, actor: User, sheet: Sheet, changes: Sequence[Change], proposals: Mapping[str, Proposal]
) -> Accepted:
    """Judge each target as it was proposed, one operation each; sent twice they are kept once.

    `proposals` are those of now: one that differs from what was looked at is left, and so is a target somebody
    judged meanwhile; the others are taken over all the same. Of a sheet that is closed meanwhile all that follow are
    left. Raises EvaluationError when nothing was chosen.
    """

    def check(change: Change) -> None:
        proposal = proposals.get(change.target)
        if proposal is None or proposal.value != change.value:
            raise EvaluationError("的建议已变")

    return apply_each(actor, sheet, changes, check)


def excuse_levels(
    *, actor: User, sheet: Sheet, changes: Sequence[Change], proposals: Mapping[str, Proposal], reason: str
) -> Accepted:
    """Judge what concerns levels the organisation does not have as not applicable, with one reason (8.2).

    As `accept_proposals`. Raises EvaluationError also without a reason, and for one longer than a paragraph or with
    characters no column holds.
    """
    if not (reason := reason.strip()):
        raise EvaluationError("请写明不适用的理由。", field="reason")
    if UNSTORABLE.search(reason):
        raise EvaluationError("理由含有不能保存的字符，请删去后重试。", field="reason")
    if len(reason) > MOST_TEXT:
        raise EvaluationError(f"理由有 {len(reason)} 字，最多 {MOST_TEXT} 字，请缩短。", field="reason")
    value = {"not_applicable": True, "reason": reason}
    worded = [Change(each.uuid, each.target, each.base, value) for each in changes]

    def check(change: Change) -> None:
        if change.target not in proposals:
            raise EvaluationError("不属于本级没有的层级")

    return apply_each(actor, sheet, worded, check)


def apply_each(
    actor: User, sheet: Sheet, changes: Sequence[Change], check: Callable[[Change], None]
) -> Accepted:
    """Each in a transaction of its own: what stands in the way of one must not undo what is found for another."""
    if not changes:
        raise EvaluationError(NOTHING)
    taken, left = [], []
    for change in changes:
        try:
            check(change)
            apply_operation(
                actor=actor,
                sheet=sheet,
                uuid=change.uuid,
                target=change.target,
                base=change.base,
                value=change.value,
            )
            taken.append(change.target)
        except EvaluationError as error:
            left.append((change.target, why_left(error)))
    return Accepted(tuple(taken), tuple(left))


def why_left(error: EvaluationError) -> str:
    """In a few words, for many codes may share them."""
    if isinstance(error, LockedError):
        return "所在的评分表已提交或锁定"
    if isinstance(error, ConflictError):
        return f"刚刚由 {error.theirs['author']} 改过"
    return error.message.rstrip("。")
