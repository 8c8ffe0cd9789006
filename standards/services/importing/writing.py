"""The rows of a checked list written to the registry, many at a time; what was there before is kept for undoing."""

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone

from gridgov.changes import as_text
from gridgov.organizations.models import Department
from gridgov.organizations.services import create_department
from gridgov.records.models import Event
from gridgov.records.querysets import target_key
from gridgov.records.services import record_event

from ...errors import StandardsError
from ...history import IMPORTED
from ...importing.fields import FIELDS
from ...models import ImportBatch, Standard
from ..keeping import title_initials
from ..numbers import find_text, number_columns, reserve_sequence
from ..replacement import SEPARATORS, key_of
from .histories import BATCH, CHUNK, keep_histories, linked

GRAMS = Standard._meta.get_field("search_grams")
DATES = {field.name for field in Standard._meta.fields if field.get_internal_type() == "DateField"}
# What follows from others, and from the hour.
FOLLOWING = ("updated_at", "title_initials", "number_search", "search_grams")
LABELS = {"node": "体系分类", "replaced_numbers": "被代替标准号", "status": "状态"}


class Writing:
    """One confirmed batch being written, in the transaction of its caller."""

    def __init__(self, batch: ImportBatch, *, actor):
        self.batch, self.actor, self.organization = batch, actor, batch.organization
        self.at, self.reason = timezone.now(), f"{IMPORTED}{batch.name}"[:100]
        self.highest = defaultdict(int)
        self.departments = self.all_departments()

    def all_departments(self) -> dict[str, int]:
        """Departments by name, those the list names and the user wants made among them."""
        there = dict(Department.objects.of(self.organization).values_list("name", "pk"))
        named = [name for row in self.batch.rows for name in row.get("set", {}).get("departments", ())]
        for name in dict.fromkeys(named):
            if name not in there:
                made = create_department(actor=self.actor, organization=self.organization, name=name)
                there[name] = made.pk
        return there

    def write(self) -> None:
        """Everything the list says; the batch then knows how to undo it, but for the history's last key."""
        rows = self.batch.rows
        created = [row for row in rows if row["verdict"] == "new"]
        changed = [row for row in rows if row["verdict"] == "changed"]
        for start in range(0, len(created), BATCH):
            self.create(created[start : start + BATCH])
        self.change(changed)
        self.link([*created, *changed])
        ended = self.end({int(pk): day for row in rows for pk, day in row.get("ends", {}).items()})
        keep = {"actor": self.actor, "at": self.at}
        keep_histories([row["pk"] for row in created], "+", reason=self.reason, **keep)
        keep_histories([row["pk"] for row in changed], "~", reason="import", **keep)
        keep_histories(ended, "~", reason="replace", **keep)
        self.tell()
        self.reserve()

    def create(self, contents: list[dict]) -> None:
        """New rows, so many at a time that memory does not grow with the list."""
        rows = [self.build(content["set"]) for content in contents]
        Standard.objects.bulk_create(rows, BATCH)
        for row, content in zip(rows, contents, strict=True):
            content["pk"] = row.pk
            if row.is_own and row.sequence:
                self.highest[row.class_code] = max(self.highest[row.class_code], row.sequence)

    def build(self, values: dict) -> Standard:
        columns = number_columns(values.get("number", ""), values.get("second_number", ""))
        fields = {
            name: date_of(value) if name in DATES else value
            for name, value in values.items()
            if name not in ("departments", "number", "node")
        }
        return Standard(
            organization=self.organization,
            imported_by=self.batch,
            node_id=values["node"],
            title_initials=title_initials(values["title"]),
            **columns,
            **fields,
        )

    def change(self, contents: list[dict]) -> None:
        """Set what the list changes, and tell of each row; `undo` of a row is what was there."""
        rows = locked([content["pk"] for content in contents])
        for content in contents:
            content["undo"] = set_values(rows[content["pk"]], content["set"], at=self.at)
        save_changed([rows[content["pk"]] for content in contents], [content["set"] for content in contents])
        self.clear_departments(contents)
        Event.objects.bulk_create([self.event(rows[content["pk"]], content) for content in contents], BATCH)

    def event(self, row: Standard, content: dict) -> Event:
        """What changed; of one's own published standards a 更正 with the reason given for all."""
        changes = {label_of(name): pair for name, pair in content["changes"].items()}
        if content.get("own"):
            return event_of(row, self.actor, "correct", changes, self.batch.reason)
        return event_of(row, self.actor, "import", changes)

    def clear_departments(self, contents: list[dict]) -> None:
        """Where the list names other departments, those there are noted and taken off; `link` sets the new ones."""
        through = Standard.departments.through
        others = {content["pk"]: content for content in contents if "departments" in content["set"]}
        for content in others.values():
            content["undo"]["departments"] = []
        there = linked(through, "standard_id", list(others))
        for link in there:
            others[link.standard_id]["undo"]["departments"].append(link.department_id)
        for start in range(0, len(there), CHUNK):
            through.objects.filter(pk__in=[link.pk for link in there[start : start + CHUNK]]).delete()

    def link(self, contents: list[dict]) -> None:
        """Departments and replaced standards."""
        department, replaced = Standard.departments.through, Standard.replaces.through
        department.objects.bulk_create(
            [
                department(standard_id=content["pk"], department_id=self.departments[name])
                for content in contents
                for name in content["set"].get("departments", ())
            ],
            BATCH,
        )
        pairs = sorted(self.replacements(contents))
        replaced.objects.bulk_create(
            [replaced(from_standard_id=source, to_standard_id=target) for source, target in pairs], BATCH
        )

    def replacements(self, contents: list[dict]) -> set[tuple[int, int]]:
        """(new, old) of what the rows replace by name and are not linked to yet; noted for undoing."""
        named = [(content, name) for content in contents for name in old_names(content["set"])]
        targets = self.targets({name for _, name in named})
        there = {
            (link.from_standard_id, link.to_standard_id)
            for link in linked(
                Standard.replaces.through, "from_standard_id", [each["pk"] for each, _ in named]
            )
        }
        found = set()
        for content, name in named:
            pair = (content["pk"], targets.get(name))
            if pair[1] is not None and pair[0] != pair[1] and pair not in there | found:
                found.add(pair)
                content.setdefault("undo", {}).setdefault("links", []).append(pair[1])
        return found

    def targets(self, names: set[str]) -> dict[str, int]:
        """The standards of others in the registry that the names mean, by number or by title."""
        if not names:
            return {}
        others = Standard.objects.of(self.organization).exclude(origin=Standard.Origin.OWN)
        rows = others.values_list("number_key", "title", "pk")
        by_key = {key: pk for key, _, pk in rows if key}
        by_title = {title: pk for key, title, pk in rows if not key}
        return {name: by_key.get(key_of(name)) or by_title.get(name) for name in names}

    def end(self, days: dict[int, str]) -> list[int]:
        """What the list's standards replace in the registry is 被代替 from the day given, unless it is already.

        Returns the keys of the rows ended.
        """
        rows = [row for row in locked(list(days)).values() if row.replaced_on is None]
        for row in rows:
            row.replaced_on, row.updated_at = date.fromisoformat(days[row.pk]), self.at
        Standard.objects.bulk_update(rows, ["replaced_on", "updated_at"], BATCH)
        self.batch.mapping["ended"] = [row.pk for row in rows]
        Event.objects.bulk_create(
            [event_of(row, self.actor, "replace", {"被代替日期": ["", str(row.replaced_on)]}) for row in rows]
        )
        return self.batch.mapping["ended"]

    def tell(self) -> None:
        """One event for the whole list."""
        counts = self.batch.counts
        changes = {"新增": ["", f"{counts.get('new', 0)} 行"], "变更": ["", f"{counts.get('changed', 0)} 行"]}
        record_event(
            actor=self.actor, verb="import", target=self.batch, changes=changes, reason=self.batch.reason
        )

    def reserve(self) -> None:
        """Sequences given on paper are never given again."""
        for code, sequence in sorted(self.highest.items()):
            reserve_sequence(self.organization, code, sequence)


