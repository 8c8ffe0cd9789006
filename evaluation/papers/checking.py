"""抽样检查表: the things drawn for a requirement times its points to check, to be filled in by hand."""

from django.utils import timezone

from gridgov.dates import chinese_date
from standards.documents.blocks import Column, Facts, Layout, Paragraph, Rows, Title

from ..errors import EvaluationError
from ..models import Sample
from ..visits.checklists import checklist_of
from ..visits.sampling import METHOD
from .contexts import about

# Drawn for no requirement, or for one without points of its own.
ANY_POINT = "是否符合要求"
BOX = "□"
MOST = (
    500  # things on one form; filling in more by hand is nobody's work, and printing thousands takes minutes
)

SAMPLE = Layout(
    (
        Title("抽样检查表"),
        Facts(
            (
                ("被评单位", "{{ evaluated }}"),
                ("评价类型", "{{ kind }}", "评价日期", "{{ as_of }}"),
                ("评价要求", "{{ requirement }}"),
                ("抽样对象", "{{ subject }}", "抽取", "{{ count }}"),
                ("随机种子", "{{ seed }}", "抽样", "{{ drawn }}"),
            )
        ),
        Rows(
            "row in rows",
            (
                Column("序号", "{{ row.place }}", 8, "centre"),
                Column("抽查对象", "{{ row.name }}", 24),
                Column("检查要点", "{{ row.check }}", 34),
                Column("符合", "{{ row.box }}", 8, "centre"),
                Column("不符合", "{{ row.box }}", 10, "centre"),
                Column("说明", "", 16),
            ),
        ),
        Paragraph("抽样方法：{{ method }}"),
        Facts(
            (
                ("检查结论", ""),
                ("检查人", "", "陪同人员", ""),
                ("检查日期", "　　　　年　　月　　日"),
            ),
            tall=("检查结论", "检查人"),
        ),
    )
)


def sample_context(sample: Sample) -> dict:
    """What the paper says; a thing is named in the first of its rows and numbered in all of them.

    Raises EvaluationError for more things than a form takes.
    """
    if len(sample.drawn) > MOST:
        words = f"抽中 {len(sample.drawn)} 个，检查表最多印 {MOST} 个，请分几次抽样后分别打印。"
        raise EvaluationError(words)
    evaluation = sample.evaluation
    requirement = evaluation.edition.scorecard.requirements_by_code.get(sample.target)
    checks = checklist_of(evaluation.edition.code, sample.target).checks or (ANY_POINT,)
    return about(evaluation) | {
        "as_of": chinese_date(evaluation.as_of),
        "requirement": f"{sample.target} {requirement.text}" if requirement else "（未指定）",
        "subject": sample.subject,
        "count": f"{len(sample.population)} 个中抽 {len(sample.drawn)} 个",
        "seed": sample.seed,
        "drawn": f"{sample.drawn_by.name}，{timezone.localtime(sample.drawn_at):%Y-%m-%d %H:%M}",
        "method": METHOD,
        "rows": [row for place, _ in enumerate(sample.drawn, 1) for row in rows_of(sample, place, checks)],
    }


def rows_of(sample: Sample, place: int, checks: tuple[str, ...]) -> list[dict]:
    """One row for each point of the thing drawn at this place, counted from 1."""
    name = sample.population[sample.drawn[place - 1]]
    return [
        {
            "place": str(place),
            "name": "" if number else name,
            "check": f"{number + 1}. {check}",
            "box": BOX,
        }
        for number, check in enumerate(checks)
    ]


def sample_title(sample: Sample) -> str:
    """`临江区网格化治理中心 2026 年度自我评价 A1-8-2 抽样检查表`"""
    return " ".join(filter(None, [str(sample.evaluation), sample.target, "抽样检查表"]))
