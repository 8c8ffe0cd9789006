"""Evaluations by a panel: opening one, forming the panel, assigning tables (T/CSSG 001.5 5.1–5.3)."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Organization, User

from ..errors import EvaluationError
from ..models import Assignment, Evaluation, Expert, Participant, ScorecardEdition, Sheet
from ..panels.recusal import conflict
from ..trail import record
from .evaluations import check_participant, check_year, for_writing, newest_edition, write_fields

JUDGES_OF_A_TABLE = 2
NOT_IN_PANEL = "此人已不在评估组中，请刷新页面核对。"


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
    with transaction.atomic():
        current = for_writing(evaluation)
        check_recusal(user, current, expert=expert, employer=employer)
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


def check_recusal(
    user: User, evaluation: Evaluation, *, expert: Expert | None = None, employer: str = ""
) -> None:
    """Nobody judges the organisation he works for; raises EvaluationError saying why he must step back."""
    if words := conflict(user, evaluation, expert=expert, employer=employer):
        raise EvaluationError(f"{user} {words}，应当回避，请选择其他人员。", field="user")


def dismiss(*, actor: User, participant: Participant) -> None:
    """Take somebody who has not judged yet out of the panel again, with the empty sheet.

    Raises EvaluationError for the leader, and for one who has judged: he can only be recused or absent.
    """
    with transaction.atomic():
        current, person = held(participant)
        refuse_leader(person, "移出")
        sheet = Sheet.objects.select_for_update(of=("self",)).get(participant=person)
        if sheet.serial or not sheet.is_open or sheet.evidence.exists():
            raise EvaluationError(f"{person.user} 已经开始评分，不能移出，只能登记回避或缺席。")
        changes = {"评估组": [str(person), ""]}
        person.assignments.all().delete()
        sheet.delete()
        person.delete()
        record(actor=actor, verb="revoke", evaluation=current, changes=changes)


def name_leader(*, actor: User, participant: Participant) -> Participant:
    """Make a present member the leader; the one before stays as a member. Nothing happens to the leader himself.

    Raises EvaluationError for somebody absent or recused.
    """
    with transaction.atomic():
        current, person = held(participant)
        if not person.is_present:
            raise EvaluationError(f"{person.user} 已登记{person.get_absence_display()}，不能担任组长。")
        if person.duty == Participant.Duty.LEADER:
            return person
        before = current.participants.filter(duty=Participant.Duty.LEADER).select_related("user").first()
        current.participants.filter(duty=Participant.Duty.LEADER).update(duty=Participant.Duty.MEMBER)
        person.duty = Participant.Duty.LEADER
        person.save(update_fields=["duty"])
        changes = {"组长": [str(before.user) if before else "", str(person.user)]}
        record(actor=actor, verb="change", evaluation=current, changes=changes)
    return person


def recuse(*, actor: User, participant: Participant, reason: str) -> Participant:
    """He steps back: sees the evaluation no more; his sheet stays and counts for nothing.

    Raises EvaluationError without a reason, for the leader, or when it is so already.
    """
    return leave(actor, participant, Participant.Absence.RECUSED, reason)


def mark_absent(*, actor: User, participant: Participant, reason: str) -> Participant:
    """He cannot come: he neither judges nor signs. Raises EvaluationError as `recuse` does."""
    return leave(actor, participant, Participant.Absence.ABSENT, reason)


def leave(actor: User, participant: Participant, absence: str, reason: str) -> Participant:
    label = Participant.Absence(absence).label
    if not (reason := reason.strip()):
        raise EvaluationError(f"请写明{label}的理由。", field="reason")
    with transaction.atomic():
        current, person = held(participant)
        refuse_leader(person, label)
        if person.absence in (absence, Participant.Absence.RECUSED):
            raise EvaluationError(f"{person.user} 已登记{person.get_absence_display()}。")
        changes = {f"{person.user} 参加情况": [person.get_absence_display(), label]}
        person.absence, person.absence_reason = absence, reason
        person.save(update_fields=["absence", "absence_reason"])
        record(actor=actor, verb=LEAVING[absence], evaluation=current, changes=changes, reason=reason)
    return person


LEAVING = {Participant.Absence.RECUSED: "recuse", Participant.Absence.ABSENT: "absent"}


def mark_present(*, actor: User, participant: Participant) -> Participant:
    """Somebody who was absent takes part after all. Raises EvaluationError for one who is recused."""
    with transaction.atomic():
        current, person = held(participant)
        if person.absence != Participant.Absence.ABSENT:
            raise EvaluationError(f"{person.user} 没有登记缺席，不需要恢复参加。")
        changes = {f"{person.user} 参加情况": [person.get_absence_display(), "参加"]}
        person.absence = person.absence_reason = ""
        person.save(update_fields=["absence", "absence_reason"])
        record(actor=actor, verb="change", evaluation=current, changes=changes)
    return person


def declare(*, actor: User, participant: Participant) -> Participant:
    """The 回避声明 of a present member, under his own account. Declared twice, the first time stands.

    Raises EvaluationError for anybody else's row, for one not present, or when a conflict is on record.
    """
    with transaction.atomic():
        current, person = held(participant)
        if person.user_id != actor.pk or not person.is_present:
            raise EvaluationError("回避声明由参加评价的成员本人作出。")
        if person.declared_at:
            return person
        if words := conflict(person.user, current, expert=person.expert, employer=person.employer):
            raise EvaluationError(f"您{words}，应当回避，不能作这份声明，请联系组织单位。")
        person.declared_at = timezone.now()
        person.save(update_fields=["declared_at"])
        changes = {f"{person.user} 回避声明": ["", "与被评组织没有利害关系"]}
        record(actor=actor, verb="sign", evaluation=current, changes=changes)
    return person


def explain_size(*, actor: User, evaluation: Evaluation, reason: str) -> Evaluation:
    """Write why the panel has fewer than five or more than seven members (5.2)."""
    return write_fields(actor, evaluation, {"size_reason": reason.strip()}, ["size_reason"])


def divide_tables(*, actor: User, evaluation: Evaluation, sections: dict[int, list[str]]) -> Evaluation:
    """Give every table to those who judge it: `sections` has the tables of each present member, by his key.

    Raises EvaluationError when a table goes to more than two, or a new one to somebody who has submitted.
    """
    with transaction.atomic():
        current = for_writing(evaluation)
        check_sharing(sections)
        people = current.participants.present().select_related("user", "sheet")
        for person in people.prefetch_related("assignments"):
            wanted = sections.get(person.pk, [])
            if set(wanted) != {row.section for row in person.assignments.all()}:
                assign_tables(actor=actor, participant=person, sections=wanted)
    return current


def check_sharing(sections: dict[int, list[str]]) -> None:
    counts = Counter(code for codes in sections.values() for code in set(codes))
    crowded = sorted(code for code, count in counts.items() if count > JUDGES_OF_A_TABLE)
    if crowded:
        raise EvaluationError(f"表 {'、'.join(crowded)} 分给了两人以上，每张表由一至两人评分，请调整。")


def assign_tables(*, actor: User, participant: Participant, sections: list[str]) -> None:
    """Give a member the tables to judge (评估方案, 分工), in the place of those he had.

    Raises EvaluationError for a table the edition does not have, or a new one for one who has submitted.
    """
    with transaction.atomic():
        current = for_writing(participant.evaluation)
        known = [section.code for section in current.edition.scorecard.sections]
        if unknown := [code for code in sections if code not in known]:
            raise EvaluationError(f"评价细则中没有 {'、'.join(unknown)}，请重新选择。", field="sections")
        before = list(participant.assignments.values_list("section", flat=True))
        if added := [code for code in sections if code not in before]:
            refuse_submitted(participant, added)
        participant.assignments.exclude(section__in=sections).delete()
        for code in sections:
            Assignment.objects.get_or_create(participant=participant, section=code)
        changes = {f"{participant.user} 分工": ["、".join(before), "、".join(sections)]}
        record(actor=actor, verb="assign", evaluation=current, changes=changes)


def refuse_submitted(participant: Participant, added: list[str]) -> None:
    """Somebody who has handed in would owe judgements he cannot make."""
    if not Sheet.objects.get(participant=participant).is_open:
        raise EvaluationError(
            f"{participant.user} 的底稿已提交，不能再分给 {'、'.join(added)}，请先退回底稿或分给其他成员。"
        )


def refuse_leader(person: Participant, words: str) -> None:
    if person.duty == Participant.Duty.LEADER:
        raise EvaluationError(f"{person.user} 是组长，不能{words}，请先指定另一名组长。")


def held(participant: Participant) -> tuple[Evaluation, Participant]:
    """The open evaluation and the person's row as they are now; EvaluationError when he is out of it."""
    current = for_writing(participant.evaluation)
    person = current.participants.select_related("user", "expert").filter(pk=participant.pk).first()
    if person is None:
        raise EvaluationError(NOT_IN_PANEL)
    return current, person