def date_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def hold(keys: list[int]) -> None:
    """Lock the rows until the transaction ends, in the order of their keys, without reading them."""
    for start in range(0, len(keys), CHUNK):
        rows = Standard.objects.select_for_update().filter(pk__in=keys[start : start + CHUNK])
        list(rows.order_by("pk").values_list("pk"))


def locked(keys: list[int]) -> dict[int, Standard]:
    """The rows as they are now, held until the transaction ends, in the order of their keys."""
    keys, rows = sorted(keys), {}
    for start in range(0, len(keys), CHUNK):
        chunk = Standard.objects.select_for_update().filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        rows |= {row.pk: row for row in chunk}
    return rows


def set_values(row: Standard, values: dict, *, at: datetime) -> dict:
    """Set the changed fields and what follows from them; returns what they were."""
    before = {}
    for name, value in values.items():
        if name == "departments":
            continue
        attribute = "node_id" if name == "node" else name
        old = getattr(row, attribute)
        before[name] = old.isoformat() if isinstance(old, date) else old
        setattr(row, attribute, date_of(value) if name in DATES else value)
    row.updated_at = at
    follow(row, values)
    GRAMS.pre_save(row, add=False)
    return before


def follow(row: Standard, changed: dict) -> None:
    """What search reads follows from title and numbers."""
    if "title" in changed:
        row.title_initials = title_initials(row.title)
    if "second_number" in changed:
        row.number_search = find_text(row)


def save_changed(rows: list[Standard], changed: list[dict]) -> None:
    """Save each row's own fields and no other, rows of the same fields together."""
    groups = defaultdict(list)
    for row, values in zip(rows, changed, strict=True):
        groups[tuple(sorted(values.keys() - {"departments"}))].append(row)
    for names, group in groups.items():
        Standard.objects.bulk_update(group, [*names, *FOLLOWING], 100)


def old_names(values: dict) -> list[str]:
    """What a standard of others replaces, as its list names it; links of one's own come with publishing."""
    if values.get("origin") == Standard.Origin.OWN:
        return []
    return [name.strip() for name in SEPARATORS.split(values.get("replaced_numbers", "")) if name.strip()]


def label_of(name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    return FIELDS[name].label if name in FIELDS else str(Standard._meta.get_field(name).verbose_name)


def event_of(row: Standard, actor, verb: str, changes: dict, reason: str = "") -> Event:
    return Event(
        actor=actor,
        actor_name=str(actor) if actor else "系统",
        organization=row.organization,
        verb=verb,
        target_label=str(row)[:200],
        changes={name: [as_text(old), as_text(new)] for name, (old, new) in changes.items()},
        reason=reason,
        **target_key(row),
    )


def nothing_to_write(batch: ImportBatch) -> StandardsError | None:
    """Why the batch cannot be confirmed as it stands; None when it can."""
    counts = batch.counts
    if errors := counts.get("error"):
        return StandardsError(f"还有 {errors} 行有错误，全部改正后才能导入。请改好表格后重新上传。")
    if not counts.get("new") and not counts.get("changed"):
        return StandardsError("各行与登记簿相同，没有要写入的内容。")
    return None
