"""Bringing a panel quickly to the lock and beyond: what takes people days is written in a few statements."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from evaluation.models import (
    Evaluation,
    EvaluationPlan,
    Judgement,
    OnSiteStep,
    Operation,
    Result,
    Ruling,
    Sheet,
)
from evaluation.services.evaluations import edit_facts, write_conclusion
from evaluation.services.locking import lock_evaluation
from tests.evaluation.making import AWARDS, FACTS, make_panel, members

CONCLUSION = {"achievements": "巡查闭环运行", "problems": "评优较少", "advice": "按季度核对记录"}


def fill(sheet: Sheet, author, values: dict) -> list[Operation]:
    """Operations and judgements of a fresh sheet, as its client would have made them one by one."""
    now = timezone.now()
    operations = [
        Operation(
            uuid=uuid4(), sheet=sheet, serial=serial, target=target, base=0, version=1, value=value,
            author=author, author_name=str(author), at=now,
        )
        for serial, (target, value) in enumerate(values.items(), start=1)
    ]  # fmt: skip
    Operation.objects.bulk_create(operations)
    Judgement.objects.bulk_create(
        Judgement(
            sheet=sheet, target=row.target, value=row.value, version=1, author=author,
            author_name=str(author), updated_at=now,
        )
        for row in operations
    )  # fmt: skip
    Sheet.objects.filter(pk=sheet.pk).update(serial=len(operations))
    return list(Operation.objects.filter(sheet=sheet).order_by("serial"))


def judgements(evaluation, **changed) -> dict:
    """Every requirement met, the awards of `making`, and what is given as `A1_1_1={…}`."""
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    codes = evaluation.edition.scorecard.requirements_by_code
    return {code: AWARDS.get(code) or {"met": True} for code in codes} | given


def hand_everything_in(evaluation, **changed) -> None:
    """Every present member judges the tables given to him and submits."""
    values = judgements(evaluation, **changed)
    for person in members(evaluation):
        tables = tuple(
            table.replace(".", "") for table in person.assignments.values_list("section", flat=True)
        )
        if person.is_present:
            own = {code: value for code, value in values.items() if code.startswith(tables)}
            fill(person.sheet, person.user, own)
            now = timezone.now()
            Sheet.objects.filter(pk=person.sheet.pk).update(state="submitted", submitted_at=now)


def rule_everything(evaluation, **changed) -> None:
    """The leader takes over what the members found."""
    people = members(evaluation)
    operations = fill(evaluation.official, people[0].user, judgements(evaluation, **changed))
    rows = Judgement.objects.filter(sheet__evaluation=evaluation).exclude(sheet__participant=None)
    found = {}
    for person, name, target, value in rows.order_by("sheet").values_list(
        "sheet__participant", "sheet__participant__user__name", "target", "value"
    ):
        found.setdefault(target, []).append({"participant": person, "name": name, "value": value})
    Ruling.objects.bulk_create(
        Ruling(operation=row, way="agreed", positions=found.get(row.target, [])) for row in operations
    )


def plan_and_visit(evaluation) -> None:
    """An approved plan, and steps 7.1–7.6 with their times."""
    day, organizer = evaluation.as_of, evaluation.opened_by
    EvaluationPlan.objects.create(
        evaluation=evaluation, starts_on=day, ends_on=day, approved_by=organizer, approved_at=timezone.now()
    )
    began = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    for number in range(1, 7):
        at = began + timedelta(hours=8 + number)
        OnSiteStep.objects.create(
            evaluation=evaluation, number=number, began_at=at, ended_at=at + timedelta(minutes=50),
            recorded_by=organizer,
        )  # fmt: skip


def declare(evaluation) -> None:
    evaluation.participants.update(declared_at=timezone.now())


def make_lockable(organizer, organization, *, changed=None, **more) -> Evaluation:
    """A panel that has done everything but lock; `changed` are judgements as `A1_1_1={…}`. Returns it fresh."""
    panel = make_panel(organizer, organization, **more)
    return bring_to_the_lock(panel, **(changed or {}))


def bring_to_the_lock(panel, **changed) -> Evaluation:
    edit_facts(actor=panel.opened_by, evaluation=panel, **FACTS)
    plan_and_visit(panel)
    declare(panel)
    hand_everything_in(panel, **changed)
    rule_everything(panel, **changed)
    write_conclusion(actor=members(panel)[0].user, evaluation=panel, **CONCLUSION)
    return fresh(panel)


def lock_panel(panel) -> Result:
    """The leader locks."""
    return lock_evaluation(actor=members(panel)[0].user, evaluation=fresh(panel))


def fresh(evaluation) -> Evaluation:
    return Evaluation.objects.with_people().get(pk=evaluation.pk)
