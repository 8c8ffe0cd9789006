"""What the report of a panel prints beside that of every evaluation: how the panel came to it (evaluation §3.6)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Result, Ruling
from ..results.outcomes import fact_words
from ..results.peers import comparison_of
from ..scoring import Scorecard
from ..visits.procedure import BY_NUMBER
from .after_lock import AfterLock
from .codes import plain_words, qr_svg, verification_url
from .context import Numbers, excused, report_context, sample_line
from .moments import day_words, moment_words, span_words

ORDINALS = "一二三四五六七八九十"
HEADINGS = [*ORDINALS, *(f"十{word}" for word in ORDINALS[:9])]
ANSWERS = {
    "very_satisfied": "很满意",
    "satisfied": "满意",
    "fair": "一般",
    "dissatisfied": "不满意",
    "very_dissatisfied": "很不满意",
}


@dataclass(frozen=True)
class Dispute:
    """One target on which the members differed, or on which somebody kept another opinion."""

    code: str
    text: str
    positions: tuple[tuple[str, str], ...]
    ruling: str
    reason: str
    minority: str
    by: str


def panel_context(result: Result, document: dict, after: AfterLock) -> dict:
    """Template context of reports/panel.html."""
    panel, card = document["panel"], Scorecard.from_dict(document["scorecard"]["definition"])
    plan = panel["plan"] or {"schedule": (), "sites": ()}
    address = verification_url(result.number, result.sha256)
    own = {
        "panel": panel,
        "after": after,
        "headings": Numbers(HEADINGS),
        "grade": panel["grades"]["reached"],
        "members": panel["members"],
        "application": application(panel["application"]),
        "schedule": [slot | {"on": day_words(slot["on"])} for slot in plan["schedule"]],
        "plan_days": plan_days(panel["plan"]),
        "plan_approved": approved_words(panel["plan"]),
        "steps": [step_line(step) for step in panel["steps"]],
        "samples": [sample_line(sample) for sample in panel["samples"]],
        "sites": [site | {"visited_on": day_words(site["visited_on"])} for site in plan["sites"]],
        "surveys": [survey_line(survey) for survey in panel["surveys"]],
        "rates": rates(panel["satisfaction"]),
        "ways": ways(panel["rulings"]),
        "disputes": list(disputes(document, card)),
        "excused": [(*row, decided_by(document, row[0])) for row in excused(card, document["result"])],
        "sheets": [
            sheet | {"submitted_at": moment_words(sheet["submitted_at"])} for sheet in panel["sheets"]
        ],
        "comparison": comparison_of(result, Result.objects.all()),
        "verification_url": address,
        "qr": qr_svg(address or plain_words(result.number, result.sha256)),
    }
    return report_context(document, result.sha256) | own


def application(found: dict | None) -> dict | None:
    if found is None:
        return None
    return found | {name: moment_words(found[name]) for name in ("submitted_at", "accepted_at")}


def plan_days(plan: dict | None) -> str:
    if plan is None:
        return ""
    days = dict.fromkeys([day_words(plan["starts_on"]), day_words(plan["ends_on"])])
    return "至".join(days)


def approved_words(plan: dict | None) -> str:
    """Who approved the plan and when; empty where nobody did."""
    if plan is None or not plan["approved_at"]:
        return ""
    return f"{plan['approved_by']}于{moment_words(plan['approved_at'])}批准"


def step_line(step: dict) -> dict:
    return step | {
        "name": BY_NUMBER[step["number"]].name,
        "clause": BY_NUMBER[step["number"]].code,
        "when": span_words(step["began_at"], step["ended_at"]),
        "people": "、".join(row["name"] for row in step["attendance"]),
    }


def survey_line(survey: dict) -> dict:
    days = dict.fromkeys([day_words(survey["began_on"]), day_words(survey["ended_on"])])
    answers = "，".join(f"{words} {survey['answers'][name]}" for name, words in ANSWERS.items())
    return survey | {"days": "至".join(days), "answers": answers}


def rates(satisfaction: dict) -> list[tuple[str, dict]]:
    """The panel's own rate decides; the organisation's is shown beside it."""
    named = (
        ("评估组调查（据此评分）", satisfaction["panel"]),
        ("被评单位提供（对照）", satisfaction["organization"]),
    )
    return [(label, found) for label, found in named if found]


def ways(rulings: dict) -> list[tuple[str, int]]:
    """In which way the targets were ruled upon, the commonest first."""
    return Counter(ruling["way"] for ruling in rulings.values()).most_common()


def disputes(document: dict, card: Scorecard) -> Iterator[Dispute]:
    """Targets the leader had to decide, or with a minority opinion, in printed order."""
    rulings, texts = document["panel"]["rulings"], texts_of(card)
    for code in [code for code in texts if code in rulings]:
        ruling = rulings[code]
        if ruling["way"] == Ruling.Way.DECIDED.label or ruling["minority"]:
            yield Dispute(
                code=code,
                text=texts[code],
                positions=tuple(
                    (each["name"], fact_words(each["value"])) for each in ruling["positions"] if each["value"]
                ),
                ruling=fact_words(value_of(document, code)),
                reason=ruling["reason"],
                minority=ruling["minority"],
                by=ruling["by"],
            )


def texts_of(card: Scorecard) -> dict[str, str]:
    """Item or requirement → its printed words, in printed order."""
    found = {}
    for item in card.items:
        found[item.code] = f"{item.number}、{item.title}（整项）"
        found |= {requirement.code: requirement.text for requirement in item.requirements}
    return found


def value_of(document: dict, code: str) -> dict:
    sheet = document["sheet"]
    return sheet["judgements"].get(code) or sheet["items"].get(code) or {}


def decided_by(document: dict, code: str) -> str:
    """Who took a target as not applicable (8.2): how the panel ruled and who recorded it."""
    ruling = document["panel"]["rulings"].get(code)
    if ruling:
        return f"评估组合议（{ruling['way']}），{ruling['by']}记录"
    return document["authors"].get(code, {}).get("author", "")
