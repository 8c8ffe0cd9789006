"""Opening an evaluation, its facts of T/CSSG 001.5 6.1–6.3, its conclusion, and who takes part."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.dates import implausible_date
from gridgov.organizations.models import Organization, Role, User

from ..applying.conditions import refusal_to_hold
from ..errors import EvaluationError, LockedError
from ..models import Evaluation, Participant, ScorecardEdition, Sheet
from ..trail import record

FACTS = ["as_of", "operated_from", "self_evaluated_on", "pilot_ends_on", "incidents", "incident_note"]
DATES = ["operated_from", "self_evaluated_on", "pilot_ends_on"]
CONCLUSION = ["achievements", "problems", "advice", "cap_decision"]


def open_evaluation(
    *,
    actor: User,
    organization: Organization,
    year: int,
    as_of: date,
    edition: ScorecardEdition | None = None,
) -> Evaluation:
    """A new self-evaluation with the newest published edition; who opens it becomes its leader.

    Raises EvaluationError when the year is not plausible, when no edition is published, or when the organisation
    has an evaluation of that year.
    """
    edition = edition or newest_edition()
    check_year(year, as_of)
    try:
        with transaction.atomic():
            evaluation = Evaluation.objects.create(
                organization=organization, edition=edition, year=year, as_of=as_of, opened_by=actor
            )
            Sheet.objects.create(evaluation=evaluation)
            Participant.objects.create(evaluation=evaluation, user=actor, duty=Participant.Duty.LEADER)
            record(actor=actor, verb="open", evaluation=evaluation, changes={"评价细则": ["", edition.code]})
    except IntegrityError as error:
        if not Evaluation.objects.filter(organization=organization, year=year, kind="self").exists():
            raise
        message = f"{organization} 已有 {year} 年度的自我评价，请打开它继续。"
        raise EvaluationError(message, field="year") from error
    return evaluation


def newest_edition() -> ScorecardEdition:
    """The edition published last; raises EvaluationError when there is none."""
    edition = ScorecardEdition.objects.newest()
    if edition is None:
        raise EvaluationError("还没有装入评价细则。请先运行 python3 manage.py load_scorecard。")
    return edition


def check_year(year: int, as_of: date) -> None:
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise EvaluationError(
            f"年度 {year} 不合理，请写 {timezone.localdate().year} 这样的四位年份。", field="year"
        )
    if as_of.year not in (year, year + 1):
        raise EvaluationError(f"评价日期 {as_of} 不在 {year} 年度或次年内，请核对。", field="as_of")


def for_writing(evaluation: Evaluation) -> Evaluation:
    """The row as it is now, held until the end of the transaction; raises LockedError when it is locked.

    On SQLite the transaction itself holds the one write lock.
    """
    current = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("organization", "organizer", "edition")
        .defer("edition__definition")
        .get(pk=evaluation.pk)
    )
    if current.is_locked:
        raise LockedError
    return current


def edit_facts(*, actor: User, evaluation: Evaluation, **facts) -> Evaluation:
    """Write facts of 6.1–6.3 (names in FACTS); tells the trail before → after.

    Raises EvaluationError, naming the field, for a date in the future or incidents without a word about them; of a
    panel when it may no longer be held (6.1).
    """
    return write_fields(actor, evaluation, facts, FACTS, check_facts)


def write_conclusion(*, actor: User, evaluation: Evaluation, **texts) -> Evaluation:
    """Write achievements, problems, advice and the decision on the section caps (names in CONCLUSION).

    The trail of a panel stands with its organiser, who sees nothing before the lock: it tells what was written,
    never the words.
    """
    values = {name: text.strip() for name, text in texts.items()}
    words = told_without_words if evaluation.is_by_panel else None
    return write_fields(actor, evaluation, values, CONCLUSION, words=words)


def told_without_words(changes: dict) -> dict:
    return {name: ["", "已填写" if after else "已清空"] for name, (_, after) in changes.items()}


def write_fields(actor, evaluation, values, allowed, check=None, words=None) -> Evaluation:
    if unknown := values.keys() - set(allowed):
        raise TypeError(f"not fields of this form: {sorted(unknown)}")
    with transaction.atomic():
        current = for_writing(evaluation)
        before = snapshot(current, allowed)
        for name, value in values.items():
            setattr(current, name, value)
        if check:
            check(current)
        changes = changes_between(before, current, allowed)
        if changes:
            current.save(update_fields=list(values))
            told = words(changes) if words else changes
            record(actor=actor, verb="change", evaluation=current, changes=told)
    return current


def check_facts(evaluation: Evaluation) -> None:
    check_year(evaluation.year, evaluation.as_of)
    if found := implausible_date(evaluation, DATES):
        raise EvaluationError(found[1], field=found[0])
    today = timezone.localdate()
    for name in ("operated_from", "self_evaluated_on"):
        value = getattr(evaluation, name)
        if value and value > today:
            label = evaluation._meta.get_field(name).verbose_name
            raise EvaluationError(f"{label} {value} 还没有到，请填已经发生的日期。", field=name)
    started, pilot = evaluation.operated_from, evaluation.pilot_ends_on
    if started and pilot and pilot < started:
        raise EvaluationError("试点期满日不能早于体系运行起始日，请核对。", field="pilot_ends_on")
    if evaluation.incidents == Evaluation.Incidents.SOME and not evaluation.incident_note.strip():
        raise EvaluationError("发生过的，请写明情况。", field="incident_note")
    if evaluation.is_by_panel and (found := refusal_to_hold(evaluation)):
        raise EvaluationError(found[1], field=found[0])


def add_participant(*, actor: User, evaluation: Evaluation, user: User, duty: str = "member") -> Participant:
    """Take a person in. A new leader takes over from the old one, who stays as a member.

    Raises EvaluationError for an inactive account, an administrator (separation of duties), one who is in, or a
    leader who would become a member and leave nobody to lead.
    """
    check_participant(user)
    with transaction.atomic():
        current = for_writing(evaluation)
        held = current.participants.filter(user=user).values_list("duty", flat=True).first()
        if held == duty:
            raise EvaluationError(f"{user} 已在评价人员中。", field="user")
        if held == Participant.Duty.LEADER:
            raise EvaluationError(f"{user} 是组长。请先指定另一名组长，原组长随即改为成员。", field="user")
        if duty == Participant.Duty.LEADER:
            current.participants.filter(duty=duty).update(duty=Participant.Duty.MEMBER)
        participant, _ = Participant.objects.update_or_create(
            evaluation=current, user=user, defaults={"duty": duty}
        )
        label = participant.get_duty_display()
        record(
            actor=actor, verb="grant", evaluation=current, changes={"评价人员": ["", f"{user}（{label}）"]}
        )
    return participant


def check_participant(user: User) -> None:
    if not user.is_active:
        raise EvaluationError(f"{user} 的账号已停用，不能加入。", field="user")
    roles = {role for _, role in user.held_roles}
    if user.is_site_administrator or roles == {Role.ADMINISTRATOR}:
        raise EvaluationError(f"{user} 是系统管理员，不参加评分，请选择其他人员。", field="user")


def remove_participant(*, actor: User, participant: Participant) -> None:
    """Let a person go; what he judged stays. Raises EvaluationError for the leader: name another one first."""
    with transaction.atomic():
        current = for_writing(participant.evaluation)
        participant = current.participants.select_related("user").filter(pk=participant.pk).first()
        if participant is None:
            return
        if participant.duty == Participant.Duty.LEADER:
            raise EvaluationError("组长不能移出。请先指定另一名组长。")
        participant.delete()
        changes = {"评价人员": [str(participant), ""]}
        record(actor=actor, verb="revoke", evaluation=current, changes=changes)
