"""What stands on each paper of a panel, top to bottom. Pure; `contexts` says it."""

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

ORGANIZER = Signature(
    ("{{ organization }}", "批准人：{{ approver or '　　　　' }}", f"{{{{ date or '{BLANK_DATE}' }}}}")
)
BLANK_TIME = "　　月　　日　　时　　分"


def room(name: str) -> str:
    """A value, or room to write it."""
    return f"{{{{ {name} or '　' }}}}"


OF_EVALUATION = (
    ("被评单位", "{{ evaluated }}"),
    ("评价类型", "{{ kind }}", "年度", "{{ year }}"),
)
OF_STEP = (
    ("步骤", "{{ code }} {{ step }}", "主持人", room("chair")),
    ("时间", f"{{{{ time or '{BLANK_TIME}' }}}}"),
    ("地点", room("place")),
)
MEMBERS = Rows(
    "row in members",
    (
        Column("姓名", "{{ row.name }}", 14),
        Column("分工", "{{ row.duty }}", 10),
        Column("类别", "{{ row.side }}", 18),
        Column("工作单位", "{{ row.employer }}", 34),
        Column("评分的表", "{{ row.tables }}", 24),
    ),
    empty="评估组尚未组成。",
)
SIGNATURES = Rows(
    "row in people",
    (
        Column("序号", "{{ row.place }}", 8),
        Column("姓名", "{{ row.name }}", 16),
        Column("单位", "{{ row.employer }}", 34),
        Column("职务", "{{ row.title }}", 18),
        Column("签名", "{{ row.drawing }}", 24, "drawing"),
    ),
)

PLAN = Layout(
    (
        Title("{{ evaluated }}\n{{ year }}年度评估方案"),
        Heading("一、评估依据"),
        Paragraph(
            "《市域网格化治理标准体系建设指南 第5部分：体系评价》（T/CSSG 001.5、T/CA 007.5）；"
            "评价细则：{{ edition }}。"
        ),
        Heading("二、评估对象和时间"),
        Paragraph(
            "被评单位：{{ evaluated }}。评价类型：{{ kind }}。现场评估：{{ days }}。"
            "{% if place %}集中地点：{{ place }}。{% endif %}"
        ),
        Heading("三、评估组和分工"),
        Paragraph("{{ commissioned }}", when="commissioned"),
        MEMBERS,
        Paragraph("评估组人数的说明：{{ size_reason }}", when="size_reason"),
        Heading("四、日程"),
        Rows(
            "row in slots",
            (
                Column("日期", "{{ row.day }}", 16),
                Column("时间", "{{ row.time }}", 18),
                Column("内容", "{{ row.what }}", 20),
                Column("参加人员", "{{ row.who }}", 46),
            ),
            empty="日程待定。",
        ),
        Heading("五、现场点位"),
        Rows(
            "row in sites",
            (
                Column("序号", "{{ row.place }}", 8),
                Column("点位", "{{ row.name }}", 26),
                Column("地址", "{{ row.address }}", 36),
                Column("选点理由", "{{ row.reason }}", 30),
            ),
            empty="现场点位待定。",
        ),
        Heading("六、抽样办法"),
        Paragraph("{{ sampling or '由评估组在现场随机抽取，随机种子和结果一并记录。' }}"),
        Heading("七、满意度调查方案"),
        Paragraph("{{ survey or '由评估组在现场随机调查（第5部分 7.5）。' }}"),
        Heading("八、其他安排", when="remarks"),
        Paragraph("{{ remarks }}", when="remarks"),
        ORGANIZER,
    )
)
SIGN_IN = Layout(
    (
        Title("{{ step }}签到表"),
        Facts((*OF_EVALUATION, *OF_STEP)),
        SIGNATURES,
    )
)


def meeting(title: str, items: str) -> Layout:
    """首次 or 末次会议记录: what the clause asks for, who was there, what was said."""
    return Layout(
        (
            Title(title),
            Facts((*OF_EVALUATION, *OF_STEP, ("记录人", room("recorder"), "签到人数", "{{ signed }}"))),
            Heading("一、会议事项"),
            Paragraph(items),
            Heading("二、会议记录"),
            Paragraph("{{ record or '【请写明会议情况】' }}"),
            Heading("三、评估组成员"),
            MEMBERS,
            Heading("四、参加人员签名"),
            SIGNATURES,
        )
    )


OPENING = meeting("首次会议记录", "{{ clause }}（第5部分 7.1）")
CLOSING = meeting("末次会议记录", "{{ clause }}（第5部分 7.7）")
ON_SITE = Layout(
    (
        Title("现场检查记录表"),
        Facts((*OF_EVALUATION, *OF_STEP)),
        Rows(
            "row in sites",
            (
                Column("序号", "{{ row.place }}", 8),
                Column("点位和地址", "{{ row.name }}", 26),
                Column("检查日期", "{{ row.visited_on }}", 20),
                Column("检查记录", "{{ row.record }}", 46),
            ),
            caption="各点位的检查记录",
            empty="评估方案中没有现场点位。",
        ),
        Facts(
            (
                ("总的情况", room("record")),
                ("检查人员签名", ""),
                ("陪同人员签名", ""),
            ),
            tall=("总的情况", "检查人员签名", "陪同人员签名"),
        ),
    )
)
