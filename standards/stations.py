"""What the page of an own standard shows of its way: the stations with date and who, the next step and what it still
needs, the information collected (interface: mock-up 3). Reading only.
"""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gridgov.records.models import Event, Verb

from . import permissions
from .lifecycle import HANDS, STEPS, Missing, next_step, open_steps, state_of, what_is_missing
from .models import ReviewRound, Standard
from .permissions import can_attach, can_collect, can_edit, can_take

Stage, Outcome = Standard.Stage, ReviewRound.Outcome
# Whose name stands under a station: who did it last.
DONE_BY = {Verb.APPROVE_PLAN: "planned", Verb.FINALIZE: "final", Verb.PUBLISH: "published"}
# The step a row of the list offers, by stage and whether the plan is approved.
OF_STAGE = {
    ("planned", True): "start",
    ("drafting", True): "submit",
    ("drafting", False): "enter_published",
    ("reviewing", True): "finalize",
    ("approved", True): "publish",
}


@dataclass(frozen=True)
class Station:
    """One station; `state` is done, here or ahead, `before` a date it should be reached by."""

    label: str
    day: date | None
    who: str = ""
    state: str = "ahead"
    before: date | None = None


@dataclass(frozen=True)
class Offer:
    """A step the user can take now."""

    name: str
    label: str
    url: str


@dataclass(frozen=True)
class Gap:
    """What the next step still needs, the page that mends it, if the user may, and the kind of a file missing."""

    words: str
    url: str
    kind: str


def stations_of(standard: Standard, today: date) -> list[Station]:
    """计划 → 起草 → 审查 → 报批 → 批准 → 发布 → 实施 → 复审, or how it ended instead of the last.

    What was entered from paper begins at its approval: nothing is invented.
    """
    who = names_of_events(standard)
    rounds = list(standard.rounds.all())
    found = [] if is_from_paper(standard) else making_of(standard, who, rounds)
    found += [
        Station("批准", standard.approved_on, standard.approver),
        Station("发布", standard.issued_on, who.get("published", ""), before=due_of(standard)),
        Station("实施", standard.effective_on),
        end_of(standard),
    ]
    return placed(found, today)


def is_from_paper(standard: Standard) -> bool:
    """Entered when it had been published already (补录)."""
    return standard.is_published and standard.planned_on is None


def making_of(standard: Standard, who: dict, rounds: list) -> list[Station]:
    department = str(standard.drafting_department or "")
    sent = rounds[-1].submitted_on if rounds and standard.stage != Stage.DRAFTING else None
    return [
        Station("计划", standard.planned_on, who.get("planned", "")),
        Station("起草", standard.drafting_from, department),
        Station("审查", sent, words_of_rounds(rounds)),
        Station("报批", standard.finalized_on, who.get("final", "")),
    ]


def names_of_events(standard: Standard) -> dict[str, str]:
    """Who approved the plan, made the text final, published."""
    events = Event.objects.about(standard).filter(verb__in=DONE_BY).order_by("pk")
    return {DONE_BY[Verb(verb)]: name for verb, name in events.values_list("verb", "actor_name")}


def words_of_rounds(rounds: list) -> str:
    """`会审，2 轮`, and whether the last was returned."""
    if not rounds:
        return ""
    words = [rounds[-1].get_method_display(), f"{len(rounds)} 轮"]
    returned = [rounds[-1].get_outcome_display()] if rounds[-1].outcome == Outcome.RETURNED else []
    return "，".join(filter(None, words + returned))


def due_of(standard: Standard) -> date | None:
    return None if standard.is_published else standard.due_on


def end_of(standard: Standard) -> Station:
    """复审, as long as there is no other end."""
    if standard.withdrawn_on:
        return Station("废止", standard.withdrawn_on)
    if standard.replaced_on:
        return Station("被代替", standard.replaced_on)
    if standard.abandoned_on:
        return Station("终止", standard.abandoned_on)
    confirmed = f"{standard.confirmed_on} 确认" if standard.confirmed_on else ""
    return Station("复审", None, confirmed, before=standard.review_due_on)


