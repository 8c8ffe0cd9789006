"""The page of an evaluation by a panel: cards in the order of the work, each from its own module."""

from dataclasses import dataclass

from ..applying.page import application_card
from ..consensus.card import consensus_card
from ..eligibility import eligibility
from ..measures.page import measures_card
from ..models import Assignment, Evaluation, Participant, Sheet
from ..permissions import (
    can_choose_people,
    can_confirm_person,
    can_manage,
    can_organize,
    can_see_official,
    can_see_progress,
    is_in_charge,
    participant_of,
    sees_organizer,
)
from ..reports.card import report_card
from ..results.card import result_card
from ..sheet.card import working_card
from ..visits.plan import plans_card
from .facts import read_facts
from .grades import in_words
from .obstacles import panel_cautions, panel_obstacles
from .resets import unconfirmed
from .stages import for_evaluated, stages
from .steps import HANDS, steps_for


def way_card(user, evaluation: Evaluation) -> dict:
    """The stations, and what this user can do next; whom the panel's work does not concern sees less of it."""
    found = stages(read_facts(evaluation))
    if not sees_whole_way(user, evaluation):
        found = for_evaluated(found)
    here = next((stage for stage in found if stage.state == "here"), None)
    return {
        "stages": found,
        "here": here,
        "hands": HANDS.get(here.key, "") if here else "",
        "next_steps": steps_for(user, evaluation, found, first_table(user, evaluation)),
    }


def sees_whole_way(user, evaluation: Evaluation) -> bool:
    """The panel, who sees the organiser, and after the 通报 everybody who sees the evaluation."""
    return (
        can_see_progress(user, evaluation)
        or sees_organizer(user, evaluation)
        or (evaluation.is_locked and can_see_official(user, evaluation))
    )


def first_table(user, evaluation: Evaluation) -> str:
    """The first table given to the user, else the first of all."""
    person = participant_of(user, evaluation)
    own = person and person.assignments.values_list("section", flat=True).first()
    return own or evaluation.edition.scorecard.sections[0].code


def eligibility_card(user, evaluation: Evaluation) -> dict:
    return {"conditions": eligibility(evaluation)}


def resets_card(user, evaluation: Evaluation) -> dict:
    """Passwords somebody else reset, to leader and organiser, with whether this one may confirm the person."""
    if not is_in_charge(user, evaluation):
        return {}
    found = unconfirmed(evaluation)
    return {"resets": [(reset, can_confirm_person(user, evaluation, reset.person)) for reset in found]}


def people_card(user, evaluation: Evaluation) -> dict:
    """Who is in the panel: everybody may know, so that recusal can be asked for. Tables and sheets: its own people."""
    if can_see_progress(user, evaluation):
        may_mend = can_choose_people(user, evaluation)
        return {
            "people": people_rows(evaluation),
            "people_lack": panel_obstacles(evaluation) if may_mend else [],
            "people_cautions": panel_cautions(evaluation) if may_mend else [],
            "grades": in_words(evaluation.grades),
        }
    present = [person for person in evaluation.participants.all() if person.is_present]
    return {"people": [PersonRow(person) for person in present]}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the panel: the person, his tables, his sheet as far as its state goes."""

    person: Participant
    tables: tuple[str, ...] = ()
    sheet: Sheet | None = None

    @property
    def may_go(self) -> bool:
        """Whether he has not begun: then the organiser may take him out again."""
        return self.sheet is not None and self.sheet.is_open and not self.sheet.serial


def people_rows(evaluation: Evaluation) -> list[PersonRow]:
    """Everybody of the panel, whoever stepped back too; its evaluation comes from `with_people`."""
    tables = tables_of(evaluation)
    sheets = {sheet.participant_id: sheet for sheet in evaluation.sheets.all()}
    return [
        PersonRow(person, tuple(tables.get(person.pk, ())), sheets.get(person.pk))
        for person in evaluation.participants.all()
    ]


def tables_of(evaluation: Evaluation) -> dict[int, list[str]]:
    """Participant → codes of the tables given to him."""
    found = {}
    rows = Assignment.objects.filter(participant__evaluation=evaluation).order_by("section")
    for person, section in rows.values_list("participant", "section"):
        found.setdefault(person, []).append(section)
    return found


# Each gives what its card shows, as context of `evaluation/panel/panel.html`; empty where the user sees nothing of it.
CARDS = [
    way_card,
    eligibility_card,
    resets_card,
    people_card,
    plans_card,
    measures_card,
    application_card,
    working_card,
    consensus_card,
    report_card,
    result_card,
]


def panel_context(user, evaluation: Evaluation) -> dict:
    """What the page shows to this user; never a judgement that is not his to see."""
    context = {
        "evaluation": evaluation,
        "may_manage": can_manage(user, evaluation),
        "may_organize": can_organize(user, evaluation),
        "may_choose_people": can_choose_people(user, evaluation),
        "sees_progress": can_see_progress(user, evaluation),
    }
    for card in CARDS:
        context |= card(user, evaluation)
    return context
