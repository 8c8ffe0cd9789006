"""编制说明, 审定意见表, 意见汇总处理表, 签到表, 会议纪要 of an own standard in the making."""

from collections import Counter

from django.utils import timezone

from gridgov.dates import chinese_date

from ...models import OpinionForm, ReviewRound, Standard
from ...models.drafting import Opinion
from ...reviewing import live_forms
from ..wording import boxes, joined
from .common import about_round, about_standard, dated, opinion_row, signed_opinions

CHECKS = ("purpose", "lawful", "coordinated", "formatted")
EMPTY_ROWS = 6  # room for what is written by hand
NO_OPINION = {"clause": "", "text": "", "proposal": "", "handling": "", "response": ""}
WAYS = {"meeting": "以会审方式审查", "circulation": "以传阅方式审查", "": "送审"}


def explanation(row: Standard) -> dict:
    """The draft of a 编制说明, as far as the registry knows it; the headings are those of seed 003.

    Opinions are those of rounds that have ended: what is said in an open one is not everybody's to read.
    """
    rounds = list(row.rounds.exclude(outcome=""))
    opinions = [each for round in rounds for each in signed_opinions(round)]
    return (
        dated(row.organization, row.finalized_on or row.drafting_from or row.created_at, shown=False)
        | about_standard(row)
        | {
            "source": source_of(row),
            "background": row.plan_reason,
            "undertaking": str(row.drafting_department or ""),
            "team": row.drafters,
            "cited": joined(row.citations.all()),
            "adoption": row.adoption,
            "opinions_told": opinions_told(rounds, opinions),
            "information": [
                {
                    "aspect": each.get_aspect_display(),
                    "content": each.content,
                    "source": each.source,
                    "day": chinese_date(each.collected_on),
                }
                for each in row.information.all()
            ],
            "process": process_of(row, rounds),
            "disagreements": [each for each in opinions if each["handling"] in ("部分采纳", "不采纳")],
        }
    )


def source_of(row: Standard) -> str:
    """任务来源, from the plan."""
    planned = f"，计划于{chinese_date(row.planned_on)}批准" if row.planned_on else ""
    due = f"，要求于{chinese_date(row.due_on)}前完成" if row.due_on else ""
    revised = (
        f"本标准修订《{row.revision_of.title}》（{row.revision_of.number}）。" if row.revision_of else ""
    )
    return f"本标准列入{row.organization.name}的标准制修订计划{planned}{due}。{revised}"


def process_of(row: Standard, rounds: list[ReviewRound]) -> list[dict]:
    """The dates of the making, in their order."""
    steps = [(row.drafting_from, "开始起草")]
    for round in rounds:
        told = about_round(round)
        steps.append(
            (round.submitted_on, f"{round}：{WAYS[round.method]}，返回审定意见表 {told['returned']} 份")
        )
        steps.append((round.closed_on, f"{round}结束，结论为{told['outcome']}"))
    steps.append((row.finalized_on, "形成发布稿并报批"))
    return [{"day": chinese_date(day), "words": words} for day, words in steps if day]


def opinions_told(rounds: list[ReviewRound], opinions: list[dict]) -> str:
    """How many opinions there were and what became of them; empty before the first round has ended."""
    if not rounds:
        return ""
    counts = Counter(each["handling"] for each in opinions)
    handled = "，".join(f"{words} {counts[words]} 条" for words in Opinion.Handling.labels)
    return f"{len(rounds)} 轮审查共提出意见 {len(opinions)} 条，{handled}。"


def opinion_form(form: OpinionForm) -> dict:
    """The form as it was signed; one that is not signed, or of no reviewer, with room to write."""
    row, reviewer = form.round.standard, form.reviewer if form.reviewer_id else None
    signed = form.is_signed
    day = form.signed_at or form.sent_on or form.round.submitted_on
    return (
        dated(row.organization, day, shown=signed)
        | about_standard(row)
        | about_round(form.round)
        | {
            "reviewer": str(reviewer or ""),
            "reviewer_department": str((reviewer and reviewer.department) or ""),
            "sent_on": chinese_date(form.sent_on),
            "conclusion": boxes(OpinionForm.Conclusion.choices, form.conclusion if signed else ""),
            "remark": form.remark if signed else "",
            "signature": f"{reviewer}（以本人账号签署）" if signed else "",
            "signed_on": chinese_date(timezone.localdate(form.signed_at)) if signed else "",
            "checks": checks_of(form, signed=signed),
            "opinions": written(form, reviewer) if signed else empty_rows(),
        }
    )


def checks_of(form: OpinionForm, *, signed: bool) -> list[dict]:
    return [
        {
            "question": str(OpinionForm._meta.get_field(name).verbose_name),
            "answer": boxes(OpinionForm.Answer.choices, getattr(form, name) if signed else ""),
        }
        for name in CHECKS
    ]


def written(form: OpinionForm, reviewer) -> list[dict]:
    rows = enumerate(form.opinions.all(), start=1)
    return [{"place": str(place)} | opinion_row(opinion, reviewer) for place, opinion in rows]


def empty_rows() -> list[dict]:
    blank = NO_OPINION | {"reviewer": "", "department": ""}
    return [{"place": str(place), **blank} for place in range(1, EMPTY_ROWS + 1)]


def opinions(round: ReviewRound) -> dict:
    row = round.standard
    return (
        dated(row.organization, round.closed_on or round.submitted_on, shown=not round.is_open)
        | about_standard(row)
        | about_round(round)
        | {"opinions": signed_opinions(round), "remarks": remarks_of(round)}
    )


def remarks_of(round: ReviewRound) -> list[dict]:
    """What the signed forms say of the whole."""
    forms = (
        live_forms(round).exclude(signed_at=None).exclude(remark="").select_related("reviewer__department")
    )
    return [{"reviewer": person_of(form.reviewer), "text": form.remark} for form in forms]


def minutes(round: ReviewRound) -> dict:
    row, forms = round.standard, live_forms(round).select_related("reviewer__department")
    return (
        dated(row.organization, round.held_on or round.submitted_on, shown=bool(round.held_on))
        | about_standard(row)
        | about_round(round)
        | {
            "held_on": chinese_date(round.held_on),
            "venue": round.place,
            "chair": round.chair,
            "people": "、".join(person_of(form.reviewer) for form in forms),
            "minutes": round.minutes,
        }
    )


def sign_in(round: ReviewRound) -> dict:
    """The list that goes round at a 会审: those who were asked, and room for others who come."""
    row, forms = round.standard, live_forms(round).select_related("reviewer__department")
    people = [(str(form.reviewer), str(form.reviewer.department or "")) for form in forms]
    return (
        dated(row.organization, round.held_on or round.submitted_on, shown=bool(round.held_on))
        | about_standard(row)
        | about_round(round)
        | {
            "held_on": chinese_date(round.held_on),
            "venue": round.place,
            "chair": round.chair,
            "attendees": [
                {"place": str(place), "name": name, "department": department}
                for place, (name, department) in enumerate([*people, *[("", "")] * EMPTY_ROWS], start=1)
            ],
        }
    )


def person_of(reviewer) -> str:
    return f"{reviewer}（{reviewer.department}）" if reviewer.department else str(reviewer)
