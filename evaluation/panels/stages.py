"""Where an evaluation by a panel stands: the stations of life cycle §5.5, derived from facts and never stored. Pure."""

from dataclasses import dataclass
from datetime import date

DONE, HERE, AHEAD = "done", "here", "ahead"
# What the evaluated organisation is told before the 通报: what it takes part in itself.
OPEN_TO_ALL = ("eligibility", "plan", "meeting", "notice", "mending", "archive")


@dataclass(frozen=True, slots=True)
class Mark:
    """When something was done, and by whom."""

    day: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of those expected; `last` tells of the newest."""

    done: int = 0
    of: int = 0
    last: Mark = Mark()

    @property
    def is_complete(self) -> bool:
        return self.of > 0 and self.done >= self.of


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one evaluation. A mark is None where the thing is not done; counts are never judgements."""

    eligible: Mark | None = None
    planned: Mark | None = None
    met: Mark | None = None
    sheets: Count = Count()
    ruled: Count = Count()
    locked: Mark | None = None
    signatures: Count = Count()
    told: Mark | None = None
    problems: Count = Count()
    passed: bool = True
    archived: Mark | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One station; `state` is done, here (the next one to do) or ahead; `words` how far it is."""

    key: str
    label: str
    state: str
    day: date | None = None
    who: str = ""
    words: str = ""

    @property
    def is_done(self) -> bool:
        return self.state == DONE


def stages(facts: Facts) -> list[Stage]:
    """资格核对 → 方案 → 首次会议 → 现场评分 → 合议 → 锁定 → 签字 → 通报 → 整改/复评 → 归档."""
    sheets, ruled, signatures = facts.sheets, facts.ruled, facts.signatures
    locked = facts.locked is not None
    return placed(
        [
            single("eligibility", "资格核对", facts.eligible),
            single("plan", "方案", facts.planned),
            single("meeting", "首次会议", facts.met),
            counted("scoring", "现场评分", sheets, "人已提交", locked or sheets.is_complete),
            counted("consensus", "合议", ruled, "条已定", locked or ruled.is_complete),
            single("lock", "锁定", facts.locked),
            counted("signing", "签字", signatures, "人已签", locked and signatures.is_complete),
            single("notice", "通报", facts.told),
            mending(facts),
            single("archive", "归档", facts.archived),
        ]
    )


def single(key: str, label: str, mark: Mark | None) -> Stage:
    if mark is None:
        return Stage(key, label, AHEAD)
    return Stage(key, label, DONE, mark.day, mark.who)


def counted(key: str, label: str, count: Count, unit: str, is_done: bool) -> Stage:
    words = f"{count.done}/{count.of} {unit}" if count.of else ""
    last = count.last if is_done else Mark()
    return Stage(key, label, DONE if is_done else AHEAD, last.day, last.who, words)


def mending(facts: Facts) -> Stage:
    """整改 is over when every problem is closed; what did not pass waits for its 复评 (evaluation §3.3)."""
    problems = facts.problems
    over = facts.told is not None and (problems.is_complete or facts.archived is not None)
    words = [f"{problems.done}/{problems.of} 已销号"] if problems.of else []
    words += [] if facts.passed else ["不合格，待复评"]
    last = problems.last if over else Mark()
    return Stage("mending", "整改/复评", DONE if over else AHEAD, last.day, last.who, "，".join(words))


def placed(found: list[Stage]) -> list[Stage]:
    """With the first that is not done marked as the next one."""
    here = next((stage.key for stage in found if not stage.is_done), None)
    return [
        stage if stage.key != here else Stage(stage.key, stage.label, HERE, stage.day, stage.who, stage.words)
        for stage in found
    ]


def for_evaluated(found: list[Stage]) -> list[Stage]:
    """What the evaluated organisation sees before the 通报: without the panel's own work."""
    return placed(
        [
            Stage(stage.key, stage.label, DONE if stage.is_done else AHEAD, stage.day, stage.who)
            for stage in found
            if stage.key in OPEN_TO_ALL
        ]
    )
