"""The procedure on site: the seven steps of T/CSSG 001.5 §7, and the schedule they propose. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

OPENING, REPORT, PAPERS, SITES, SURVEY, CONCLUSION, CLOSING = range(1, 8)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its number, the words of its clause, its name in a schedule, who is there, what is written down."""

    number: int
    clause: str
    name: str
    who: str
    hint: str

    @property
    def code(self) -> str:
        return f"7.{self.number}"


PANEL, BOTH = "评估组", "评估组、被评单位负责人和有关人员"
STEPS = (
    Step(
        OPENING,
        "宣布评估组成员、评估程序及有关事宜。",
        "首次会议",
        BOTH,
        "宣布了哪些事项，双方商定了什么",
    ),
    Step(REPORT, "评估组听取试点单位工作汇报。", "听取汇报", BOTH, "汇报人，汇报的要点"),
    Step(
        PAPERS,
        "查阅必备的文件、记录、标准文本等资料。",
        "查阅文件",
        "评估组，被评单位资料人员",
        "查阅了哪些资料，缺少什么",
    ),
    Step(
        SITES,
        "考核服务现场。",
        "现场考核",
        "评估组，被评单位陪同人员",
        "走访的路线和总的情况；各点位的记录在下面分别登记",
    ),
    Step(
        SURVEY,
        "随机调查服务对象满意程度。",
        "满意度调查",
        PANEL,
        "调查的过程；份数和结果在“满意度调查”中登记",
    ),
    Step(
        CONCLUSION,
        "形成考核评估结论。",
        "合议",
        PANEL,
        "只写合议的过程；各项判定记在“合议”中，锁定之前不在这里写判定和分数",
    ),
    Step(
        CLOSING,
        "评估组向被评单位通报评估情况，提出改进意见和建议。",
        "末次会议",
        BOTH,
        "通报的情况，改进意见和建议，被评单位的表态",
    ),
)
BY_NUMBER = {step.number: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of a proposed schedule."""

    on: date
    begins: time
    ends: time
    what: str
    who: str


ONE_DAY = (
    (OPENING, time(8, 30), time(9, 0)),
    (REPORT, time(9, 0), time(10, 0)),
    (PAPERS, time(10, 0), time(12, 0)),
    (SITES, time(13, 30), time(15, 0)),
    (SURVEY, time(15, 0), time(16, 0)),
    (CONCLUSION, time(16, 0), time(17, 0)),
    (CLOSING, time(17, 0), time(17, 30)),
)
FIRST_DAY = (
    (OPENING, time(8, 30), time(9, 0)),
    (REPORT, time(9, 0), time(10, 30)),
    (PAPERS, time(10, 30), time(12, 0)),
    (PAPERS, time(13, 30), time(17, 30)),
)
DAY_BETWEEN = ((SITES, time(8, 30), time(12, 0)), (SITES, time(13, 30), time(17, 30)))
LAST_DAY = (
    (SITES, time(8, 30), time(10, 30)),
    (SURVEY, time(10, 30), time(12, 0)),
    (CONCLUSION, time(13, 30), time(16, 30)),
    (CLOSING, time(16, 30), time(17, 30)),
)


def propose(starts_on: date, ends_on: date) -> list[Proposed]:
    """The seven steps laid over the days of the visit, in the order of the clauses."""
    last = (ends_on - starts_on).days
    if last == 0:
        return lines(starts_on, ONE_DAY)
    between = [line for day in range(1, last) for line in lines(starts_on + timedelta(day), DAY_BETWEEN)]
    return [*lines(starts_on, FIRST_DAY), *between, *lines(ends_on, LAST_DAY)]


def lines(on: date, plan: Iterable[tuple[int, time, time]]) -> list[Proposed]:
    return [
        Proposed(on, begins, ends, BY_NUMBER[number].name, BY_NUMBER[number].who)
        for number, begins, ends in plan
    ]


def outside(slots: Iterable, starts_on: date, ends_on: date) -> list:
    """The lines of a schedule that lie on no day of the visit."""
    return [slot for slot in slots if not starts_on <= slot.on <= ends_on]
