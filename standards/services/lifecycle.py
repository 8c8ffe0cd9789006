"""One service for all steps of the life cycle: the table of `standards.lifecycle`, put into practice."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from ..errors import StandardsError
from ..lifecycle import STEPS, missing_for
from ..models import Standard
from ..permissions import refusal_to_take
from . import making, publishing
from .keeping import lock, refusing_twice
from .planning import collect_information, edit_plan, plan_standard
from .registry import correct_standard
from .upkeep import conclude_review, request_amendment, request_revision, start_review

__all__ = ["DOING", "collect_information", "edit_plan", "plan_standard", "take_step"]


def conclude(row: Standard, *, conclusion: str, **facts) -> None:
    """The conclusion of the 复审 that is open."""
    conclude_review(review=row.reviews.get(conclusion=""), conclusion=conclusion, **facts)


# What is done when a step is taken: `(row, *, actor, **facts)`. The row is locked and checked; the function saves
# it and tells the trail.
DOING: dict[str, Callable] = {
    "approve_plan": making.approve_plan,
    "plan": making.plan,
    "start": making.start,
    "submit": making.submit,
    "finalize": making.finalize,
    "return": making.return_draft,
    "approve": making.approve,
    "decline": making.decline,
    "revoke": making.revoke,
    "publish": publishing.publish,
    "enter_published": publishing.enter_published,
    "abandon": making.abandon,
    "correct": lambda row, **facts: correct_standard(standard=row, **facts),
    "review": lambda row, **facts: start_review(standard=row, **facts),
    "confirm": partial(conclude, conclusion="confirm"),
    "amend": lambda row, **facts: request_amendment(standard=row, **facts),
    "revise": lambda row, **facts: request_revision(standard=row, **facts),
    "withdraw": partial(conclude, conclusion="withdraw"),
}
FACTS = {
    "reason": "请写明理由。",
    "plan_reason": "请写明立项理由：为什么要制定。",
    "due_on": "请填写计划完成日期。",
    "approver": "请填写批准人：没有批准人不能发布。",
    "approved_on": "请填写批准日期：没有批准日期不能发布。",
    "issued_on": "请填写发布日期：没有发布日期不能发布。",
    "effective_on": "请填写实施日期：没有实施日期不能发布。",
    "taken_over": "请填写已有的编号：补录只用于已经编号发布的标准。",
    "department": "请选择申请部门。",
    "content": "请逐条写明修改内容：条款、原文、改为。",
    "trigger": "请选择修订时机（第2部分 10.3.1）。",
    "values": "没有任何改动，不用更正。",
}


def take_step(*, actor, standard: Standard, step: str, **facts) -> Standard:
    """Take one step of the table with the standard; returns it as it is afterwards.

    Under the lock it asks again: is it the actor's to take, does the state allow it, is all there that it demands,
    is every fact told. Raises StandardsError with the sentence that says what is missing; nothing has changed then.
    """
    with refusing_twice(standard), transaction.atomic():
        row = lock(standard)
        if refusal := refusal_to_take(actor, row, step):
            raise StandardsError(refusal)
        if missing := missing_for(row, step):
            raise StandardsError(missing[0])
        check_facts(step, facts)
        DOING[step](row, actor=actor, **facts)
    row.refresh_from_db()
    return row


def check_facts(step: str, facts: dict) -> None:
    """Everything the table wants to know is told."""
    for name in STEPS[step].facts:
        value = facts.get(name)
        if not (value.strip() if isinstance(value, str) else value):
            raise StandardsError(FACTS[name], field=name)
