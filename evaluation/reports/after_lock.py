"""What came after the lock of a panel's result, as the database has it when its report is printed.

None of it is in the hashed document: signatures, the 末次会议 (7.7), the 通报, the deadlines of the 问题清单.
"""

from dataclasses import dataclass

from django.utils import timezone

from gridgov.dates import chinese_date, moment

from ..models import Problem, Result
from ..results.standing import standing_of
from .moments import span_words

CLOSING = 7


@dataclass(frozen=True)
class SignatureLine:
    """One member's line of the page of signatures; without a drawing there is room to sign by hand."""

    name: str
    duty: str
    employer: str
    drawing: str = ""
    signed_on: str = ""


@dataclass(frozen=True)
class Closing:
    """The 末次会议 as it was held."""

    when: str
    place: str
    chair: str
    record: str
    people: str


@dataclass(frozen=True)
class AfterLock:
    """Everything a report tells beside the frozen document; `void` says why the result counts no more."""

    void: str
    signatures: tuple[SignatureLine, ...]
    closing: Closing | None
    notice: str
    problems: tuple[Problem, ...]

    @property
    def is_void(self) -> bool:
        return bool(self.void)


def after_lock(result: Result, document: dict) -> AfterLock:
    standing = standing_of(result)
    return AfterLock(
        void="" if standing.counts else standing.words,
        signatures=tuple(signature_lines(result, document["panel"]["members"])),
        closing=closing_of(result),
        notice=notice_words(result),
        problems=tuple(result.problems.all()),
    )


def signature_lines(result: Result, members: list[dict]):
    """A line for everybody who was present, in the order of the panel; one drawing is used once."""
    rows = list(result.signatures.filter(sha256=result.sha256))
    for member in members:
        if member["absence"]:
            continue
        line = {name: member[name] for name in ("name", "duty", "employer")}
        row = next((row for row in rows if row.name == member["name"]), None)
        if row is None:
            yield SignatureLine(**line)
        else:
            rows.remove(row)
            signed_on = chinese_date(timezone.localtime(row.signed_at))
            yield SignatureLine(**line, drawing=row.drawing, signed_on=signed_on)


def closing_of(result: Result) -> Closing | None:
    step = result.evaluation.steps.filter(number=CLOSING).prefetch_related("attendances").first()
    if step is None:
        return None
    began, ended = (value and moment(value) for value in (step.began_at, step.ended_at))
    people = "、".join(row.name for row in step.attendances.all())
    return Closing(span_words(began, ended), step.place, step.chair, step.record, people)


def notice_words(result: Result) -> str:
    notice = getattr(result, "notice", None)
    if notice is None:
        return ""
    return f"{chinese_date(notice.notified_on)}通报被评单位，方式：{notice.way}，接收人：{notice.recipient}。"
