"""What a report prints of a frozen document; nothing is computed anew."""

from dataclasses import dataclass
from datetime import date, datetime

from gridgov.dates import chinese_date

from ..eligibility import STATES as CONDITIONS
from ..results.charts import Bar, bars
from ..results.frozen import decided_otherwise_in
from ..results.outcomes import outcome, points, why
from ..scoring import STATES, Item, Requirement, Scorecard, Section, rate_words
from ..visits.sampling import METHOD
from .codes import plain_words, qr_svg
from .moments import moment_words

LINKED_SHOWN = 2


@dataclass(frozen=True)
class Line:
    """One requirement as the report prints it: words, points, why, the registry's standards, the evidence's numbers."""

    requirement: Requirement
    outcome: str
    points: str
    reason: str
    standards: list[tuple[str, str]]
    proofs: str


@dataclass(frozen=True)
class ItemBlock:
    item: Item
    figures: dict
    lines: list[Line]


@dataclass(frozen=True)
class Table:
    """One table of Appendix A with its figures, its items, and its number `A.3`."""

    section: Section
    figures: dict
    items: list[ItemBlock]
    bar: Bar


class Numbers:
    """Numbers of captions and headings, in the order in which a template asks for them."""

    def __init__(self, words: str = ""):
        self.words, self.last = words, 0

    @property
    def next(self) -> str | int:
        """The next number; with `words` the word for it."""
        self.last += 1
        return self.words[self.last - 1] if self.words else self.last

    @property
    def upcoming(self) -> int:
        return self.last + 1


def report_context(document: dict, sha256: str) -> dict:
    """Template context of reports/evaluation.html, from a `gridgov-result/1` document and its hash."""
    card = Scorecard.from_dict(document["scorecard"]["definition"])
    result, proofs = document["result"], numbered_proofs(document)
    chart = bars(
        [(f"{s.code} {s.short_title}", result["sections"][s.code]["score"], s.full) for s in card.sections]
    )
    tables = [table_of(s, document, proofs, bar) for s, bar in zip(card.sections, chart, strict=True)]
    return {
        "document": document,
        "card": card,
        "result": result,
        "passed": result["total"] >= card.pass_mark,
        "shortfall": card.pass_mark - result["total"],
        "conditions": [
            condition | {"word": CONDITIONS[condition["state"]]} for condition in document["eligibility"]
        ],
        "tables": tables,
        "chart": chart,
        "total_rate": rate_words(result["total"], card.full_marks),
        "excused": excused(card, result),
        "lost": lost(tables),
        "otherwise": decided_otherwise_in(document),
        "readings": [reading for reading in card.readings if reading.no in document["readings"]],
        "repairs": [requirement for requirement in card.requirements if requirement.repair],
        "proofs": proofs_list(document, proofs),
        "drawn": [sample_line(sample) for sample in document.get("samples", ())],
        "drawing_method": METHOD,
        "as_of": chinese_date(date.fromisoformat(document["evaluation"]["as_of"])),
        "locked_at": datetime.fromisoformat(document["locked"]["at"]),
        "locked_on": chinese_date(datetime.fromisoformat(document["locked"]["at"])),
        "sha256": sha256,
        "hash_groups": [sha256[start : start + 8] for start in range(0, 64, 8)],
        "qr": qr_svg(plain_words(document["number"], sha256)),
        "headings": Numbers("一二三四五六七八九"),
        "captions": Numbers(),
        "counts": [(STATES[state], count) for state, count in result["counts"].items() if count],
    }


def sample_line(sample: dict) -> dict:
    """The positions as the way of drawing counts them, from 0."""
    return sample | {
        "drawn_at": moment_words(sample["drawn_at"]),
        "positions": "、".join(str(place) for place in sample["positions"]),
        "drawn": "；".join(str(each) for each in sample["drawn"]),
    }


def lost(tables: list[Table]) -> list[Line]:
    """The requirements with a deduction, in printed order."""
    lines = [line for table in tables for block in table.items for line in block.lines]
    return [line for line in lines if line.points.startswith("−")]


def table_of(section: Section, document: dict, proofs: dict, bar: Bar) -> Table:
    result = document["result"]
    blocks = [
        ItemBlock(item, result["items"][item.code], [line_of(r, document, proofs) for r in item.requirements])
        for item in section.items
    ]
    return Table(section, result["sections"][section.code], blocks, bar)


def line_of(requirement: Requirement, document: dict, proofs: dict) -> Line:
    """One requirement: the outcome in the words of the judgement, the reason and the note beside it."""
    figures = document["result"]["requirements"][requirement.code]
    judgement = figures["judgement"] or {}
    return Line(
        requirement=requirement,
        outcome=outcome(figures, judgement),
        points=points(figures),
        reason=why(judgement),
        standards=linked_words(document["registry"].get(requirement.code, [])),
        proofs="、".join(str(number) for number in proofs.get(requirement.code, [])),
    )


def linked_words(standards: list[dict]) -> list[tuple[str, str]]:
    """The linked standards of the registry: those that count, or else the first with why it does not.

    Pairs of a number, which is never broken over two lines, and the words behind it.
    """
    counting = [row for row in standards if row["counts"]]
    if not counting:
        return [
            (row["number"], f"{'' if row['number'] else row['title']}：{row['why_not']}")
            for row in standards[:1]
        ]
    shown = [
        (row["number"], "" if row["number"] else f"《{row['title']}》") for row in counting[:LINKED_SHOWN]
    ]
    more = f" 等 {len(counting)} 项" if len(counting) > LINKED_SHOWN else ""
    return [(number, words + "、") for number, words in shown[:-1]] + [(shown[-1][0], shown[-1][1] + more)]


def excused(card: Scorecard, result: dict) -> list[tuple[str, str, str]]:
    """(code, text, reason) of every item and requirement taken as not applicable (8.2)."""
    found = []
    for item in card.items:
        figures = result["items"][item.code]
        if figures["zero_state"] == "not_applicable":
            found.append((item.code, f"{item.number}、{item.title}（整项）", figures["decision"]["reason"]))
            continue
        for requirement in item.requirements:
            judgement = result["requirements"][requirement.code]["judgement"] or {}
            if judgement.get("not_applicable"):
                found.append((requirement.code, requirement.text, judgement["reason"]))
    return found


def evidence_in(document: dict) -> dict[str, list[dict]]:
    """Target → its evidence: that of the official sheet, and what the members of a panel brought."""
    brought = document.get("panel", {}).get("evidence", {})
    official = document["evidence"]
    targets = dict.fromkeys([*official, *brought])
    return {target: [*official.get(target, ()), *brought.get(target, ())] for target in targets}


def numbered_proofs(document: dict) -> dict[str, list[int]]:
    """Target → the running numbers of its evidence; the same file or standard has one number."""
    numbers, found = {}, {}
    for target, proofs in evidence_in(document).items():
        found[target] = [numbers.setdefault(proof_key(proof), len(numbers) + 1) for proof in proofs]
    return found


def proof_key(proof: dict) -> tuple:
    if proof["kind"] == "standard":
        return "standard", proof["number"], proof["name"]
    return "file", proof["sha256"], proof["name"]


def proofs_list(document: dict, numbers: dict[str, list[int]]) -> list[tuple[int, dict]]:
    """(number, evidence) in order of number, each once."""
    found = {}
    for target, proofs in evidence_in(document).items():
        found |= dict(zip(numbers[target], proofs, strict=True))
    return sorted(found.items())
