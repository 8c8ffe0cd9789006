"""Changing the sheet: operations, never overwrites (architecture, decision 5)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gridgov.dates import moment
from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..aftermath.repeats import is_judged_anew
from ..errors import ConflictError, EvaluationError, LockedError, SubmittedError
from ..models import Judgement, Operation, Sheet
from ..scoring import Scorecard, parse_decision, parse_judgement

# Written as SQL: the ORM has no UPDATE … RETURNING, and building three statements costs it more than running them.
OPERATIONS, JUDGEMENTS = Operation._meta.db_table, Judgement._meta.db_table
FIELDS = {field.column: field for field in Operation._meta.concrete_fields if not field.primary_key}
NEXT_SERIAL = (
    f"UPDATE {Sheet._meta.db_table} SET serial = serial + 1 WHERE id = %s AND state = 'open' RETURNING serial"
)
FIRST_JUDGEMENT = (
    f"INSERT INTO {JUDGEMENTS} (value, version, author_id, author_name, updated_at, sheet_id, target)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
NEXT_JUDGEMENT = (
    f"UPDATE {JUDGEMENTS} SET value = %s, version = %s, author_id = %s, author_name = %s, updated_at = %s"
    " WHERE sheet_id = %s AND target = %s AND version = %s"
)
KEEP_OPERATION = f"INSERT INTO {OPERATIONS} ({', '.join(FIELDS)}) VALUES ({', '.join(['%s'] * len(FIELDS))})"
TEXTS, MOST_TEXT = {"reason": "理由", "note": "备注", "finding": "发现的问题", "asked": "提问记录"}, 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation made; a replay gets the same again."""

    uuid: UUID
    target: str
    version: int
    serial: int
    value: dict
    author: str
    at: datetime

    def to_dict(self) -> dict:
        return {
            "uuid": str(self.uuid),
            "target": self.target,
            "version": self.version,
            "serial": self.serial,
            "value": self.value,
            "author": self.author,
            "at": moment(self.at),
        }


class Stale(Exception):
    """Inside the transaction: the target is not at the version the change was based on."""


def apply_operation(*, actor: User, sheet: Sheet, uuid: UUID, target: str, base: int, value: dict) -> Answer:
    """Write one change of one target of a sheet; afterwards it is kept once, however often it is sent.

    `target` is the code of a requirement or an item, `base` the version the client had seen (0: none), `value` a
    judgement or decision of the exchange format, {} to clear. The same uuid again gives the first answer.

    Raises EvaluationError for a value the scorecard refuses, what a 复评 keeps, or a uuid already used otherwise;
    LockedError when the sheet is submitted or locked; ConflictError, with both values, when the target has moved
    on. Nothing is written then.
    """
    value = canonical_value(sheet.evaluation.edition.scorecard, target, value)
    if not is_judged_anew(sheet.evaluation, target):
        raise EvaluationError(f"复评只评 {'、'.join(sheet.evaluation.affected)}，{target} 沿用原评价。")
    operation = Operation(
        uuid=uuid,
        sheet_id=sheet.pk,
        target=target,
        base=base,
        version=base + 1,
        value=value,
        author=actor,
        author_name=str(actor),
        at=timezone.now(),
    )
    try:
        with write_gate(), transaction.atomic():
            write(operation)
    except (Stale, LockedError, IntegrityError) as error:
        # Looking for a replay only here keeps a first sending, nearly every one, a statement shorter.
        return answer_of(first_sending(operation, error))
    return answer_of(operation)


def write(operation: Operation) -> None:
    """The change, in three statements. The first holds the sheet's row, so its operations come one by one."""
    text, at = as_column(operation, "value"), as_column(operation, "at")
    author = [operation.author_id, operation.author_name]
    place = [operation.sheet_id, operation.target]
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SERIAL, [operation.sheet_id])
        row = cursor.fetchone()
        if row is None:
            raise LockedError
        operation.serial = row[0]
        if operation.base == 0:
            cursor.execute(FIRST_JUDGEMENT, [text, operation.version, *author, at, *place])
        else:
            cursor.execute(NEXT_JUDGEMENT, [text, operation.version, *author, at, *place, operation.base])
            if not cursor.rowcount:
                raise Stale
        values = [as_column(operation, name) for name in FIELDS]
        cursor.execute(KEEP_OPERATION, values)


def as_column(operation: Operation, name: str):
    """A field's value as this database takes it."""
    field = FIELDS[name]
    return field.get_db_prep_save(getattr(operation, field.attname), connection)


def first_sending(operation: Operation, error: Exception) -> Operation:
    """The operation this one repeats; else why it failed is raised."""
    first = Operation.objects.filter(uuid=operation.uuid).first()
    if first is None:
        raise reason_for(operation, error) from error
    same = ("sheet_id", "author_id", "target", "base", "value")
    if any(getattr(first, name) != getattr(operation, name) for name in same):
        raise EvaluationError("这个操作编号已用于另一项改动，没有保存。请刷新页面后重试。")
    return first


def reason_for(operation: Operation, error: Exception) -> Exception:
    """The error the client gets for what the transaction ran into."""
    if isinstance(error, LockedError):
        return closed(Sheet.objects.get(pk=operation.sheet_id))
    place = {"sheet_id": operation.sheet_id, "target": operation.target}
    current = Judgement.objects.filter(**place).first()
    if current is None and operation.base > 0:
        return EvaluationError(
            f"{operation.target} 还没有第 {operation.base} 次判定，没有保存。请刷新页面后重试。"
        )
    if isinstance(error, Stale) and current is not None and current.version == operation.base:
        return EvaluationError(f"{operation.target} 就在刚才被别人改过，没有保存。请刷新页面后重试。")
    if current is None or current.version == operation.base:
        return error
    theirs = {
        "value": current.value,
        "version": current.version,
        "author": current.author_name,
        "at": moment(current.updated_at),
    }
    return ConflictError(
        f"{operation.target} 已由 {current.author_name} 改过，您的改动没有保存。请比较后决定。",
        mine={"value": operation.value, "base": operation.base},
        theirs=theirs,
    )


def closed(sheet: Sheet) -> LockedError:
    """Why nothing more is written on a sheet that is not open."""
    return SubmittedError() if sheet.state == Sheet.State.SUBMITTED else LockedError()


def canonical_value(card: Scorecard, target: str, value: object) -> dict:
    """`value` as the pure core writes it; raises EvaluationError naming the target."""
    if value == {} and target in card.targets:
        return {}
    if target in card.requirements_by_code:
        return short(target, parse_judgement(card.requirements_by_code[target], value).to_dict())
    if target in card.items_by_code:
        return short(target, parse_decision(card.items_by_code[target], value).to_dict())
    raise EvaluationError(f"评分表中没有“{str(target)[:20]}”，请刷新页面后重试。")


def short(target: str, value: dict) -> dict:
    """The value, if its words are no longer than a paragraph: the sheet is no place for documents."""
    for name, label in TEXTS.items():
        if len(text := value.get(name, "")) > MOST_TEXT:
            message = f"{target} 的{label}有 {len(text)} 字，最多 {MOST_TEXT} 字，请缩短。"
            raise EvaluationError(message)
    return value


def answer_of(operation: Operation) -> Answer:
    return Answer(
        uuid=operation.uuid,
        target=operation.target,
        version=operation.version,
        serial=operation.serial,
        value=operation.value,
        author=operation.author_name,
        at=operation.at,
    )
