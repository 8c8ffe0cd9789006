"""体系表编制说明: its sections after GB/T 13016, and what the registry can say of itself. Pure.

Figures are those of the day; judgements are left to people.
"""

from ..statistics import LEVELS, Branch, Coverage

# Section → (heading, what belongs there).
SECTIONS = {
    "basis": ("编制依据和目标", "依据的法律、法规和标准，要达到的目标"),
    "overview": ("国内外标准概况", "已有哪些国家、行业、地方、团体标准，采用了多少"),
    "analysis": (
        "结合统计表的分析",
        "现有与应有的差距、薄弱环节，今后的主攻方向",
    ),
    "division": ("专业划分的依据", "分体系和类怎样划分，为什么增加或删减"),
    "crossings": ("与其他体系交叉情况及处理", "与安全生产、政务服务、信息化等标准体系交叉处怎样分工"),
    "support": ("需要其他体系配套的意见", "需要哪些上级标准、哪些部门配合"),
    "other": ("其他", "其他需要说明的"),
}
WEAKEST = 5
BASIS = (
    "依据 T/CSSG 001.2-2020（T/CA 007.2-2020）第9章、T/CSSG 001.3-2020（T/CA 007.3-2020）和 GB/T 13016、"
    "GB/T 13017，按标准化对象的属性编制{organization}标准体系表。"
)


def suggested(organization: str, covered: Coverage, removed: list[str]) -> dict[str, str]:
    """What can be said without a judgement, by section; `removed` names the nodes the organisation does without."""
    return {
        "basis": BASIS.format(organization=organization),
        "overview": overview(covered),
        "analysis": analysis(covered),
        "division": division(covered, removed),
    }


def overview(covered: Coverage) -> str:
    """How many standards in force there are of each level."""
    totals = [(level, sum(root.levels[level] for root in covered.roots)) for level in LEVELS]
    words = "、".join(f"{level} {count} 项" for level, count in totals if count)
    return f"截至 {covered.on}，体系内现行标准 {covered.present} 项" + (f"，其中{words}。" if words else "。")


def analysis(covered: Coverage) -> str:
    """应有, 现有, 覆盖率, and the classes that miss most."""
    share = "" if covered.percentage is None else f"，覆盖率 {covered.percentage}%"
    text = f"截至 {covered.on}，应有 {covered.expected} 项，现有 {covered.present} 项{share}，缺 {covered.missing} 项。"
    weak = sorted(
        (branch for branch in classes_of(covered) if branch.missing), key=lambda branch: -branch.missing
    )
    if weak:
        words = "、".join(
            f"{branch.node.code} {branch.node.name}（缺 {branch.missing}，{branch.present} / {branch.expected}）"
            for branch in weak[:WEAKEST]
        )
        text += f"缺项较多的类：{words}。"
    return text


def division(covered: Coverage, removed: list[str]) -> str:
    """How the tree is divided, and what the organisation changed of it."""
    roots = [root for root in covered.roots if root.classes]
    names = "、".join(f"{root.node.name}（{root.node.class_code}）" for root in roots)
    leaves = sum(1 for root in covered.roots for row in root.rows if row.node.is_leaf)
    own = [str(row.node) for root in covered.roots for row in root.rows if row.node.organization_id]
    text = f"指导层之下分为{names}，共 {len(classes_of(covered))} 个类、{leaves} 个末级节点。"
    if own:
        text += f"按第3部分 3.4.2 增加：{'、'.join(own)}。"
    if removed:
        text += f"按第3部分 3.4.2 删减：{'、'.join(removed)}。"
    return text


def classes_of(covered: Coverage) -> list[Branch]:
    return [branch for root in covered.roots for branch in root.classes]


def is_written(explanation: dict) -> bool:
    return any(explanation.get(name, "").strip() for name in SECTIONS)
