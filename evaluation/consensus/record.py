"""合议记录: who took part, how each dispute was ruled with reason and minority opinion, as a paper to sign."""

from django.utils import timezone

from gridgov.dates import chinese_date
from gridgov.printing.rendering import PrintJob
from standards.documents.blocks import Column, Facts, Heading, Layout, Paragraph, Rows, Signature, Title
from standards.documents.pdf import layout_job
from standards.documents.wording import printable

from ..models import Evaluation, Participant, Ruling
from .page import Page, Row
from .reading import handed_in
from .workbook import figures, found

RULED = (
    Column("编号", "{{ row.code }}", 9),
    Column("评价要求", "{{ row.text }}", 22),
    Column("各人判定", "{{ row.found }}", 19),
    Column("裁定", "{{ row.ruling }}", 11),
    Column("理由", "{{ row.reason }}", 22),
    Column("少数意见", "{{ row.minority or '无' }}", 17),
)
LAYOUT = Layout(
    (
        Title("评估组合议记录"),
        Facts(
            (
                ("被评组织", "{{ evaluated }}", "评价类型", "{{ kind }}"),
                ("组织单位", "{{ organization }}", "评价日期", "{{ as_of }}"),
                ("合议结果", "{{ figures }}"),
            )
        ),
        Rows(
            "row in people",
            (
                Column("姓名", "{{ row.name }}", 14),
                Column("分工", "{{ row.duty }}", 10),
                Column("类别", "{{ row.side or '—' }}", 16),
                Column("工作单位", "{{ row.employer or '—' }}", 26),
                Column("参加情况", "{{ row.presence }}", 34),
            ),
            caption="评估组成员",
        ),
        Heading("一、裁定的分歧"),
        Rows("row in ruled", RULED, empty="没有需要裁定的分歧。"),
        Heading("二、按组织层级不适用的要求", when="levels"),
        Paragraph("{{ level_reason }}", when="levels"),
        Rows(
            "row in levels",
            (Column("编号", "{{ row.code }}", 16), Column("评价要求", "{{ row.text }}", 84)),
            when="levels",
        ),
        Heading("{{ '三' if levels else '二' }}、一致的判定"),
        Paragraph("{{ agreed }}"),
        Heading("{{ '四' if levels else '三' }}、还没有裁定的", when="left"),
        Rows("row in left", RULED[:3], when="left"),
        Signature(("组长（签名）：　　　　　　　　", "成员（签名）：　　　　　　　　", "　　年　　月　　日")),
    ),
    wide=True,
)


def record_job(evaluation: Evaluation, page: Page) -> PrintJob:
    """The job that prints the record as it is now."""
    context = printable(record_context(evaluation, page))
    return layout_job(LAYOUT, context, kind="consensus-record", title=f"合议记录 {evaluation}")


def record_context(evaluation: Evaluation, page: Page) -> dict:
    levels = [row for row in page.decided if row.standing and row.standing.way == Ruling.Way.LEVEL]
    return {
        "organization": evaluation.organizer.name,
        "evaluated": evaluation.organization.name,
        "kind": f"{evaluation.year} 年度{evaluation.get_kind_display()}",
        "as_of": chinese_date(evaluation.as_of),
        "day": timezone.localdate().isoformat(),
        "figures": figures(page),
        "people": people(evaluation),
        "ruled": [told(row) for row in page.decided if row not in levels],
        "levels": [told(row) for row in levels],
        "level_reason": levels[0].standing.reason if levels else "",
        "agreed": agreed(page),
        "left": [told(row) for row in page.open],
    }


def people(evaluation: Evaluation) -> list[dict]:
    submitted = {person.pk: sheet.submitted_at for person, sheet in handed_in(evaluation)}
    return [
        {
            "name": person.user.name,
            "duty": person.get_duty_display(),
            "side": person.get_side_display(),
            "employer": person.employer,
            "presence": presence(person, submitted.get(person.pk)),
        }
        for person in evaluation.participants.all()
    ]


def presence(person: Participant, submitted_at) -> str:
    if not person.is_present:
        return f"{person.get_absence_display()}：{person.absence_reason}"
    if submitted_at is None:
        return "参加，底稿没有提交"
    return f"参加，{timezone.localtime(submitted_at):%Y-%m-%d %H:%M} 提交底稿"


def told(row: Row) -> dict:
    standing = row.standing
    return {
        "code": row.code,
        "text": row.text,
        "found": "\n".join(f"{cell.name}：{found(cell)}" for cell in row.cells if cell.tone != "none")
        or ("按第5部分 8.2 提出计 0 分" if row.target.is_proposed_zero else "无人评"),
        "ruling": found(row.stands) if row.stands else "整项不适用" if row.target.is_moot else "",
        "reason": standing.reason if standing else "",
        "minority": standing.minority if standing else "",
    }


def agreed(page: Page) -> str:
    counts = page.counts
    words = f"评过的成员判定一致的 {counts['agreed']} 条（{page.agreed_words}）"
    left = counts["to_take"]
    return f"{words}，{f'其中 {left} 条还没有采用' if left else '都已采用'}。" if page.agreed else "没有。"
