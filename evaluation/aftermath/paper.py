"""整改通知 with its 问题清单, in Word and PDF (evaluation §3.3 整改)."""

from django.utils import timezone

from gridgov.dates import chinese_date
from standards.documents.blocks import (
    Column,
    Facts,
    Heading,
    Layout,
    Masthead,
    Paragraph,
    Rows,
    Signature,
    Title,
)

from ..models import Problem, Result
from ..papers.making import Made, make

KIND, TITLE = "rectification", "整改通知"
NOTICE = Layout(
    (
        Masthead("{{ organization }}"),
        Title("关于{{ evaluated }}\n{{ year }} 年度{{ kind }}问题整改的通知"),
        Paragraph("{{ evaluated }}：", place="left"),
        Paragraph(
            "{{ year }} 年度{{ kind }}已经完成，总分 {{ total }} 分，结论为{{ verdict }}（报告编号 {{ number }}）。"
            "评估组提出的问题列在所附的问题清单中，请逐条明确责任人，在期限内完成整改，"
            "连同整改证据报本单位验证（第5部分 7.7）。"
        ),
        Facts(
            (
                ("被评单位", "{{ evaluated }}"),
                ("报告编号", "{{ number }}", "问题", "{{ count }} 条"),
                ("最早期限", "{{ first_due or '—' }}", "最迟期限", "{{ last_due or '—' }}"),
            )
        ),
        # Before the list, so that sender and date never stand on a page of their own.
        Signature(("{{ organization }}", "{{ date }}")),
        Heading("附件：问题清单"),
        Rows(
            "row in rows",
            (
                Column("序号", "{{ row.number }}", 8),
                # Wide enough for A4-10.1-2 and for a date in one line.
                Column("编号", "{{ row.target }}", 16),
                Column("问题", "{{ row.description }}", 27),
                Column("整改要求", "{{ row.advice }}", 19),
                Column("责任单位（人）", "{{ row.owner }}", 13),
                Column("整改期限", "{{ row.due }}", 17),
            ),
        ),
    )
)


def rectification_paper(result: Result, problems: list[Problem], form: str) -> Made:
    """The notice about `problems` as `docx` or `pdf`. Raises EvaluationError when it cannot be printed."""
    evaluation = result.evaluation
    title = f"{evaluation}{TITLE} {result.number}"
    return make(NOTICE, context_of(result, problems), form, kind=KIND, title=title)


def context_of(result: Result, problems: list[Problem]) -> dict:
    evaluation = result.evaluation
    notified = max((row.notified_on for row in problems if row.notified_on), default=None)
    dated, dues = notified or timezone.localdate(), [row.due_on for row in problems if row.due_on]
    return {
        "organization": evaluation.organizer.name,
        "day": dated.isoformat(),
        "date": chinese_date(dated),
        "evaluated": evaluation.organization.name,
        "kind": evaluation.get_kind_display(),
        "year": str(evaluation.year),
        "number": result.number,
        "total": str(result.total),
        "verdict": result.verdict,
        "count": str(len(problems)),
        "first_due": chinese_date(min(dues, default=None)),
        "last_due": chinese_date(max(dues, default=None)),
        "rows": [row_of(row) for row in problems],
    }


def row_of(row: Problem) -> dict:
    return {
        "number": str(row.number),
        "target": row.target,
        "description": row.description,
        "advice": row.advice or "—",
        "owner": row.owner or "—",
        "due": row.due_on.isoformat() if row.due_on else "—",
    }
