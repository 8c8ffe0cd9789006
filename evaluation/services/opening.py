"""An organiser opens an evaluation by a panel, for an accepted application or without one (T/CSSG 001.5 5.1, 6.1)."""

from datetime import date

from django.db import transaction

from gridgov.organizations.models import Organization, User

from ..applying.conditions import Facts, refusal_to_hold
from ..applying.prefilling import known_facts
from ..errors import EvaluationError
from ..models import Application, Evaluation
from .applications import facts_of, held
from .panels import open_panel_evaluation

Kind = Evaluation.Kind
KINDS = (Kind.UPPER, Kind.THIRD_PARTY)
FACTS = ("operated_from", "self_evaluated_on", "pilot_ends_on", "incidents", "incident_note")


def open_for_application(
    *, actor: User, application: Application, kind: str, year: int, as_of: date, commissioned: str = ""
) -> Evaluation:
    """The evaluation that was applied for, held by the organisation that accepted; its facts are taken over.

    Raises EvaluationError unless it is accepted and no evaluation was opened for it yet, and as
    `open_by_organizer` does.
    """
    with transaction.atomic():
        current = held(application)
        if current.state != Application.State.ACCEPTED:
            raise EvaluationError("这份申请还没有受理，受理后才能组织评估。")
        if made := Evaluation.objects.filter(application=current).first():
            raise EvaluationError(f"这份申请已组织评估：{made}，请打开它继续。")
        facts = facts_of(current, on=as_of)
        return open_by_organizer(
            actor=actor,
            organizer=current.addressee,
            organization=current.organization,
            kind=kind,
            year=year,
            as_of=as_of,
            commissioned=commissioned,
            application=current,
            **{name: getattr(facts, name) for name in FACTS},
        )


def open_by_organizer(
    *,
    actor: User,
    organizer: Organization,
    organization: Organization,
    kind: str,
    year: int,
    as_of: date,
    commissioned: str = "",
    application: Application | None = None,
    **facts,
) -> Evaluation:
    """An evaluation of an organisation below `organizer`; facts of 6.1–6.3 not given are those that are known.

    Raises EvaluationError for an organisation that is not below, a third party without a name, one that is under
    way, less than three months of operation or no self-evaluation before `as_of` (6.1), and as
    `open_panel_evaluation` does.
    """
    refuse_not_below(organizer, organization)
    commissioned = check_kind(kind, commissioned)
    known = known_facts(organization, on=as_of)
    facts = {name: facts.get(name) or known.get(name) or empty(name) for name in FACTS}
    if found := refusal_to_hold(Facts(as_of=as_of, **facts)):
        raise EvaluationError(found[1], field=found[0])
    if facts["incidents"] == "some" and not facts["incident_note"].strip():
        raise EvaluationError("发生过的，请写明情况。", field="incident_note")
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        refuse_under_way(organizer, organization, kind, year)
        return open_panel_evaluation(
            actor=actor,
            organizer=organizer,
            organization=organization,
            kind=kind,
            year=year,
            as_of=as_of,
            commissioned=commissioned,
            application=application,
            **facts,
        )


def empty(name: str):
    return "" if name.startswith("incident") else None


def refuse_not_below(organizer: Organization, organization: Organization) -> None:
    if organization.pk == organizer.pk or not organization.path.startswith(organizer.path):
        raise EvaluationError(
            f"{organization} 不是 {organizer} 的下级组织，请重新选择。", field="organization"
        )


def check_kind(kind: str, commissioned: str) -> str:
    """The body a third party evaluation is given to; empty for the others. Raises EvaluationError without its name."""
    if kind not in KINDS:
        raise EvaluationError("请选择上级评估或第三方评价。", field="kind")
    if kind == Kind.UPPER:
        return ""
    if not commissioned.strip():
        raise EvaluationError("第三方评价要写明受委托机构的名称。", field="commissioned")
    return commissioned.strip()


def refuse_under_way(organizer: Organization, organization: Organization, kind: str, year: int) -> None:
    rows = Evaluation.objects.open().filter(organizer=organizer, organization=organization)
    if made := rows.filter(kind=kind, year=year).first():
        raise EvaluationError(f"{made}正在进行，请打开它继续。", field="organization")
