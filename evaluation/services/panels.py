"""Evaluations by a panel: opening one, forming the panel, assigning tables (T/CSSG 001.5 5.1–5.3)."""

from datetime import date

from django.db import transaction

from gridgov.organizations.models import Organization, User

from ..errors import EvaluationError
from ..models import Assignment, Evaluation, Expert, Participant, ScorecardEdition, Sheet
from ..trail import record
from .evaluations import check_participant, check_year, for_writing, newest_edition

FEWEST, MOST = 5, 7


def open_panel_evaluation(
    *,
    actor: User,
    organizer: Organization,
    organization: Organization,
    kind: str,
    year: int,
    as_of: date,
    edition: ScorecardEdition | None = None,
    **more,
) -> Evaluation:
    """An evaluation of `organization` held by `organizer`, without people yet, with its official sheet.

    `more` are columns of the row: `commissioned`, `application`, `repeats`, `affected` and the facts of 6.1–6.3.
    Raises EvaluationError when the year is not plausible or no edition is published.
    """
    edition = edition or newest_edition()
    check_year(year, as_of)
    with transaction.atomic():
        evaluation = Evaluation.objects.create(
            organization=organization,
            organizer=organizer,
            kind=kind,
            edition=edition,
            year=year,
            as_of=as_of,
            opened_by=actor,
            **more,
        )
        Sheet.objects.create(evaluation=evaluation)
        changes = {"类型": ["", evaluation.get_kind_display()], "评价细则": ["", edition.code]}
        record(actor=actor, verb="open", evaluation=evaluation, changes=changes)
    return evaluation


def appoint(
    *,
    actor: User,
    evaluation: Evaluation,
    user: User,
    duty: str = "member",
    side: str = "",
    employer: str = "",
    expert: Expert | None = None,
) -> Participant:
    """Take a person into the panel, with a private sheet. A new leader takes over from the old one.

    Raises EvaluationError for an inactive account, an administrator, one who is in, or one who works for the
    organisation evaluated (recusal).
    """
    check_participant(user)
    check_recusal(user, evaluation)
    with transaction.atomic():
        current = for_writing(evaluation)
        if current.participants.filter(user=user).exists():
            raise EvaluationError(f"{user} 已在评估组中。", field="user")
        if duty == Participant.Duty.LEADER:
            current.participants.filter(duty=duty).update(duty=Participant.Duty.MEMBER)
        participant = Participant.objects.create(
            evaluation=current, user=user, duty=duty, side=side, employer=employer, expert=expert
        )
        Sheet.objects.create(evaluation=current, participant=participant)
        changes = {"评估组": ["", f"{user}（{participant.get_duty_display()}）"]}
        record(actor=actor, verb="grant", evaluation=current, changes=changes)
    return participant


def check_recusal(user: User, evaluation: Evaluation) -> None:
    """Nobody judges the organisation he works for."""
    works_there = user.organization_id == evaluation.organization_id
    if works_there or any(key == evaluation.organization_id for key, _ in user.held_roles):
        raise EvaluationError(f"{user} 在被评组织任职，应当回避，请选择其他人员。", field="user")


def assign_tables(*, actor: User, participant: Participant, sections: list[str]) -> None:
    """Give a member the tables to judge (评估方案, 分工), in the place of those he had."""
    with transaction.atomic():
        current = for_writing(participant.evaluation)
        known = [section.code for section in current.edition.scorecard.sections]
        if unknown := [code for code in sections if code not in known]:
            raise EvaluationError(f"评价细则中没有 {'、'.join(unknown)}，请重新选择。", field="sections")
        before = list(participant.assignments.values_list("section", flat=True))
        participant.assignments.exclude(section__in=sections).delete()
        for code in sections:
            Assignment.objects.get_or_create(participant=participant, section=code)
        changes = {f"{participant.user} 分工": ["、".join(before), "、".join(sections)]}
        record(actor=actor, verb="assign", evaluation=current, changes=changes)
