"""The 专家库: who is in it, and taking somebody out (T/CSSG 001.5 5.2)."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Organization, User
from gridgov.records.services import record_event

from ..errors import EvaluationError
from ..models import Expert
from .evaluations import check_participant
from .keeping import held, keep

FIELDS = ("name", "side", "fields", "employer", "employer_organization", "title", "phone", "user")


def add_expert(*, actor: User, organization: Organization, **values) -> Expert:
    """A new person in the pool of `organization`; `values` are columns named in FIELDS.

    Raises EvaluationError for a second person of that name and employer, or an account that is taken or unfit.
    """
    check_account(values.get("user"))
    with transaction.atomic():
        row = Expert(organization=organization)
        changes = keep(row, values, empty=True)
        record_event(actor=actor, verb="create", target=row, changes=changes)
    return row


def edit_expert(*, actor: User, expert: Expert, **values) -> Expert:
    """Write what differs; panels formed before keep side and employer as they were then.

    Raises EvaluationError as `add_expert`, and for somebody who is out of the pool.
    """
    check_account(values.get("user"))
    with transaction.atomic():
        row = in_pool(expert)
        if changes := keep(row, values):
            record_event(actor=actor, verb="change", target=row, changes=changes)
    return row


def remove_expert(*, actor: User, expert: Expert, reason: str) -> Expert:
    """Take somebody out of the pool; the row stays, and so do the panels he sat in.

    Raises EvaluationError without a reason, or when he is out already.
    """
    if not (reason := reason.strip()):
        raise EvaluationError("请写明出库的理由。", field="reason")
    with transaction.atomic():
        row = in_pool(expert)
        row.removed_at, row.removed_by = timezone.now(), actor
        row.save(update_fields=["removed_at", "removed_by"])
        changes = {"专家库": ["在库", "出库"]}
        record_event(actor=actor, verb="delete", target=row, changes=changes, reason=reason)
    return row


def in_pool(expert: Expert) -> Expert:
    row = held(Expert.objects.all(), expert.pk)
    if row.removed_at:
        raise EvaluationError(f"{row.name} 已出库，不能再改。需要时请重新入库。")
    return row


def check_account(user: User | None) -> None:
    """An expert judges with the account, so it must be one that may."""
    if user is not None:
        check_participant(user)
