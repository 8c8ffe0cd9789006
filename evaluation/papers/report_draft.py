"""The report as a Word draft, for writing achievements, problems and advice before the lock (evaluation §3.6)."""

from django.utils import timezone

from gridgov.dates import chinese_date
from standards.documents.blocks import Column, Facts, Heading, Layout, Paragraph, Rows, Title

from ..eligibility import eligibility
from ..models import Evaluation
from ..proposing.evaluations import verdicts_for
from ..results.frozen import Otherwise, otherwise_of
from ..results.outcomes import fact_words, why
from ..scoring import Result
from ..sheet.reading import read_result

DRAFT_MARK = "【草稿，未锁定】"
TO_WRITE = "【请在此写{}】"
NARRATIVE = {"achievements": "主要成绩", "problems": "存在问题", "advice": "改进建议"}


def written(name: str) -> str:
    return f"{{{{ {name} or '{TO_WRITE.format(NARRATIVE[name])}' }}}}"


DRAFT = Layout(
    (
        Paragraph(
            DRAFT_MARK + "{{ made_on }}由系统生成，数字随评分变动，以锁定后的报告为准。", place="centre"
        ),
        Title("{{ evaluated }}\n网格化治理标准体系{{ kind }}报告"),
        Facts(
            (
                ("被评单位", "{{ evaluated }}"),
                ("评价类型", "{{ kind }}", "年度", "{{ year }}"),
                ("组织单位", "{{ organization }}"),
                ("评价日期", "{{ as_of }}", "版次", "第 {{ version }} 版"),
                ("评价人员", "{{ people }}"),
            )
        ),
        Heading("一、评价结论"),
        Paragraph("{{ standing }}，满分 {{ full }} 分，合格线 {{ mark }} 分{{ verdict }}。{{ open }}"),
        Rows(
            "row in tables",
            (
                Column("表", "{{ row.code }} {{ row.title }}", 46),
                Column("满分", "{{ row.full }}", 18, "right"),
                Column("已得", "{{ row.score }}", 18, "right"),
                Column("未评（条）", "{{ row.left }}", 18, "right"),
            ),
            caption="七张表得分",
        ),
        Heading("二、评价条件"),
        Paragraph("{{ row.clause }} {{ row.statement }}：{{ row.words }}。", each="row in conditions"),
        Heading("三、主要成绩"),
        Paragraph(written("achievements")),
        Heading("四、存在问题"),
        Paragraph(written("problems")),
        Rows(
            "row in losses",
            (
                Column("编号", "{{ row.code }}", 14),
                Column("评价要求", "{{ row.text }}", 38),
                Column("扣分", "{{ row.lost }}", 12, "right"),
                Column("结果与理由", "{{ row.words }}", 36),
            ),
            caption="扣分清单（封顶前），供写问题时参考",
            empty="到目前为止没有扣分。",
        ),
        Heading("五、改进建议"),
        Paragraph(written("advice")),
        Heading("六、不适用项"),
        Rows(
            "row in excused",
            (
                Column("编号", "{{ row.code }}", 14),
                Column("评价内容或要求", "{{ row.text }}", 46),
                Column("理由", "{{ row.reason }}", 40),
            ),
            empty="没有不适用项。",
        ),
        Heading("七、与登记簿建议不一致的判定"),
        Rows(
            "row in otherwise",
            (
                Column("编号", "{{ row.code }}", 14),
                Column("评价要求", "{{ row.text }}", 26),
                Column("登记簿建议与依据", "{{ row.proposed }}", 30),
                Column("判定与理由", "{{ row.judged }}", 30),
            ),
            empty="登记簿有建议的要求，已有的判定都与建议一致。",
        ),
        Paragraph("改好以后，请把三、四、五各部分贴回“评价结论”页保存；锁定时以系统中的文字为准。"),
        Paragraph(DRAFT_MARK, place="centre"),
    )
)


def draft_context(evaluation: Evaluation) -> dict:
    """What the draft says, from the official sheet as it stands; the evaluation comes from `with_people`."""
    result, today = read_result(evaluation.official), timezone.localdate()
    left = len(result.unjudged_codes)
    return {
        "organization": evaluation.keeper.name,
        "day": today.isoformat(),
        "made_on": chinese_date(today),
        "evaluated": evaluation.organization.name,
        "kind": evaluation.get_kind_display(),
        "year": str(evaluation.year),
        "as_of": chinese_date(evaluation.as_of),
        "version": str(evaluation.version),
        "people": "、".join(str(row) for row in evaluation.participants.all() if row.is_present),
        "standing": f"已得 {result.earned} 分，未评 {result.unjudged} 分"
        if left
        else f"总分 {result.total} 分",
        "full": str(result.scorecard.full_marks),
        "mark": str(result.scorecard.pass_mark),
        "verdict": "" if left else f"，结论为{result.verdict}",
        "open": f"还有 {left} 条没有判定，结论未定；已得只计评完的评价内容。" if left else "",
        "tables": [table_row(section) for section in result.sections],
        "conditions": [condition.to_dict() for condition in eligibility(evaluation)],
        "losses": [loss_row(row) for row in result.requirements.values() if row.state == "deducted"],
        "excused": list(excused_rows(result)),
        "otherwise": [otherwise_row(row) for row in otherwise_of(result, verdicts_for(evaluation))],
        **{name: getattr(evaluation, name) for name in NARRATIVE},
    }


def table_row(section) -> dict:
    return {
        "code": section.code,
        "title": section.section.short_title,
        "full": str(section.section.full),
        "score": str(section.earned),
        "left": str(section.requirements_count - section.judged_count),
    }


def loss_row(row) -> dict:
    judgement = row.judgement.to_dict()
    words = "。".join(filter(None, [fact_words(judgement), why(judgement)]))
    return {"code": row.code, "text": row.requirement.text, "lost": f"−{row.lost}", "words": words}


def otherwise_row(row: Otherwise) -> dict:
    return {
        "code": row.code,
        "text": row.text,
        "proposed": "。".join(filter(None, [row.proposed, row.grounds])),
        "judged": f"{row.judged}。{row.reason or '没有写理由'}",
    }


def excused_rows(result: Result):
    """Items and requirements taken as not applicable (8.2), in printed order."""
    for item in result.items.values():
        if item.zero_state == "not_applicable":
            yield {"code": item.code, "text": f"{item.item.title}（整项）", "reason": item.decision.reason}
            continue
        for row in item.requirements:
            if row.state == "not_applicable":
                yield {"code": row.code, "text": row.requirement.text, "reason": row.judgement.reason}
