"""Makers of evaluations and operations for the tests of this app."""

from datetime import date
from uuid import uuid4

from evaluation.models import Evaluation, Sheet
from evaluation.services.evaluations import add_participant, edit_facts, open_evaluation
from evaluation.services.panels import appoint, assign_tables, open_panel_evaluation
from evaluation.services.sheet import apply_operation
from evaluation.services.submitting import submit_sheet
from gridgov.organizations.models import Role, User
from tests import factories

FACTS = {
    "operated_from": date(2025, 5, 1),
    "self_evaluated_on": date(2026, 1, 10),
    "incidents": "none",
}
# What an organisation without an award, and without a fault, has in table A.7.
AWARDS = {
    "A7-1-1": {"value": "89.96"},
    "A7-2-1": {"value": "30"},
    "A7-3-1": {"choice": "无"},
    "A7-4-1": {"choice": "不足5%"},
}


def make_evaluation(organization, leader, *members, year=2026, as_of=date(2026, 1, 15)) -> Evaluation:
    """An open self-evaluation; needs a published edition."""
    evaluation = open_evaluation(actor=leader, organization=organization, year=year, as_of=as_of)
    for member in members:
        add_participant(actor=leader, evaluation=evaluation, user=member)
    return evaluation


def change(actor, evaluation, target, value, *, base=0, uuid=None):
    """Apply one operation with an id of its own."""
    return apply_operation(
        actor=actor, sheet=evaluation.official, uuid=uuid or uuid4(), target=target, base=base, value=value
    )


def complete(actor, evaluation, **changed) -> Evaluation:
    """Judge everything: met, the awards above, and what is given as `A1_1_1={…}`; write the facts. Returns it fresh."""
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    card = evaluation.edition.scorecard
    for code in card.requirements_by_code:
        change(actor, evaluation, code, given.pop(code, None) or AWARDS.get(code) or {"met": True})
    for code, value in given.items():
        change(actor, evaluation, code, value)
    edit_facts(actor=actor, evaluation=evaluation, **FACTS)
    return Evaluation.objects.get(pk=evaluation.pk)


# Members of the panel in the order of `make_panel`: who judges which tables.
TABLES = (["A.1", "A.2"], ["A.3"], ["A.4"], ["A.5", "A.6"], ["A.7"])


def make_panel(
    organizer, organization, *, size=5, kind="upper", as_of=date(2026, 11, 20), **more
) -> Evaluation:
    """An evaluation of `organization` by a panel of people from outside: `panel1` leads, each has tables to judge."""
    actor = newcomer("organizer", organization=organizer, roles=[Role.SUPERVISOR])
    evaluation = open_panel_evaluation(
        actor=actor,
        organizer=organizer,
        organization=organization,
        kind=kind,
        year=as_of.year,
        as_of=as_of,
        **more,
    )
    sides = ["standardization", "trade", "management"]
    for place in range(size):
        user = newcomer(f"panel{place + 1}")
        participant = appoint(
            actor=actor,
            evaluation=evaluation,
            user=user,
            duty="member" if place else "leader",
            side=sides[place % 3],
            employer=f"第{place + 1}研究院",
        )
        sections = TABLES[place] if place < len(TABLES) else ["A.7"]
        assign_tables(actor=actor, participant=participant, sections=sections)
    return Evaluation.objects.get(pk=evaluation.pk)


def newcomer(name, **fields):
    """A user of that name; of the next free one, where a second panel is made."""
    taken = User.objects.filter(username__startswith=name).count()
    return factories.make_user(f"{name}-{taken + 1}" if taken else name, **fields)


def members(evaluation) -> list:
    """The participants of a panel, leader first, each with user and sheet."""
    return list(evaluation.participants.select_related("user", "sheet").order_by("pk"))


def judge_own(participant, target, value, *, base=0):
    """One judgement on the private sheet of a member."""
    sheet = participant.sheet
    sheet.evaluation = participant.evaluation
    return apply_operation(
        actor=participant.user, sheet=sheet, uuid=uuid4(), target=target, base=base, value=value
    )


def hand_in(participant, **changed) -> None:
    """Judge every assigned requirement, met where `A1_1_1={…}` does not say otherwise, and submit the sheet.

    What is handed in already stays as it is.
    """
    if not Sheet.objects.get(participant=participant).is_open:
        return
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    sections = set(participant.assignments.values_list("section", flat=True))
    card = participant.evaluation.edition.scorecard
    for section in card.sections:
        for item in section.items:
            for requirement in item.requirements:
                code = requirement.code
                if section.code in sections or code in given:
                    value = given.get(code) or AWARDS.get(code) or {"met": True}
                    judge_own(participant, code, value)
    submit_sheet(actor=participant.user, sheet=participant.sheet)
