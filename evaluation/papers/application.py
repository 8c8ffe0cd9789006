"""The 评估申请表: what is applied for and what is declared by 6.1–6.3, to be stamped (evaluation §3.3, 申请)."""

from django.utils import timezone

from gridgov.dates import chinese_date
from standards.documents.blocks import (
    BLANK_DATE,
    Column,
    Facts,
    Heading,
    Layout,
    Paragraph,
    Rows,
    Signature,
    Title,
)

from ..applying.conditions import conditions
from ..models import Application
from ..services.applications import facts_of, missing_documents
from .making import Made, make

KIND, TITLE = "application", "评估申请表"
LAYOUT = Layout(
    (
        Title("网格化治理标准化建设\n评估申请表"),
        Facts(
            (
                ("申请单位", "{{ organization }}"),
                ("受理单位", "{{ addressee }}"),
                ("自我评价", "{{ result }}"),
                ("运行起始日", "{{ operated_from }}", "试点期满日", "{{ pilot_ends_on or '不是试点' }}"),
                ("联系人", "{{ contact }}", "联系电话", "{{ phone }}"),
            )
        ),
        Heading("一、申请条件（T/CSSG 001.5 6.1–6.3）"),
        Rows(
            "row in conditions",
            (
                Column("条款", "{{ row.clause }}", 10),
                Column("条件", "{{ row.statement }}", 44),
                Column("情况", "{{ row.label }}：{{ row.words }}", 46),
            ),
        ),
        Heading("二、声明"),
        Paragraph(
            "本单位声明：已完成对标准体系的自我评价；标准体系自{{ operated_from }}起有效运行；"
            "试运行期间{{ incidents }}。以上情况和所附材料属实。"
        ),
        Heading("三、所附材料"),
        Rows(
            "row in documents",
            (
                Column("序号", "{{ row.place }}", 10),
                Column("材料", "{{ row.kind }}", 30),
                Column("文件", "{{ row.name }}", 60),
            ),
            empty="还没有附材料。",
        ),
        Paragraph("尚缺：{{ missing }}。", when="missing"),
        Heading("四、申请单位意见"),
        Signature(("{{ organization }}（盖章）", f"{{{{ date or '{BLANK_DATE}' }}}}")),
        Heading("五、受理意见"),
        Paragraph("{{ opinion or '　' }}"),
        Signature(("{{ addressee }}（盖章）", f"{{{{ decided or '{BLANK_DATE}' }}}}")),
    )
)


def application_paper(application: Application, form: str) -> Made:
    """The form as `docx` or `pdf`; raises EvaluationError when it cannot be printed."""
    context = application_context(application)
    return make(LAYOUT, context, form, kind=KIND, title=f"{TITLE} {application.organization}")


def application_context(application: Application) -> dict:
    """Dated on the day it was submitted; before that, to be dated by hand."""
    sent = None if application.is_editable else timezone.localdate(application.submitted_at)
    day = sent or timezone.localdate()
    result = application.result
    return {
        "organization": application.organization.name,
        "day": day.isoformat(),
        "date": chinese_date(sent),
        "addressee": application.addressee.name,
        "result": f"{result.number}，{result.evaluation.year} 年度，{result.total} 分，{result.verdict}",
        "operated_from": chinese_date(application.operated_from),
        "pilot_ends_on": chinese_date(application.pilot_ends_on),
        "contact": application.contact,
        "phone": application.phone,
        "conditions": [row_of(condition) for condition in conditions(facts_of(application, on=day))],
        "incidents": declared(application),
        "documents": document_rows(application),
        "missing": "、".join(kind.label for kind in missing_documents(application)),
        "opinion": opinion(application),
        "decided": decided(application),
    }


def row_of(condition) -> dict:
    return {name: getattr(condition, name) for name in ("clause", "statement", "label", "words")}


def declared(application: Application) -> str:
    """6.3 in the words of a declaration."""
    what = "重大质量、安全、环保等事故，或受过通报批评、处分、媒体曝光"
    if application.incidents == "some":
        return f"发生过{what}：{application.incident_note}"
    return "没有发生过重大质量、安全、环保等事故，没有受过通报批评、处分、媒体曝光"


def document_rows(application: Application) -> list[dict]:
    rows = application.documents.kept().select_related("attachment")
    return [
        {"place": str(place), "kind": row.get_kind_display(), "name": row.attachment.name}
        for place, row in enumerate(rows, start=1)
    ]


def opinion(application: Application) -> str:
    """What the level above wrote, while it stands: a return is mended and cleared."""
    if application.state == Application.State.ACCEPTED:
        return f"同意受理。{application.opinion}"
    return ""


def decided(application: Application) -> str:
    accepted = application.state == Application.State.ACCEPTED
    return chinese_date(timezone.localdate(application.decided_at)) if accepted else ""
