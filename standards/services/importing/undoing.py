"""A confirmed list undone: what it created goes, what it changed is as before. While nothing depends on it."""

from datetime import date

from django.db import IntegrityError, connection, router, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone

from gridgov.records.models import Event
from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import ImportBatch, Standard
from .confirming import held
from .histories import BATCH, CHUNK, LINKS, History, keep_histories
from .writing import DATES, FOLLOWING, GRAMS, event_of, follow, label_of, locked

State = ImportBatch.State
NAMED = 3
TAKEN = "导入之后又登记了相同编号或名称的标准，改回去会重复，不能撤销整批导入。请逐条改正。"


def undo_import(*, actor, batch: ImportBatch, reason: str) -> ImportBatch:
    """Take a whole import back. Departments it made stay, and so do sequences: a number once given is given.

    Raises StandardsError without a reason, when it is not 已导入, and when something depends on its rows: they were
    changed since, have documents, are cited, serve as evidence; what they were was registered anew. Nothing
    has changed then.
    """
    if not reason.strip():
        raise StandardsError("请写明撤销的理由，如“选错了文件”。", field="reason")
    try:
        with transaction.atomic():
            batch = held(batch)
            take_back(batch, actor=actor, reason=reason.strip())
    except IntegrityError as error:
        raise StandardsError(TAKEN) from error
    return batch


def take_back(batch: ImportBatch, *, actor, reason: str) -> None:
    """The locked batch undone, or refused, in the transaction of its caller."""
    if not batch.is_confirmed:
        raise StandardsError("只有已导入、没有撤销过的一批可以撤销。")
    created = locked([row["pk"] for row in batch.rows if row["verdict"] == "new"])
    changed = [row for row in batch.rows if row["verdict"] == "changed"]
    keys = {*created, *(row["pk"] for row in changed)}
    ended = batch.mapping.get("ended", [])
    check_untouched(batch, {*keys, *ended})
    check_free(created, keys)
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.UNDOING)
    remove(created, actor=actor)
    restore(changed, ended, actor=actor)
    batch.state, batch.undone_at = State.UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at"])
    changes = {"新增": [f"{len(created)} 行", ""], "变更": [f"{len(changed)} 行", ""]}
    record_event(actor=actor, verb="undo", target=batch, changes=changes, reason=reason)


def check_untouched(batch: ImportBatch, keys: set[int]) -> None:
    """Nobody has written to the rows since: restoring them would undo that too."""
    later = History.objects.filter(
        history_id__gt=batch.mapping["history"], organization_id=batch.organization_id
    )
    touched = {pk: title for pk, title in later.order_by("pk").values_list("id", "title") if pk in keys}
    if touched:
        raise StandardsError(f"{shown(touched.values())}在导入之后又有改动，不能撤销整批导入。请逐条改正。")


def check_free(created: dict[int, Standard], keys: set[int]) -> None:
    """Nothing names the created rows but what the import itself linked."""
    collector = Collector(using=router.db_for_write(Standard))
    try:
        collector.collect(list(created.values()))
    except (ProtectedError, RestrictedError) as error:
        objects = sorted(getattr(error, "protected_objects", None) or error.restricted_objects, key=str)
        kinds = dict.fromkeys(str(each._meta.verbose_name) for each in objects)
        words = f"导入的标准已有{'、'.join(kinds)}（{shown(map(str, objects))}），不能撤销整批导入。"
        raise StandardsError(f"{words}请逐条办理。") from error
    if kinds := listing(created):
        words = f"导入的标准已在{'、'.join(kinds)}中列出，不能撤销整批导入。"
        raise StandardsError(f"{words}请逐条办理。")
    through = Standard.replaces.through
    names = ("from_standard_id", "from_standard__title")
    pairs = [
        pair
        for chunk in chunks(created)
        for pair in through.objects.filter(to_standard__in=chunk).values_list(*names)
    ]
    if naming := [title for pk, title in pairs if pk not in keys]:
        raise StandardsError(f"{shown(naming)}代替了导入的标准，不能撤销整批导入。请逐条办理。")


def listing(created: dict[int, Standard]) -> list[str]:
    """Which kinds of records list one of the created rows among others."""
    relations = [each for each in Standard._meta.related_objects if each.many_to_many]
    return [
        str(each.related_model._meta.verbose_name)
        for each in relations
        if each.related_model is not Standard
        and any(
            each.related_model.objects.filter(**{f"{each.field.name}__in": chunk}).exists()
            for chunk in chunks(created)
        )
    ]


def chunks(rows: dict[int, Standard]) -> list[list[int]]:
    keys = list(rows)
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]


def shown(names) -> str:
    names = list(dict.fromkeys(names))
    return "、".join(f"“{name}”" for name in names[:NAMED]) + (
        f"等 {len(names)} 条" if len(names) > NAMED else ""
    )


def remove(created: dict[int, Standard], *, actor) -> None:
    """Delete the rows with what links them; the history keeps that they were there, and that they went."""
    keep_histories(list(created), "-", actor=actor, at=timezone.now(), reason="undo")
    for chunk in chunks(created):
        for through, _, column in LINKS:
            through.objects.filter(**{f"{column}__in": chunk}).delete()
        Standard.replaces.through.objects.filter(to_standard__in=chunk).delete()
        Standard.objects.filter(pk__in=chunk)._raw_delete(connection.alias)


def restore(contents: list[dict], ended: list[int], *, actor) -> None:
    """Bring changed rows back to what they were, and to force what the import ended."""
    rows, now = locked([*(content["pk"] for content in contents), *ended]), timezone.now()
    for pk in ended:
        rows[pk].replaced_on = None
    for content in contents:
        restore_fields(rows[content["pk"]], content["undo"])
    restore_links(contents)
    for row in rows.values():
        row.updated_at = now
        GRAMS.pre_save(row, add=False)
    names = {name for content in contents for name in content["undo"]} - {"departments", "links"}
    Standard.objects.bulk_update(rows.values(), sorted({*names, *FOLLOWING, "replaced_on"}), 100)
    keep_histories(list(rows), "~", actor=actor, at=now, reason="undo")
    back = {content["pk"]: backwards(content["changes"]) for content in contents}
    Event.objects.bulk_create(
        [event_of(row, actor, "undo", back.get(pk, {})) for pk, row in rows.items()], BATCH
    )


def restore_fields(row: Standard, undo: dict) -> None:
    for name, value in undo.items():
        if name not in ("departments", "links"):
            attribute = "node_id" if name == "node" else name
            setattr(row, attribute, date.fromisoformat(value) if name in DATES and value else value)
    follow(row, undo)


def restore_links(contents: list[dict]) -> None:
    departments, replaces = Standard.departments.through, Standard.replaces.through
    for content in contents:
        standard, undo = content["pk"], content["undo"]
        if "departments" in undo:
            departments.objects.filter(standard=standard).delete()
            departments.objects.bulk_create(
                [departments(standard_id=standard, department_id=key) for key in undo["departments"]]
            )
        if "links" in undo:
            replaces.objects.filter(from_standard=standard, to_standard__in=undo["links"]).delete()


def backwards(changes: dict) -> dict:
    return {label_of(name): (after, before) for name, (before, after) in changes.items()}