def placed(found: list[Station], today: date) -> list[Station]:
    """Which stations lie behind, on which it stands: the last whose day has come."""
    behind = [bool(each.day and each.day <= today) for each in found]
    here = max((at for at, is_behind in enumerate(behind) if is_behind), default=None)
    states = ["here" if at == here else "done" if passed else "ahead" for at, passed in enumerate(behind)]
    return [
        Station(each.label, each.day, each.who, state, None if each.day else each.before)
        for each, state in zip(found, states, strict=True)
    ]


def lifecycle_context(standard: Standard, user, today: date) -> dict:
    """For the page of one standard; nothing but the files for what is not one's own."""
    context = {"can_attach": can_attach(user, standard)}
    if not standard.is_own:
        return context
    name = next_step(standard, on=today)
    offers = [
        offer(standard, each) for each in open_steps(standard, on=today) if can_take(user, standard, each)
    ]
    gaps = [gap(standard, user, missing) for missing in what_is_missing(standard, name)] if name else []
    return context | {
        "state": state_of(standard, on=today),
        "stations": stations_of(standard, today),
        "next_step": STEPS.get(name),
        "next_hands": "、".join(HANDS[role] for role in STEPS[name].roles) if name else "",
        "gaps": gaps,
        # Files are handed in where the step is taken: they do not hold it up.
        "is_ready": all(each.kind for each in gaps),
        "first_offer": next((each for each in offers if each.name == name), None),
        "offers": [each for each in offers if each.name != name],
        "information": list(standard.information.select_related("attachment", "recorded_by")),
        "can_collect": can_collect(user, standard),
    }


def offer(standard: Standard, name: str) -> Offer:
    return Offer(name, STEPS[name].label, step_url(standard, name))


def step_url(standard: Standard, name: str) -> str:
    """The page on which a step is taken."""
    page = STEPS[name].page
    if page == "review":
        return open_review_url(standard)
    return (
        reverse(f"standards:{page}", args=[standard.pk])
        if page
        else reverse("standards:step", args=[standard.pk, name])
    )


def open_review_url(standard: Standard) -> str:
    review = standard.reviews.filter(conclusion="").first()
    return review.get_absolute_url() if review else standard.get_absolute_url()


def gap(standard: Standard, user, missing: Missing) -> Gap:
    return Gap(missing.words, mending_url(standard, user, missing), missing.kind)


def mending_url(standard: Standard, user, missing: Missing) -> str:
    """Where the user mends it, "" when somebody else does."""
    if missing.mend == "review-round":
        current = standard.rounds.filter(outcome="").first()
        return current.get_absolute_url() if current else ""
    if missing.mend == "review":
        return open_review_url(standard)
    allowed = {"standard-edit": can_edit, "document-add": can_attach, "information-add": can_collect}
    if missing.mend not in allowed or not allowed[missing.mend](user, standard):
        return handing_in_url(standard, user) if missing.kind else ""
    url = reverse(f"standards:{missing.mend}", args=[standard.pk])
    return f"{url}?{missing.query}" if missing.query else url


def row_steps(user, standard: Standard) -> list[Offer]:
    """At most two further actions of a row of the list, without asking the database again."""
    writes = permissions.can_write(user, standard)
    if not (writes or permissions.is_drafting(user, standard)):
        return []
    if not standard.is_own:
        waits = writes and standard.stage == Standard.Stage.IDENTIFIED
        offers = [Offer("adopt", "采用审核", reverse("standards:adopt", args=[standard.pk]))] if waits else []
        return [*offers, edit_offer(standard)] if writes else []
    if standard.is_published:
        return [offer(standard, "correct")] if writes else []
    name = OF_STAGE.get((standard.stage, standard.planned_on is not None), "")
    known = STEPS.get(name)
    takes = known and ((writes and "office" in known.roles) or (not writes and "drafters" in known.roles))
    offers = [offer(standard, name)] if takes else []
    return [*offers, edit_offer(standard)] if can_edit(user, standard) else offers


def handing_in_url(standard: Standard, user) -> str:
    """A file that only comes with the step is handed in on the page of the step."""
    name = next_step(standard, on=timezone.localdate())
    return step_url(standard, name) if name and can_take(user, standard, name) else ""


def edit_offer(standard: Standard) -> Offer:
    return Offer("edit", "编辑", reverse("standards:standard-edit", args=[standard.pk]))
