"""What a step of the life cycle needs before it may be taken: each demand looks at the standard and names what is
missing, and the page that mends it (life cycle §5.2). Reading only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import CollectedInformation, Node, ReviewRound, Standard, StandardDocument
from .reviewing import NOTHING_SENT, form_gaps, meeting_gaps

Kind = StandardDocument.Kind
Aspect = CollectedInformation.Aspect


@dataclass(frozen=True)
class Missing:
    """One thing a step still needs: the sentence, and the URL name and query of the page that mends it."""

    words: str
    mend: str = ""
    query: str = ""

    @property
    def kind(self) -> str:
        """The kind of the file that is missing, "" when it is something else."""
        return self.query.removeprefix("kind=") if self.mend == "document-add" else ""


Demand = Callable[[Standard], Iterable[Missing]]


def nothing(standard: Standard) -> Iterable[Missing]:
    return ()


def edit(words: str) -> Missing:
    return Missing(words, "standard-edit")


def document(*kinds: str) -> Demand:
    """Kept files of each of these kinds."""

    def demand(standard: Standard) -> Iterable[Missing]:
        there = set(standard.documents.kept().values_list("kind", flat=True))
        return [upload(kind) for kind in kinds if kind not in there]

    demand.kinds = kinds
    return demand


def upload(kind: str) -> Missing:
    label = Kind(kind).label
    return Missing(f"还没有{label}：请上传种类为“{label}”的附件。", "document-add", f"kind={kind}")


def plan_entry(standard: Standard) -> Iterable[Missing]:
    """12 a: a plan names its reason, who drafts, and by when."""
    if not standard.plan_reason:
        yield edit("计划还没有立项理由：请编辑计划，写明为什么要制定。")
    if standard.drafting_department_id is None:
        yield edit("计划还没有起草部门：请编辑计划，选择起草部门。")
    if standard.due_on is None:
        yield edit("计划还没有计划完成日期：请编辑计划，填写日期。")


def plan_is_approved(standard: Standard) -> Iterable[Missing]:
    if standard.planned_on:
        yield Missing(f"计划已于 {standard.planned_on} 批准，不用再批准。")


def approved_plan(standard: Standard) -> Iterable[Missing]:
    if standard.planned_on is None:
        yield Missing("制修订计划还没有批准：请管理者代表或标准化管理委员会先批准计划。")


def draft_is_planned(standard: Standard) -> Iterable[Missing]:
    """补录 is for what was numbered on paper; what was planned here goes the whole way."""
    if standard.planned_on:
        yield Missing("这条标准已列入计划，应按程序审查、批准和发布，不能补录，也不用再列入计划。")


def draft_is_unplanned(standard: Standard) -> Iterable[Missing]:
    if standard.planned_on is None:
        yield Missing("这份草案没有列入计划：新制定的请先列入计划，已在纸上发布的请用“补录发布”。")


def collected_information(standard: Standard) -> Iterable[Missing]:
    """10.2.1 a–d, each at least once."""
    there = set(standard.information.values_list("aspect", flat=True))
    for aspect in Aspect:
        if aspect not in there:
            words = f"还没有收集“{aspect.label}”的信息（第2部分 10.2.1），请登记信息收集记录。"
            yield Missing(words, "information-add", f"aspect={aspect.value}")


def renewed_draft(standard: Standard) -> Iterable[Missing]:
    """A draft no round has seen yet: what was returned is not sent in again as it was."""
    drafts = standard.documents.kept().filter(kind=Kind.DRAFT)
    if drafts.filter(round=None).exists():
        return
    if drafts.exists():
        words = "还没有修改后的标准草案：上一轮审查已退回，请上传按意见修改的草案。"
        yield Missing(words, "document-add", f"kind={Kind.DRAFT.value}")
    else:
        yield upload(Kind.DRAFT)


renewed_draft.kinds = (Kind.DRAFT,)


def open_round(standard: Standard) -> ReviewRound | None:
    """The round of 审查 that is not closed yet."""
    return standard.rounds.filter(outcome="").first()


def returned_opinions(standard: Standard) -> Iterable[Missing]:
    """10.4: 意见表 were sent, all came back signed, and every opinion was handled."""
    current = open_round(standard)
    gaps = form_gaps(current) if current else [NOTHING_SENT]
    yield from (Missing(words, "review-round") for words in gaps)


def meeting_minutes(standard: Standard) -> Iterable[Missing]:
    """会审 leaves minutes, and a list of who came."""
    if current := open_round(standard):
        yield from (Missing(words, "review-round") for words in meeting_gaps(current))


def summary_of_opinions(standard: Standard) -> Iterable[Missing]:
    """The 意见汇总处理表 of this round, not of an earlier one."""
    current = open_round(standard)
    if current and not of_round(standard, Kind.OPINIONS, current).exists():
        yield upload(Kind.OPINIONS)


summary_of_opinions.kinds = (Kind.OPINIONS,)


def of_round(standard: Standard, kind: str, current: ReviewRound):
    """Kept files of a kind that belong to this round, or to none yet."""
    kept = standard.documents.kept().filter(kind=kind)
    return kept.filter(round=None) | kept.filter(round=current)


def numbering_leaf(standard: Standard) -> Iterable[Missing]:
    """A leaf of the organisation's tree whose class gives numbers (10.6.4)."""
    tree = Node.objects.for_organization(standard.organization).leaves()
    if not standard.node.class_code or not tree.filter(pk=standard.node_id).exists():
        yield edit(f"“{standard.node}”不是本组织体系中可以编号的末级分类：请编辑标准，重新选择体系分类。")


def implementing_departments(standard: Standard) -> Iterable[Missing]:
    if not standard.departments.exists():
        yield edit("还没有实施部门：请编辑标准，选择实施部门。")


def standing_edition(standard: Standard) -> Iterable[Missing]:
    """What a revision revises still stands."""
    old = standard.revision_of
    if old and (old.withdrawn_on or old.replaced_on):
        yield Missing(f"修订的“{old.number}”已废止或已有新版本，不能再发布它的修订版。")


def publishable(standard: Standard) -> Iterable[Missing]:
    """What was approved is published; given up only when it cannot be, for what it revises has ended meanwhile."""
    if standard.stage == Standard.Stage.APPROVED and not list(standing_edition(standard)):
        yield Missing(f"“{standard.title}”已批准，应编号发布；只有所修订的版本已废止或已被代替时才能终止。")


def ending(standard: Standard) -> Iterable[Missing]:
    """What has a successor or an end is not kept up any more."""
    if standard.withdrawn_on:
        yield Missing(f"“{standard.number}”已于 {standard.withdrawn_on} 废止，不再办理。")
    elif standard.replaced_on:
        yield Missing(f"“{standard.number}”自 {standard.replaced_on} 起被新版本代替，请到新版本办理。")


def review_opinion(standard: Standard) -> Iterable[Missing]:
    """A conclusion follows from an opinion (10.7)."""
    review = standard.reviews.filter(conclusion="").first()
    if review and not review.opinion.strip():
        yield Missing("还没有复审意见：请先由标准化管理办公室填写复审意见。", "review")
