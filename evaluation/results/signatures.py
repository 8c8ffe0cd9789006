"""Who signed a result, who has still to, and which signatures hold. Reading only."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Participant, Result, Signature
from .document import read_document
from .permissions import is_newest

VOID = "已作废（结果已重开）"
VOID_UNSIGNED = "没有签字，本版已作废"


@dataclass(frozen=True, slots=True)
class Signer:
    """One person of the panel beside a result: `word` and `tone` of his state, the drawn signature if there is one."""

    name: str
    duty: str
    word: str
    tone: str
    signed_at: datetime | None = None
    drawing: str = ""
    reason: str = ""


def signers_of(result: Result) -> list[Signer]:
    """Everybody of the panel, leader first; its evaluation comes from `with_people`.

    Of a version that was reopened the people are those of its document, their signatures all void.
    """
    evaluation = result.evaluation
    signatures = {row.participant_id: row for row in result.signatures.order_by("pk")}
    if not is_newest(result):
        return void_signers(result, list(signatures.values()))
    people = sorted(evaluation.participants.all(), key=lambda person: (person.duty != "leader", person.pk))
    return [signer(person, signatures.get(person.pk)) for person in people]


def void_signers(result: Result, signatures: list[Signature]) -> list[Signer]:
    """Everybody of the panel as it was at the lock; a signature belongs to the first of its name."""
    found = []
    for member in read_document(result.document)["panel"]["members"]:
        row = next((row for row in signatures if row.name == member["name"]), None)
        if row is not None:
            signatures.remove(row)
        found.append(void_signer(member, row))
    return found


def void_signer(member: dict, row: Signature | None) -> Signer:
    name, duty = member["name"], member["duty"]
    if row is not None:
        return Signer(name, duty, VOID, "bad", row.signed_at, row.drawing)
    if member["absence"]:
        return Signer(name, duty, f"{member['absence']}，不签字", "plain", reason=member["absence_reason"])
    return Signer(name, duty, VOID_UNSIGNED, "plain")


def signer(person: Participant, row: Signature | None) -> Signer:
    name, duty = person.user.name, person.get_duty_display()
    if row is not None:
        return Signer(row.name, duty, "已签字", "good", row.signed_at, row.drawing)
    if not person.is_present:
        word = f"{person.get_absence_display()}，不签字"
        return Signer(name, duty, word, "plain", reason=person.absence_reason)
    return Signer(name, duty, "待签字", "warn")


def unsigned(result: Result) -> list[str]:
    """Names of those present who have not signed this result, leader first."""
    people = Participant.objects.filter(evaluation=result.evaluation_id).present()
    missing = people.exclude(signatures__result=result).select_related("user")
    return [person.user.name for person in missing]
