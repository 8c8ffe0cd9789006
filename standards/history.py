"""What a standard's page shows of its past and its dates. Reading only."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from gridgov.changes import as_text
from gridgov.records.models import Event, Verb

from .models import Standard
from .services.keeping import TRAILED

# How a history row begins that says which list brought the row.
IMPORTED = "import:"
# Who looked at it is told in the site's trail, and is no history of the standard.
ACCESSES = (Verb.DOWNLOAD, Verb.EXPORT, Verb.RENDER_DOCUMENT)


@dataclass(frozen=True)
class Entry:
    """One line of the history; `changes` are (field, before, after)."""

    at: datetime
    who: str
    verb: str
    changes: list = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """One date of a standard; `done` when it has come."""

    label: str
    day: date
    done: bool


@dataclass(frozen=True)
class Edition:
    """One edition or relative of a standard: its status, when it ended, what it is to the one shown."""

    standard: Standard
    status: str
    ended_on: date | None
    relation: str


def history_of(standard: Standard) -> list[Entry]:
    """Decisions by their events, and what was written without one by the difference of its history rows."""
    events = Event.objects.about(standard).exclude(verb__in=ACCESSES)
    entries = [entry_of_event(event) for event in events] + unexplained_entries(standard)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def entry_of_event(event: Event) -> Entry:
    changes = [(name, *values) for name, values in event.changes.items()]
    return Entry(event.at, event.actor_name, event.get_verb_display(), changes, event.reason)


def unexplained_entries(standard: Standard) -> list[Entry]:
    """History rows no service marked: loaded or changed in a shell. No fact is told twice."""
    entries = []
    untold = Q(history_change_reason=None) | Q(history_change_reason__startswith=IMPORTED)
    for record in standard.history.filter(untold).select_related("history_user"):
        who = str(record.history_user or "系统")
        if record.history_change_reason:
            entries.append(imported_entry(record, who))
        elif record.history_type == "+":
            entries.append(Entry(record.history_date, who, "登记"))
        elif changes := changes_of_record(record):
            entries.append(Entry(record.history_date, who, "修改", changes))
    return entries


def imported_entry(record, who: str) -> Entry:
    """A row that came with a list: one event tells of all of them, each tells its own page the list's name."""
    name = record.history_change_reason.removeprefix(IMPORTED)
    return Entry(record.history_date, who, Verb.IMPORT.label, reason=name)


def changes_of_record(record) -> list[tuple[str, str, str]]:
    """(field, before, after) of a history row against the one before it."""
    before = record.prev_record
    if before is None:
        return []
    fields = [*TRAILED, "departments"]
    delta = record.diff_against(before, included_fields=fields, foreign_keys_are_objs=True)
    return [
        (label_of(change.field), words_of(change, "old"), words_of(change, "new")) for change in delta.changes
    ]


def label_of(name: str) -> str:
    return str(Standard._meta.get_field(name).verbose_name)


def words_of(change, side: str) -> str:
    """A value as a reader knows it: choices by their words, departments by their names."""
    value, model_field = getattr(change, side), Standard._meta.get_field(change.field)
    if isinstance(value, list):
        return "、".join(str(row["department"]) for row in value)
    return as_text(dict(model_field.flatchoices).get(value, value))


def timeline_of(standard: Standard, today: date) -> list[Step]:
    """The dates there are, in their order: 批准 → 发布 → 实施 → 复审 or the end. Nothing is invented."""
    end = standard.withdrawn_on or standard.replaced_on
    dates = [
        ("批准", standard.approved_on),
        ("发布", standard.issued_on),
        ("实施", standard.effective_on),
        ("复审确认", standard.confirmed_on),
        ("废止" if standard.withdrawn_on else "被代替", end),
        ("复审到期", standard.review_due_on),
    ]
    return [Step(label, day, day <= today) for label, day in dates if day]


def editions_of(standard: Standard, today: date) -> list[Edition]:
    """All editions and what replaced what, newest first; empty when the standard stands alone."""
    related = Q(pk=standard.pk) | Q(replaces=standard) | Q(replaced_by=standard) | Q(revision_of=standard)
    related |= Q(pk=standard.revision_of_id)
    if standard.number_family:
        related |= Q(number_family=standard.number_family)
    rows = Standard.objects.of(standard.organization).filter(related).distinct()
    rows = rows.exclude(Q(stage=Standard.Stage.ABANDONED) & ~Q(pk=standard.pk))
    rows = sorted(rows, key=lambda row: (row.effective_on or date.min, row.pk), reverse=True)
    older = {standard.revision_of_id, *standard.replaces.values_list("pk", flat=True)}
    newer = {
        *standard.replaced_by.values_list("pk", flat=True),
        *standard.revisions.values_list("pk", flat=True),
    }
    editions = [
        Edition(
            row, row.status(today), row.withdrawn_on or row.replaced_on, relation(standard, row, older, newer)
        )
        for row in rows
    ]
    return editions if len(editions) > 1 else []


def relation(standard: Standard, row: Standard, older: set, newer: set) -> str:
    """What `row` is to the one shown; what is not published only intends to replace."""
    if row.pk == standard.pk:
        return "本版"
    if row.pk in older:
        return "被本版代替" if standard.is_published else "拟被本版代替"
    if row.pk in newer:
        return "代替本版" if row.is_published else "拟代替本版"
    return "其他版本"
