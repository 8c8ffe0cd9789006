"""What stands on each paper, top to bottom. Pure; the contexts are described in `catalogue`."""

from .blocks import (
    BLANK_DATE,
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

SIGNED = Signature(("{{ organization }}", f"{{{{ date or '{BLANK_DATE}' }}}}"))


def day(name: str) -> str:
    """A date, or room to write one."""
    return f"{{{{ {name} or '{BLANK_DATE}' }}}}"


def dash(name: str) -> str:
    return f"{{{{ {name} or '—' }}}}"


def to_write(name: str, words: str) -> str:
    """A value, or what is to be written in its place."""
    return f"{{{{ {name} or '【{words}】' }}}}"


OF_STANDARD = (
    ("标准编号", dash("number"), "体系分类", "{{ class_name }}"),
    ("标准名称", "{{ title }}"),
)
NOTICE = Layout(
    (
        Masthead("{{ organization }}", "{{ approval_number }}"),
        Title("关于发布《{{ title }}》的通知"),
        Paragraph("各部门：", place="left"),
        Paragraph(
            "《{{ title }}》已经{{ approver }}批准，现予发布，编号为 {{ number }}，自{{ effective_on }}起实施。"
        ),
        Paragraph("{{ replaced }}自{{ effective_on }}起由本标准代替。", when="replaced"),
        Paragraph(
            "请{{ departments }}在实施之前组织有关人员学习标准的具体内容，自实施之日起严格按照标准开展服务和管理活动。"
        ),
        Paragraph("本标准的复审周期不超过三年。实施中的意见，请报标准化管理办公室。"),
        Facts(
            (
                ("标准编号", "{{ number }}", "体系分类", "{{ class_name }}"),
                ("标准名称", "{{ title }}"),
                ("批准日期", "{{ approved_on }}", "发布日期", "{{ issued_on }}"),
                ("实施日期", "{{ effective_on }}", "实施部门", "{{ departments }}"),
                ("被代替的标准", dash("replaced")),
            )
        ),
        SIGNED,
    )
)
EXPLANATION = Layout(
    (
        Title("《{{ title }}》编制说明"),
        Heading("一、工作概况"),
        Heading("（一）任务来源", 2),
        Paragraph("{{ source }}"),
        Heading("（二）标准编制的背景意义", 2),
        Paragraph(to_write("background", "请写明为什么要制定这项标准")),
        Heading("（三）标准的编制过程", 2),
        Paragraph("1. 承担单位：" + to_write("undertaking", "请填写承担单位")),
        Paragraph("2. 起草工作组成员：" + to_write("team", "请填写起草人")),
        Paragraph("3. 信息收集（第2部分 10.2.1）", when="information"),
        Paragraph(
            "{{ row.aspect }}：{{ row.content }}{% if row.source %}（来源：{{ row.source }}）{% endif %}",
            each="row in information",
        ),
        Paragraph("{{ '4' if information else '3' }}. 起草和审查", when="process"),
        Paragraph("{{ step.day }}，{{ step.words }}。", each="step in process"),
        Heading("二、标准的主要内容"),
        Paragraph("【请逐章写明标准规定了什么、依据是什么】"),
        Paragraph("规范性引用文件：{{ cited }}。", when="cited"),
        Heading("三、知识产权说明"),
        Paragraph("【请如实填写；不涉及的，写“本标准不涉及知识产权”】"),
        Heading("四、采标情况"),
        Paragraph(to_write("adoption", "请如实填写；没有的写明未采用国际标准和国外先进标准")),
        Heading("五、重大意见分歧处理"),
        Paragraph(to_write("opinions_told", "审查结束后填写")),
        Paragraph(
            "{{ row.clause }}：{{ row.text }}（{{ row.reviewer }}）。处理：{{ row.handling }}。{{ row.response }}",
            each="row in disagreements",
        ),
        SIGNED,
    )
)
OPINION_FORM = Layout(
    (
        Title("标准审定意见表"),
        Facts(
            (
                ("标准名称", "{{ title }}"),
                ("体系分类", "{{ class_name }}", "起草部门", dash("drafting_department")),
                ("审查轮次", "{{ round }}", "审查方式", "{{ method or '□会审　□传阅' }}"),
                ("审查人员", "{{ reviewer }}", "所在部门", "{{ reviewer_department }}"),
                ("发出日期", day("sent_on"), "返回期限", day("due_on")),
            )
        ),
        Rows(
            "check in checks",
            (
                Column("审查重点（第2部分 10.4）", "{{ check.question }}", 64),
                Column("回答", "{{ check.answer }}", 36),
            ),
        ),
        Rows(
            "row in opinions",
            (
                Column("序号", "{{ row.place }}", 8),
                Column("条款", "{{ row.clause }}", 14),
                Column("意见", "{{ row.text }}", 44),
                Column("建议修改为", "{{ row.proposal }}", 34),
            ),
            empty="没有分条意见。",
        ),
        Facts(
            (
                ("总的意见", "{{ remark }}"),
                ("结论", "{{ conclusion }}"),
                ("签名", "{{ signature }}", "签署日期", day("signed_on")),
            ),
            tall=("总的意见", "签名"),
        ),
    )
)
OPINIONS = Layout(
    (
        Title("《{{ title }}》意见汇总处理表"),
        Facts(
            (
                ("审查轮次", "{{ round }}", "审查方式", dash("method")),
                ("送审日期", "{{ submitted_on }}", "起草部门", dash("drafting_department")),
                ("意见表", "发出 {{ sent }} 份，返回 {{ returned }} 份", "返回期限", dash("due_on")),
                (
                    "审查结论",
                    "同意 {{ agree }} 份，修改后同意 {{ after_changes }} 份，不同意 {{ disagree }} 份",
                ),
                ("本轮结论", "{{ outcome or '审查中' }}{% if summary %}：{{ summary }}{% endif %}"),
            )
        ),
        Rows(
            "row in opinions",
            (
                Column("序号", "{{ row.place }}", 5),
                Column("条款", "{{ row.clause }}", 9),
                Column("意见", "{{ row.text }}", 27),
                Column("建议修改为", "{{ row.proposal }}", 20),
                Column(
                    "提出人",
                    "{{ row.reviewer }}{% if row.department %}（{{ row.department }}）{% endif %}",
                    13,
                ),
                Column("处理", "{{ row.handling or '待处理' }}", 8),
                Column("处理说明", "{{ row.response }}", 18),
            ),
            caption="各条意见与处理",
            empty="审查人员没有提出分条意见。",
        ),
        Rows(
            "row in remarks",
            (Column("提出人", "{{ row.reviewer }}", 24), Column("总的意见", "{{ row.text }}", 76)),
            when="remarks",
        ),
        SIGNED,
    ),
    wide=True,
)
SIGN_IN = Layout(
    (
        Title("《{{ title }}》会审签到表"),
        Facts(
            (
                ("会议时间", dash("held_on"), "会议地点", dash("venue")),
                ("主持人", dash("chair"), "审查轮次", "{{ round }}"),
            )
        ),
        Rows(
            "row in attendees",
            (
                Column("序号", "{{ row.place }}", 8),
                Column("姓名", "{{ row.name }}", 24),
                Column("部门", "{{ row.department }}", 34),
                Column("签名", "", 34),
            ),
        ),
    )
)
MINUTES = Layout(
    (
        Title("《{{ title }}》审查会议纪要"),
        Facts(
            (
                ("会议时间", day("held_on"), "会议地点", dash("venue")),
                ("主持人", dash("chair"), "审查轮次", "{{ round }}"),
                ("审查人员", dash("people")),
            )
        ),
        Heading("一、会议情况"),
        Paragraph(to_write("minutes", "请写明讨论的内容和形成的意见")),
        Heading("二、审查结论"),
        Paragraph(
            "返回审定意见表 {{ returned }} 份：同意 {{ agree }} 份，修改后同意 {{ after_changes }} 份，"
            "不同意 {{ disagree }} 份。"
        ),
        Paragraph("结论：{{ outcome }}。{{ summary }}", when="outcome"),
        SIGNED,
    )
)
REVIEW = Layout(
    (
        Title("标准复审记录"),
        Facts(
            (
                *OF_STANDARD,
                ("实施日期", "{{ effective_on }}", "上次确认", dash("confirmed_on")),
                ("实施部门", dash("departments"), "复审期限", dash("due_on")),
                ("复审开始", "{{ started_on }}", "复审人员", "{{ reviewers }}"),
                ("复审意见", "{{ opinion }}"),
                ("复审结论（第2部分 10.7）", "{{ conclusion }}"),
                ("结论理由", "{{ reason }}"),
                ("作出结论的人", "{{ concluded_by }}", "结论日期", day("concluded_on")),
                ("签名", ""),
            ),
            tall=("复审意见", "结论理由", "签名"),
        ),
    )
)
AMENDMENT = Layout(
    (
        Masthead("{{ organization }}"),
        Title("{{ number }}\n《{{ title }}》\n第 {{ amendment_number }} 号修改单"),
        Paragraph(
            "本修改单由{{ department }}于{{ requested_on }}申请，于{{ confirmed_on }}确认，自{{ amended_from }}起实施。"
            "标准编号和年代号不变（第2部分 10.7 b）。"
        ),
        Heading("一、修改理由"),
        Paragraph("{{ reason }}"),
        Heading("二、修改内容"),
        Paragraph("{{ content }}"),
        SIGNED,
    )
)
WITHDRAWAL = Layout(
    (
        Masthead("{{ organization }}"),
        Title("关于废止《{{ title }}》的通知"),
        Paragraph("各部门：", place="left"),
        Paragraph("{{ full_name }}自{{ withdrawn_on }}起废止。"),
        Paragraph("废止理由：{{ withdrawal_reason }}", when="withdrawal_reason"),
        Paragraph("标准废止后，编号不再使用，原文本存档备查。"),
        Paragraph("下列现行标准引用了它，请起草部门核对是否需要修改：", when="citing"),
        Rows(
            "row in citing",
            (
                Column("标准编号", "{{ row.number }}", 34),
                Column("标准名称", "{{ row.title }}", 46),
                Column("引用处", "{{ row.clause }}", 20),
            ),
            when="citing",
        ),
        SIGNED,
    )
)
CARD = Layout(
    (
        Title("标准资料卡"),
        Paragraph("{{ organization }}　{{ status }}", place="centre"),
        Rows(
            "row in facts",
            (Column("项目", "{{ row.label }}", 24), Column("内容", "{{ row.value }}", 76)),
        ),
        Rows(
            "row in files",
            (
                Column("种类", "{{ row.kind }}", 12),
                Column("文件", "{{ row.name }}", 26),
                Column("字节数", "{{ row.size }}", 10, "right"),
                Column("SHA-256", "{{ row.sha256 }}", 34),
                Column("上传日期", "{{ row.day }}", 18),
            ),
            caption="附件",
            empty="没有附件。",
        ),
        Rows(
            "row in history",
            (
                Column("时间", "{{ row.at }}", 17),
                Column("人员", "{{ row.who }}", 13),
                Column("动作", "{{ row.verb }}", 14),
                Column("内容", "{{ row.words }}", 56),
            ),
            caption="历史",
        ),
    )
)
DECREE = Layout(
    (
        Masthead("{{ organization }}", "{{ decree_number }}"),
        Title("标准体系发布令"),
        Paragraph("各部门：", place="left"),
        Paragraph(
            "《{{ organization }}标准体系（{{ version }}）》"
            "{% if deliberated_on %}已于{{ deliberated_on }}由标准化管理委员会审议通过，{% endif %}"
            f"现予发布，自{day('effective_on')}起运行。"
        ),
        Paragraph("{{ deliberation }}", when="deliberation"),
        Paragraph("各部门要组织学习，严格执行纳入体系的各项标准，并将执行中的意见报标准化管理办公室。"),
        Paragraph(
            "本版的体系结构、标准明细表和统计表已经固定，校验码（SHA-256）为 {{ sha256 }}。", when="sha256"
        ),
        Signature(("签发人：{{ signer or '　　　　' }}", day("issued_on"))),
    )
)
SYSTEM_EXPLANATION = Layout(
    (
        Title("{{ organization }}\n标准体系表编制说明\n（{{ version }}）"),
        Heading("一、编制的依据和目标"),
        Paragraph(to_write("basis", "请填写编制依据和要达到的目标")),
        Heading("二、国内外标准概况"),
        Paragraph(to_write("overview", "请填写有关标准的概况")),
        Heading("三、差距、薄弱环节和主攻方向"),
        Rows(
            "row in figures",
            (
                Column("类别", "{{ row.name }}", 52),
                Column("应有数", "{{ row.expected }}", 16, "right"),
                Column("现有数", "{{ row.present }}", 16, "right"),
                Column("覆盖率", "{{ row.rate }}", 16, "right"),
            ),
            caption="标准统计",
            when="figures",
        ),
        Paragraph(to_write("analysis", "请结合统计表，写明差距、薄弱环节和今后的主攻方向")),
        Heading("四、专业划分的依据和划分情况"),
        Paragraph(to_write("division", "请填写划分的依据和情况")),
        Heading("五、与其他体系交叉的情况和处理意见"),
        Paragraph(to_write("crossings", "请填写交叉情况和处理意见")),
        Heading("六、需要其他体系协调配套的意见"),
        Paragraph(to_write("support", "请填写需要配套的意见")),
        Heading("七、其他"),
        Paragraph("{{ other or '无。' }}"),
        SIGNED,
    )
)
LAYOUTS = {
    "notice": NOTICE,
    "explanation": EXPLANATION,
    "opinion-form": OPINION_FORM,
    "opinions": OPINIONS,
    "sign-in": SIGN_IN,
    "minutes": MINUTES,
    "review": REVIEW,
    "amendment": AMENDMENT,
    "withdrawal": WITHDRAWAL,
    "card": CARD,
    "decree": DECREE,
    "system-explanation": SYSTEM_EXPLANATION,
}
