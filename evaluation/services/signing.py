"""Every member signs the locked result under the own account (T/CSSG 001.5 9; evaluation §3.2)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from gridgov.drawing import check_drawing
from gridgov.organizations.models import User
from gridgov.records.gate import write_gate
from standards.services.opinions import NO_PASSWORD, WRONG_PASSWORD

from ..errors import EvaluationError
from ..models import Evaluation, Participant, Result, Signature
from ..panels.resets import unconfirmed
from ..trail import record

NO_DRAWING = "请在框内手写签名。"


def sign_result(*, actor: User, result: Result, password: str, drawing: str) -> Signature:
    """Sign the newest locked result as it stands: the signature holds its SHA-256 and is never changed.

    Raises EvaluationError when the result was reopened, the person is not a present member, has signed already,
    typed a wrong password, drew nothing, or has a password somebody else reset and nobody confirmed.
    """
    with write_gate(), transaction.atomic():
        evaluation = (
            Evaluation.objects.select_for_update(of=("self",))
            .select_related("organizer")
            .get(pk=result.evaluation_id)
        )
        check_newest(evaluation, result)
        participant = signer(evaluation, actor)
        if result.signatures.filter(participant=participant).exists():
            raise EvaluationError("您已在这一版结果上签字，不用再签。")
        check_hand(actor, password, drawing)
        refuse_unconfirmed(evaluation, actor)
        signature = Signature.objects.create(
            result=result,
            participant=participant,
            user=actor,
            name=actor.name,
            sha256=result.sha256,
            drawing=drawing,
        )
        changes = {f"{result.number} 签字": ["", f"{actor.name}已签，SHA-256 {result.sha256}"]}
        record(actor=actor, verb="countersign", evaluation=evaluation, changes=changes)
    return signature


def check_newest(evaluation: Evaluation, result: Result) -> None:
    if not evaluation.is_locked or result.version != evaluation.version:
        raise EvaluationError("这一版结果已重开作废，没有签字。请等组长再次锁定后，在新的一版上签字。")


def signer(evaluation: Evaluation, actor: User) -> Participant:
    """The actor's own place in the panel; who was absent or recused has none."""
    participant = evaluation.participants.present().filter(user=actor).first()
    if participant is None or actor.is_site_administrator:
        raise EvaluationError("只有参加评价的评估组成员本人可以签字。")
    return participant


def refuse_unconfirmed(evaluation: Evaluation, actor: User) -> None:
    for reset in unconfirmed(evaluation):
        if reset.person.user_id == actor.pk:
            raise EvaluationError(f"{reset.words}。由组长或组织单位核实后才能签字。")


def check_hand(actor: User, password: str, drawing: str) -> None:
    if not actor.check_password(password):
        raise EvaluationError(WRONG_PASSWORD if password else NO_PASSWORD, field="password")
    if not drawing:
        raise EvaluationError(NO_DRAWING, field="drawing")
    try:
        check_drawing(drawing)
    except ValidationError as error:
        raise EvaluationError(error.message, field="drawing") from error
