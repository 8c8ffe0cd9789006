"""What belongs to a standard and is not there: text, approval, departments, dates (T/CSSG 001.2 9.3, 9.4, 10.5)."""

from collections.abc import Iterator

from ..models import Standard
from .problem import Check, Problem, Severity
from .registry import Registry, about, edit, form

NO_TEXT = Check("text", "无标准文本", "第2部分 9.3.2", Severity.SCORE)
NO_APPROVAL = Check("approval", "缺批准信息", "第5部分 A1-8-3", Severity.SCORE)
NO_APPROVAL_PAPER = Check("approval-paper", "缺批准、发布文书", "第5部分 A1-8-3", Severity.SCORE)
NO_DEPARTMENT = Check("department", "无实施部门", "第2部分 9.4.2", Severity.ORDER)
NO_EFFECTIVE_DAY = Check("effective", "无实施日期", "第2部分 9.4.2", Severity.ORDER)
NO_APPLICABILITY = Check("applicability", "无适用性审核意见", "第2部分 11.1", Severity.ORDER)
CHECKS = (NO_TEXT, NO_APPROVAL, NO_APPROVAL_PAPER, NO_DEPARTMENT, NO_EFFECTIVE_DAY, NO_APPLICABILITY)


def no_text(registry: Registry) -> Iterator[Problem]:
    """9.3.2: every standard of the system has its text, guidance documents too."""
    for row in registry.published:
        if not row.has_text:
            words = row.status(registry.on).label
            mend = form("上传文本", "document-add", row, kind="text")
            yield about(NO_TEXT, row, f"{words}，没有标准文本，评价时不计。", mend)


def no_approval(registry: Registry) -> Iterator[Problem]:
    """A1-8-3: who approved, when, and the document of it."""
    for row in registry.published:
        if not row.is_own:
            continue
        facts = (("批准人", row.approver), ("批准日期", row.approved_on))
        if lacking := "、".join(name for name, fact in facts if not fact):
            yield about(NO_APPROVAL, row, f"没有{lacking}。", edit(row, "补批准信息"))
        if not row.has_approval:
            mend = form("上传批准文书", "document-add", row, kind="approval")
            yield about(NO_APPROVAL_PAPER, row, "没有批准文书或发布文。", mend)


def no_department(registry: Registry) -> Iterator[Problem]:
    """实施部门 is a column of the 明细表."""
    for row in registry.published:
        if row.origin != Standard.Origin.GUIDANCE and not row.has_departments:
            yield about(NO_DEPARTMENT, row, "没有实施部门，明细表缺这一栏。", edit(row, "补实施部门"))


def no_effective_day(registry: Registry) -> Iterator[Problem]:
    """实施日期 too; one's own cannot be published without."""
    for row in registry.in_force:
        if row.origin == Standard.Origin.ADOPTED and row.effective_on is None:
            yield about(NO_EFFECTIVE_DAY, row, "没有实施日期，明细表缺这一栏。", edit(row, "补实施日期"))


def no_applicability(registry: Registry) -> Iterator[Problem]:
    """采用审核: what of it applies here (life cycle §5.3)."""
    for row in registry.in_force:
        if row.origin == Standard.Origin.ADOPTED and not row.applicability.strip():
            yield about(NO_APPLICABILITY, row, "采用标准没有适用性审核意见。", edit(row, "补审核意见"))
