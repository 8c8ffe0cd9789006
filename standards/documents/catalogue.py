"""The papers an office shows: what each is about, in which forms it is had, what a template may name. Pure.

documents-and-import §2.1, life cycle §5.2. The context of a paper has exactly the names of its fields, so that one
dictionary makes Word, PDF and Excel alike and an office that writes its own template knows all there is.
"""

from dataclasses import dataclass

WORD, PDF, EXCEL = "docx", "pdf", "xlsx"


@dataclass(frozen=True)
class Field:
    """A name a template may use and what it stands for; with `columns` it is a list of rows that have these names."""

    name: str
    words: str
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True)
class Paper:
    """One kind of paper. `about` names the row it tells of, `kept_as` the kind of document it is kept as."""

    kind: str
    title: str
    about: str
    formats: tuple[str, ...]
    fields: tuple[Field, ...]
    kept_as: str = ""

    @property
    def has_template(self) -> bool:
        return WORD in self.formats


def named(text: str) -> tuple[Field, ...]:
    """Fields from lines `name 说明`."""
    return tuple(Field(*line.split(maxsplit=1)) for line in text.strip().splitlines())


COMMON = named("""
    organization 组织名称
    day 文件的日期，如 2026-11-20
    date 文件的日期，如 2026年11月20日
""")
STANDARD = named("""
    number 标准编号
    title 标准名称
    full_name 《标准名称》（标准编号）
    class_name 体系分类
    rank 标准级别
    departments 实施部门
    drafting_department 起草部门
    drafters 起草人
    approver 批准人
    approval_number 批准文书号
    approved_on 批准日期
    issued_on 发布日期
    effective_on 实施日期
    confirmed_on 复审确认日期
    replaced 被代替的标准
""")
ROUND = named("""
    round 第几轮审查
    submitted_on 送审日期
    method 审查方式：会审或传阅
    due_on 意见返回期限
    sent 发出的意见表份数
    returned 返回的意见表份数
    agree 结论为“同意”的份数
    after_changes 结论为“修改后同意”的份数
    disagree 结论为“不同意”的份数
    outcome 本轮结论
    summary 结论说明
    closed_on 本轮结束日期
""")
OPINION = named("""
    place 序号
    clause 条款
    text 意见
    proposal 建议修改为
    reviewer 提出人
    department 提出人的部门
    handling 处理：采纳、部分采纳、不采纳
    response 处理说明
""")
STEP = named("""
    day 日期
    words 事项
""")
BOTH = (WORD, PDF)

