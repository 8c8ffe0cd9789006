"""规范性引用文件 of a standard entered as they stand in its chapter 2; 适宜性评审 concluded (T/CSSG 001.2 10.3.1.2)."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Citation, Standard, SuitabilityReview
from ..numbering import NumberError, parse_titled
from ..references.citations import is_dated, words_for
from ..references.suitability import Due, suitability_due
from .given import check_day, demand
from .keeping import lock
from .numbers import number_columns

MOST_LINES = 500
LONGEST_TEXT = 100_000
LONGEST_TITLE = Citation._meta.get_field("title").max_length
LONGEST_NUMBER = Citation._meta.get_field("number").max_length
FIELD = "lines"


class LinesError(StandardsError):
    """Some lines cannot be taken in; `lines` says of each what was understood and what is wrong."""

    def __init__(self, message: str, *, lines: list["Line"]):
        super().__init__(message, field=FIELD)
        self.lines = lines


@dataclass(frozen=True)
class Line:
    """One line as typed and what was understood. `columns` are those of `Citation`, empty with an `error`."""

    place: int
    text: str
    columns: dict = field(default_factory=dict)
    meaning: str = ""
    warnings: tuple[str, ...] = ()
    error: str = ""
    is_new: bool = True

    @property
    def words(self) -> str:
        """「GB/T 1.1-2020 标准化工作导则，注日期引用」."""
        named = f"{self.columns.get('number', '')} {self.columns.get('title', '')}".strip()
        return f"{named}，{self.meaning}" if named else ""


def read_lines(text: str, standard: Standard) -> list[Line]:
    """Every line that holds something, read; those the standard cites already, or said twice, are not new.

    Raises StandardsError when there is nothing, or more than anybody's chapter 2 holds.
    """
    if len(text) > LONGEST_TEXT:
        raise StandardsError(
            f"内容有 {len(text)} 个字，超过 {LONGEST_TEXT} 个字。请只粘贴规范性引用文件一章。", field=FIELD
        )
    typed = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not typed:
        raise StandardsError(
            "请粘贴规范性引用文件，一行一个，如“GB/T 1.1—2020 标准化工作导则”。", field=FIELD
        )
    if len(typed) > MOST_LINES:
        raise StandardsError(
            f"共 {len(typed)} 行，一次最多 {MOST_LINES} 行。请只粘贴规范性引用文件一章。", field=FIELD
        )
    known = dict.fromkeys(standard.citations.values_list("number_key", flat=True), 0)
    return [mark_known(read_line(place, line, standard), known) for place, line in typed]


def read_line(place: int, text: str, standard: Standard) -> Line:
    """One line: its number and title, or the sentence that says why not."""
    try:
        number, title = parse_titled(text, timezone.localdate())
        columns = number_columns(str(number))
    except (NumberError, StandardsError) as error:
        return Line(place, text, error=error.message)
    line = Line(
        place,
        text,
        {name: columns[name] for name in ("number", "number_key", "number_family")}
        | {"title": title, "is_dated": is_dated(number)},
        words_for(number),
        tuple(each for each in number.warnings if "没有年代号" not in each),
    )
    return replace(line, error=fault(line, standard))


def fault(line: Line, standard: Standard) -> str:
    """Why a line that could be read cannot be a citation of the standard; "" when it can."""
    if standard.number_family and line.columns["number_family"] == standard.number_family:
        return "标准不能引用自己，请删去这一行。"
    if len(line.columns["number"]) > LONGEST_NUMBER:
        return f"编号超过 {LONGEST_NUMBER} 个字，请核对。"
    if len(line.columns["title"]) > LONGEST_TITLE:
        return f"名称超过 {LONGEST_TITLE} 个字，请核对是否把几行并成了一行。"
    return ""


def mark_known(line: Line, known: dict[str, int]) -> Line:
    """Not new when it stands there already (0), or in an earlier line; `known` is filled on the way."""
    if line.error:
        return line
    key = line.columns["number_key"]
    if key in known:
        earlier = f"与第 {known[key]} 行相同" if known[key] else "已登记"
        return replace(line, is_new=False, meaning=f"{line.meaning}，{earlier}")
    known[key] = line.place
    return line


def add_citations(*, actor, standard: Standard, text: str) -> list[Line]:
    """All lines of `text` are citations of the standard afterwards, or none. Returns what was understood.

    Raises LinesError naming every line that cannot be one, StandardsError when nothing is new.
    """
    with transaction.atomic():
        row = lock(standard)
        check_citing(row)
        lines = read_lines(text, row)
        if wrong := [line for line in lines if line.error]:
            raise LinesError(f"有 {len(wrong)} 行需要修改，全部未登记。", lines=lines)
        new = [line for line in lines if line.is_new]
        if not new:
            raise StandardsError("这些引用都已登记，没有新的。", field=FIELD)
        Citation.objects.bulk_create(Citation(standard=row, **line.columns) for line in new)
        numbers = "、".join(line.columns["number"] for line in new)
        record_event(actor=actor, verb="cite", target=row, changes={"规范性引用文件": ["", numbers]})
    return lines


def check_citing(row: Standard) -> None:
    if row.origin == Standard.Origin.GUIDANCE or row.stage == Standard.Stage.ABANDONED:
        raise StandardsError("指导性文件和已终止的标准不登记引用。")


def remove_citation(*, actor, citation: Citation) -> Standard:
    """The standard no longer cites it; the trail keeps what it was. Returns the standard.

    Raises StandardsError when it does not any more.
    """
    with transaction.atomic():
        row = lock(citation.standard)
        check_citing(row)
        if not row.citations.filter(pk=citation.pk).exists():
            raise StandardsError("这个引用已经移除。")
        row.citations.filter(pk=citation.pk).delete()
        record_event(actor=actor, verb="cite", target=row, changes={"规范性引用文件": [str(citation), ""]})
    return row


def conclude_suitability(
    *, actor, standard: Standard, cited: Standard, conclusion: str, opinion: str, concluded_on: date
) -> SuitabilityReview:
    """The 适宜性评审 of this change is answered and no longer due. Amending or revising is applied for apart.

    Raises StandardsError when it is not due, without an opinion, or for a day to come.
    """
    with transaction.atomic():
        row = lock(standard)
        change = due_change(row, cited)
        opinion = demand(opinion, "请写明评审意见，如“第6章引用的条款没有变化”。", "opinion")
        check_day(concluded_on, "评审日期", "concluded_on")
        review = SuitabilityReview.objects.create(
            standard=row,
            cited_key=cited.number_key,
            cause=change.cause,
            changed_on=change.changed_on,
            conclusion=conclusion,
            opinion=opinion,
            concluded_on=concluded_on,
            concluded_by=actor,
        )
        changes = {"适宜性评审": ["", str(review)]}
        record_event(actor=actor, verb="conclude", target=row, changes=changes, reason=review.opinion)
    return review


def due_change(standard: Standard, cited: Standard) -> Due:
    """The change that is due now; StandardsError when it was concluded or is none any more."""
    due = suitability_due([standard.organization_id], timezone.localdate(), standard=standard)
    change = next((each for each in due if each.cited == cited), None)
    if change is None:
        raise StandardsError("这一变化已经评审，或不再需要评审。")
    return change
