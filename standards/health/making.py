"""What is being made and stands still: plans, 审查, publishing, 采用审核, 复审 (T/CSSG 001.2 10.2–10.7)."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from ..models import Standard
from .problem import Check, Link, Problem, Severity
from .registry import Registry, about, edit, form

Stage = Standard.Stage
REVIEW_OVERDUE = Check("review", "复审逾期", "第2部分 10.7", Severity.ORDER)
REVIEW_OPEN = Check("review-open", "复审没有结论", "第2部分 10.7", Severity.ORDER)
PLAN_OVERDUE = Check("plan", "制修订计划逾期", "第2部分 12 a）", Severity.ORDER)
ROUND_OPEN = Check("round", "审查超期", "第2部分 10.4", Severity.ORDER)
UNPUBLISHED = Check("unpublished", "批准后没有发布", "第2部分 10.5", Severity.ORDER)
UNADOPTED = Check("unadopted", "采用审核拖延", "第2部分 11.1", Severity.ORDER)
CHECKS = (REVIEW_OVERDUE, REVIEW_OPEN, PLAN_OVERDUE, ROUND_OPEN, UNPUBLISHED, UNADOPTED)
MAKING = (Stage.PLANNED, Stage.DRAFTING, Stage.REVIEWING, Stage.SUBMITTED)
# Days.
PUBLISHING, ADOPTING, REVIEWING, OPINIONS = 15, 30, 90, 60


def reviews(registry: Registry) -> Iterator[Problem]:
    """Own standards whose three years have ended, and reviews that were begun and not concluded."""
    for row in registry.in_force:
        review, due = registry.reviews.get(row.pk), row.review_due_on
        is_due = due is not None and due < registry.on
        if review is None and is_due:
            since = row.confirmed_on or row.effective_on
            sentence = f"{since} 起满三年，复审应在 {due} 前完成，还没有发起。"
            yield about(REVIEW_OVERDUE, row, sentence, form("发起复审", "review-start", row))
        elif review and (is_due or registry.on - review.started_on > timedelta(days=REVIEWING)):
            sentence = f"{review.started_on} 开始复审，到今天没有结论。"
            step = ("作出结论", "review-conclude") if review.opinion else ("填写意见", "review-opinion")
            yield about(REVIEW_OPEN, row, sentence, form(*step, row, review.pk))


def plans(registry: Registry) -> Iterator[Problem]:
    """Planned to be ready by a day that is past."""
    for row in registry.rows:
        if row.is_own and row.stage in MAKING and row.due_on and row.due_on < registry.on:
            sentence = f"计划 {row.due_on} 前完成，现在还在{row.get_stage_display()}。"
            yield about(PLAN_OVERDUE, row, sentence, going_on(row))


def going_on(row: Standard) -> Link:
    """The office's next step; while the plan may still be changed, the plan."""
    drafting = ("送审", "submit") if row.planned_on else ("列入计划", "plan")
    steps = {Stage.DRAFTING: drafting, Stage.REVIEWING: ("定稿报批", "finalize")}
    if row.stage in steps:
        words, step = steps[row.stage]
        return Link(words, "standards:step", (row.pk, step))
    if row.stage == Stage.PLANNED:
        return edit(row, "调整计划")
    return form("上传批准文书", "document-add", row, kind="approval")


def rounds(registry: Registry) -> Iterator[Problem]:
    """A round of the 审查 past its day, or open for two months."""
    for pk, round in registry.rounds.items():
        row = registry.by_pk[pk]
        late = round.due_on and round.due_on < registry.on
        if late or registry.on - round.submitted_on > timedelta(days=OPINIONS):
            until = f"返回期限 {round.due_on} 已过" if late else "超过 60 天"
            sentence = f"{round.submitted_on} 送审，第 {round.number} 轮审查{until}，没有结束。"
            yield about(ROUND_OPEN, row, sentence, form("处理审查", "review-round", row, round.number))


def unpublished(registry: Registry) -> Iterator[Problem]:
    for row in registry.rows:
        waits = row.is_own and row.stage == Stage.APPROVED and row.approved_on
        if waits and registry.on - row.approved_on > timedelta(days=PUBLISHING):
            sentence = f"{row.approved_on} 已批准，超过 {PUBLISHING} 天没有编号发布。"
            mend = Link("编号并发布", "standards:step", (row.pk, "publish"))
            yield about(UNPUBLISHED, row, sentence, mend)


def unadopted(registry: Registry) -> Iterator[Problem]:
    for row in registry.rows:
        if row.origin != Standard.Origin.ADOPTED or row.stage != Stage.IDENTIFIED:
            continue
        entered = timezone.localdate(row.created_at)
        if registry.on - entered > timedelta(days=ADOPTING):
            sentence = f"{entered} 登记，超过 {ADOPTING} 天没有采用审核。"
            yield about(UNADOPTED, row, sentence, form("采用审核", "adopt", row))