PAPERS = (
    Paper(
        kind="notice",
        title="发布通知",
        about="standard",
        formats=BOTH,
        fields=COMMON + STANDARD,
        kept_as="notice",
    ),
    Paper(
        kind="explanation",
        title="编制说明",
        about="standard",
        formats=(WORD,),
        fields=(
            *(COMMON + STANDARD),
            *named("""
                source 任务来源
                background 背景意义，取自立项理由
                undertaking 承担单位
                team 起草工作组成员
                cited 引用的标准
                adoption 采标情况
                opinions_told 各轮意见的处理数
            """),
            Field(
                "information", "信息收集记录", named("aspect 方面\n content 内容\n source 来源\n day 日期")
            ),
            Field("process", "编制过程", STEP),
            Field("disagreements", "没有采纳或部分采纳的意见", OPINION),
        ),
    ),
    Paper(
        kind="opinion-form",
        title="审定意见表",
        about="form",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD + ROUND),
            *named("""
                reviewer 审查人员
                reviewer_department 审查人员的部门
                sent_on 发出日期
                conclusion 结论，选中的一项前是■
                remark 总的意见
                signature 签名：以本人账号签署的姓名
                signed_on 签署日期
            """),
            Field("checks", "10.4 a）至 d）各项", named("question 审查重点\n answer 回答，选中的一项前是■")),
            Field("opinions", "各条意见", OPINION),
        ),
    ),
    Paper(
        kind="opinions",
        title="意见汇总处理表",
        about="round",
        formats=(WORD, PDF, EXCEL),
        fields=(
            *(COMMON + STANDARD + ROUND),
            Field("opinions", "各条意见，按条款排列", OPINION),
            Field("remarks", "总的意见", named("reviewer 提出人\n text 意见")),
        ),
        kept_as="opinions",
    ),
    Paper(
        kind="sign-in",
        title="会审签到表",
        about="round",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD + ROUND),
            *named("held_on 会审日期\n venue 会审地点\n chair 主持人"),
            Field("attendees", "审查人员，其后留有空行", named("place 序号\n name 姓名\n department 部门")),
        ),
    ),
    Paper(
        kind="minutes",
        title="会议纪要",
        about="round",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD + ROUND),
            *named("held_on 会审日期\n venue 会审地点\n chair 主持人\n people 审查人员\n minutes 会议纪要"),
        ),
        kept_as="minutes",
    ),
    Paper(
        kind="review",
        title="复审记录",
        about="review",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD),
            *named("""
                started_on 复审开始日期
                due_on 复审期限
                reviewers 复审人员
                opinion 复审意见
                conclusion 复审结论，选中的一项前是■
                reason 结论理由
                concluded_on 结论日期
                concluded_by 作出结论的人
            """),
        ),
        kept_as="review",
    ),
    Paper(
        kind="amendment",
        title="修改单",
        about="amendment",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD),
            *named("""
                amendment_number 修改单号
                department 申请部门
                requested_on 申请日期
                reason 修改理由
                content 修改内容
                confirmed_on 修改日期
                amended_from 修改单实施日期
                confirmed_by 确认人
            """),
        ),
        kept_as="amendment",
    ),
    Paper(
        kind="withdrawal",
        title="废止通知",
        about="standard",
        formats=BOTH,
        fields=(
            *(COMMON + STANDARD),
            *named("withdrawn_on 废止日期\n withdrawal_reason 废止理由"),
            Field(
                "citing", "引用它的现行自制标准", named("number 标准编号\n title 标准名称\n clause 引用处")
            ),
        ),
        kept_as="withdrawal",
    ),
    Paper(
        kind="card",
        title="标准资料卡",
        about="standard",
        formats=(PDF,),
        fields=(
            *(COMMON + STANDARD),
            *named("origin 制定方式\n status 状态"),
            Field("facts", "登记的各项", named("label 项目\n value 内容")),
            Field(
                "files", "附件", named("kind 种类\n name 文件名\n size 大小\n sha256 SHA-256\n day 上传日期")
            ),
            Field("history", "历史", named("at 时间\n who 人员\n verb 动作\n words 内容")),
        ),
    ),
    Paper(
        kind="decree",
        title="体系发布令",
        about="version",
        formats=BOTH,
        fields=(
            *COMMON,
            *named("""
                version 体系版本
                decree_number 发布令文号
                deliberated_on 审议日期
                deliberation 审议情况
                signer 签发人
                issued_on 发布日期
                effective_on 运行起始日期
                sha256 快照的 SHA-256
            """),
        ),
    ),
    Paper(
        kind="system-explanation",
        title="体系表编制说明",
        about="version",
        formats=BOTH,
        fields=(
            *COMMON,
            *named("""
                version 体系版本
                basis 编制依据和目标
                overview 国内外标准概况
                analysis 差距、薄弱环节和主攻方向
                division 专业划分的依据和情况
                crossings 与其他体系交叉的情况和处理
                support 需要其他体系配套的意见
                other 其他
                drafted_by 编制人
                drafted_on 编制日期
                deliberated_on 审议日期
            """),
            Field("figures", "统计", named("name 类别\n expected 应有数\n present 现有数\n rate 覆盖率")),
        ),
    ),
)
BY_KIND = {paper.kind: paper for paper in PAPERS}
TEMPLATED = tuple(paper for paper in PAPERS if paper.has_template)
SAMPLE_ROWS = 2


def names_of(fields) -> set[str]:
    return {each.name for each in fields}


def sample_context(paper: Paper) -> dict:
    """A context in which every field says what it is: to try a template with."""
    return {each.name: sample_of(each) for each in paper.fields}


def sample_of(each: Field):
    if not each.columns:
        return each.words
    return [{column.name: column.words for column in each.columns} for _ in range(SAMPLE_ROWS)]
