"""Applying for an evaluation: drafted, submitted, accepted or returned (T/CSSG 001.5 6.1–6.3).

An application goes one level up. Every step holds its row to the end of the transaction and looks at its state again;
what happened stands in the trail of the applicant, where the level above sees it too.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.dates import implausible_date
from gridgov.organizations.models import Organization, User
from gridgov.records.services import record_event

from ..applying.conditions import Facts, refusal_to_apply
from ..errors import EvaluationError
from ..models import Application, ApplicationDocument, Result

State = Application.State
Kind = ApplicationDocument.Kind
FIELDS = ["result", "operated_from", "pilot_ends_on", "incidents", "incident_note", "work_report"]
FIELDS += ["contact", "phone"]
# Without these the level above has nothing to look at (evaluation §3.3, 申请); the others are added as they exist.
REQUIRED = (Kind.SELF_REPORT, Kind.DECREE, Kind.NOTES, Kind.CHART, Kind.LIST, Kind.STATISTICS)
TOP = "{} 没有上一级网格化治理组织，不能逐级申请评估。"
OPEN_ONE = "{} 已有一份没有办完的评估申请，请打开它继续。"
FIXED = "这份申请{}，不能再改。"
NOT_WAITING = "这份申请现为“{}”，不在待受理中，请刷新页面。"


def usable_results(organization: Organization):
    """Locked self-evaluations that still stand, the newest first: what an application may rest on (6.1)."""
    standing = {"evaluation__state": "locked", "version": F("evaluation__version")}
    rows = Result.objects.filter(evaluation__organization=organization, evaluation__kind="self", **standing)
    return rows.select_related("evaluation").defer("document").order_by("-locked_at", "-pk")


def open_application(organization: Organization) -> Application | None:
    """The one application of an organisation that is not accepted yet."""
    return Application.objects.filter(organization=organization).exclude(state=State.ACCEPTED).first()


def draft_application(*, actor: User, organization: Organization, **fields) -> Application:
    """A draft of `organization` to the organisation above it.

    Raises EvaluationError without an organisation above, while another application is open, or for fields that
    cannot be (`FIELDS`).
    """
    if organization.parent_id is None:
        raise EvaluationError(TOP.format(organization))
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        if open_application(organization):
            raise EvaluationError(OPEN_ONE.format(organization))
        application = Application(organization=organization, addressee_id=organization.parent_id)
        write(application, fields)
        application.save()
        record_event(
            actor=actor, verb="create", target=application, changes={"评估申请": ["", application.result]}
        )
    return application


def edit_application(*, actor: User, application: Application, **fields) -> Application:
    """Change a draft or a returned application. With another self-evaluation the report of the old one goes.

    Raises EvaluationError when it is submitted, or for fields that cannot be.
    """
    with transaction.atomic():
        current = editable(application)
        before, old = snapshot(current, FIELDS), current.result
        write(current, fields)
        if changes := changes_between(before, current, FIELDS):
            current.save(update_fields=list(fields))
            record_event(actor=actor, verb="change", target=current, changes=changes)
        if old.pk != current.result_id:
            reports = current.documents.kept().filter(kind=Kind.SELF_REPORT)
            reports.filter(attachment__name__startswith=old.number).update(
                removed_at=timezone.now(), removed_by=actor
            )
    return current


def write(application: Application, fields: dict) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"not fields of an application: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(application, name, value.strip() if isinstance(value, str) else value)
    check(application)


def check(application: Application) -> None:
    """Facts that can be; whether they suffice is asked when it is submitted."""
    if found := implausible_date(application, ["operated_from", "pilot_ends_on"]):
        raise EvaluationError(found[1], field=found[0])
    started, pilot = application.operated_from, application.pilot_ends_on
    if started > timezone.localdate():
        raise EvaluationError(
            f"体系运行起始日 {started} 还没有到，请填已经发生的日期。", field="operated_from"
        )
    if pilot and pilot < started:
        raise EvaluationError("试点期满日不能早于体系运行起始日，请核对。", field="pilot_ends_on")
    if application.incidents == "some" and not application.incident_note:
        raise EvaluationError("发生过的，请写明情况。", field="incident_note")
    if not usable_results(application.organization).filter(pk=application.result_id).exists():
        raise EvaluationError("所选的自我评价已重开或不是本组织的，请重新选择。", field="result")


def submit_application(*, actor: User, application: Application) -> Application:
    """Send it to the organisation above, as that stands today; the opinion of an earlier return is cleared.

    Raises EvaluationError when it is submitted already, too early (6.2), or a document of REQUIRED is missing.
    """
    with transaction.atomic():
        current = editable(application)
        check(current)
        if found := refusal_to_apply(facts_of(current, on=timezone.localdate())):
            raise EvaluationError(found[1], field=found[0])
        if missing := missing_documents(current):
            raise EvaluationError(
                f"还缺申请材料：{'、'.join(kind.label for kind in missing)}。请补齐后再提交。"
            )
        if current.organization.parent_id is None:
            raise EvaluationError(TOP.format(current.organization))
        current.addressee_id = current.organization.parent_id
        move(current, State.SUBMITTED, submitted_at=timezone.now(), submitted_by=actor)
        changes = {"受理单位": ["", current.organization.parent]}
        record_event(actor=actor, verb="apply", target=current, changes=changes)
    return current


def accept_application(*, actor: User, application: Application, opinion: str = "") -> Application:
    """The level above takes it on; from then on nothing of it changes. Raises EvaluationError unless it waits."""
    with transaction.atomic():
        current = waiting(application)
        decide(current, State.ACCEPTED, actor, opinion)
        changes = {"状态": [State.SUBMITTED.label, State.ACCEPTED.label]}
        record_event(actor=actor, verb="accept", target=current, changes=changes, reason=current.opinion)
    return current


def return_application(*, actor: User, application: Application, reason: str) -> Application:
    """Send it back to be mended. Raises EvaluationError without a reason, or unless it waits."""
    if not reason.strip():
        raise EvaluationError("请写明退回的理由，申请单位按它修改。", field="reason")
    with transaction.atomic():
        current = waiting(application)
        decide(current, State.RETURNED, actor, reason)
        changes = {"状态": [State.SUBMITTED.label, State.RETURNED.label]}
        record_event(actor=actor, verb="return", target=current, changes=changes, reason=current.opinion)
    return current


def decide(application: Application, state: str, actor: User, opinion: str) -> None:
    fields = {"decided_at": timezone.now(), "decided_by": actor, "opinion": opinion.strip()}
    move(application, state, **fields)


def move(application: Application, state: str, **fields) -> None:
    values = {"decided_at": None, "decided_by": None, "opinion": "", **fields, "state": state}
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=[*values, "addressee"])


def facts_of(application: Application, *, on) -> Facts:
    """What 6.1–6.3 ask, on a day; the self-evaluation is done when its fact says so, else when it was locked."""
    evaluation = application.result.evaluation
    done = evaluation.self_evaluated_on or timezone.localdate(application.result.locked_at)
    return Facts(
        as_of=on,
        operated_from=application.operated_from,
        self_evaluated_on=done,
        pilot_ends_on=application.pilot_ends_on,
        incidents=application.incidents,
        incident_note=application.incident_note,
        verdict=application.result.verdict,
    )


def missing_documents(application: Application) -> list[Kind]:
    """Kinds of REQUIRED of which there is no document."""
    there = set(application.documents.kept().values_list("kind", flat=True))
    return [kind for kind in REQUIRED if kind not in there]


def held(application: Application) -> Application:
    """The row as it is now, held to the end of the transaction."""
    rows = Application.objects.select_for_update(of=("self",))
    rows = rows.select_related("organization__parent", "addressee", "result__evaluation")
    return rows.defer("result__document").get(pk=application.pk)


def editable(application: Application) -> Application:
    current = held(application)
    if not current.is_editable:
        raise EvaluationError(FIXED.format(current.get_state_display()))
    return current


def waiting(application: Application) -> Application:
    current = held(application)
    if current.state != State.SUBMITTED:
        raise EvaluationError(NOT_WAITING.format(current.get_state_display()))
    return current
