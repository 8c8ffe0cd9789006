"""Each row of a list that comes in, held against the form of its kind and the records there are. Reading only."""

from collections import defaultdict
from dataclasses import dataclass, field

from django import forms

from .forms.fields import StandardsField
from .kinds import Part, Table
from .permissions import can_write
from .sheets import NO_VALUE, Read, date_text, yes_or_no
from .words import SEPARATOR, field_words, value_words

NEW, CHANGED, SAME, ERROR = "new", "changed", "same", "error"
LABELS = {NEW: "新增", CHANGED: "有改动", SAME: "没有变化", ERROR: "有错误"}
FEW = 8


@dataclass(frozen=True)
class Place:
    """Where a list goes: a kind in an organisation, or a part in its record; and who brings it."""

    table: Table
    organization: object
    actor: object
    parent: object = None

    def blank(self):
        """An unsaved row in its place."""
        if isinstance(self.table, Part):
            return self.table.model(**{self.table.parent: self.parent})
        return self.table.model(organization=self.organization)

    def form(self, row, data=None):
        return self.table.form(data, organization=self.organization, user=self.actor, instance=row)

    def rows(self):
        """The rows there are."""
        if isinstance(self.table, Part):
            return self.table.of(self.parent)
        return self.table.rows(self.table.model.objects.of(self.organization).kept())

    @property
    def headings(self) -> dict[str, str]:
        """`{field: heading}` of the columns that are read."""
        return {column.field: column.heading for column in self.table.imported}


@dataclass
class Checked:
    """One row after the precheck: what would become of it, or why it cannot be."""

    number: int
    cells: tuple[str, ...]
    state: str = NEW
    sentences: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    values: dict = field(default_factory=dict)
    existing: object = None

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def texts(self) -> list[str]:
        """The cells as they were on the sheet."""
        return [text.removeprefix(NO_VALUE) for text in self.cells]

    def refuse(self, *sentences: str) -> None:
        self.state = ERROR
        self.sentences += sentences


def precheck(place: Place, read: Read) -> list[Checked]:
    """What would become of each row; one with the identity of a row that is there is that row."""
    reader = CellReader(place)
    existing = {identity(place.table, words_of_row(place.table, row)): row for row in place.rows()}
    seen, checked = {}, []
    for number, cells in read.lines:
        row = Checked(number, cells)
        check(row, place, reader.data(row, read.headings), existing)
        refuse_twice(row, place.table, seen)
        checked.append(row)
    return checked


def check(row: Checked, place: Place, data: dict, existing: dict) -> None:
    """Hold one row against the empty form, and if it is there already against its own."""
    if row.sentences:
        row.state = ERROR
        return
    form = place.form(place.blank(), {**defaults(place.table), **data})
    known = None if form.errors else existing.get(identity(place.table, words_of_form(form)))
    if known is not None:
        row.existing = known
        form = place.form(known, {**as_sent(place.form(known), known), **data})
    if form.errors:
        row.refuse(*sentences_of(form, place))
        return
    row.values = form.cleaned_data
    if known is not None:
        compare(row, place, form)


def compare(row: Checked, place: Place, form) -> None:
    """The same or changed; what may not be changed now is an error."""
    after = words_of_form(form)
    for name, words in after.items():
        before = str(field_words(row.existing, name))
        if in_any_order(before) != in_any_order(words):
            row.changes.append((place.headings.get(name, form.fields[name].label), before, words))
    row.state = CHANGED if row.changes else SAME
    if row.changes and (sentence := place.table.fixed(row.existing)):
        row.refuse(sentence)
    elif row.changes and place.parent is None and not can_write(place.actor, place.table, row.existing):
        row.refuse("这是别的部门的记录，不能由本部门改动。")


def in_any_order(words: str) -> list[str]:
    return sorted(words.split(SEPARATOR))


def refuse_twice(row: Checked, table: Table, seen: dict) -> None:
    """Two rows of one list must not be the same one."""
    if row.state == ERROR:
        return
    key = tuple(str(value_words(row.values[name])) for name in table.identity)
    if key in seen:
        row.refuse(f"与第 {seen[key]} 行重复，请只留一行。")
    else:
        seen[key] = row.number


def identity(table: Table, words: dict[str, str]) -> tuple:
    return tuple(words[name].strip() for name in table.identity)


def words_of_row(table: Table, row) -> dict[str, str]:
    return {name: str(field_words(row, name)) for name in table.identity}


def words_of_form(form) -> dict[str, str]:
    """The cleaned values in the words of `field_words`."""
    row, words = type(form.instance)(), {}
    for name, value in form.cleaned_data.items():
        if isinstance(form.fields[name], forms.ModelMultipleChoiceField) or isinstance(value, list):
            words[name] = SEPARATOR.join(str(value_words(each)) for each in value)
        else:
            setattr(row, name, value)
            words[name] = str(field_words(row, name))
    return words


def defaults(table: Table) -> dict:
    """What an empty cell of a new row means: what the empty form would say."""
    fields = table.form.base_fields.items()
    return {name: each.initial for name, each in fields if each.initial not in (None, "")}


def as_sent(form, known) -> dict:
    """A row as its own form would send it: columns that are not on the sheet stay as they are."""
    data = {}
    for name, form_field in form.fields.items():
        value = known._meta.get_field(name).value_from_object(known)
        if isinstance(form_field, forms.BooleanField):
            value = "on" if value else ""
        elif isinstance(form_field, StandardsField):
            value = form_field.prepare_value(value)
        elif isinstance(value, list):
            value = [each.pk for each in value]
        if value not in (None, ""):
            data[name] = value
    return data


def sentences_of(form, place: Place) -> list[str]:
    """The errors of a form, each under the heading of its column."""
    found = []
    for name, errors in form.errors.items():
        label = place.headings.get(name) or (form.fields[name].label if name in form.fields else "")
        found += [f"{label}：{each}" if label else each for each in errors]
    return found


class CellReader:
    """Turns the texts of a row into what a browser would send; the words of choices are read once for all rows."""

    def __init__(self, place: Place):
        self.fields = place.form(place.blank()).fields
        self.names = {heading: name for name, heading in place.headings.items()}
        self.known = {}

    def data(self, row: Checked, headings) -> dict:
        """The cells that say something; a word that is no choice is told in the row."""
        data = {}
        for heading, text in zip(headings, row.cells, strict=True):
            name = self.names[heading]
            if text.startswith(NO_VALUE):
                row.sentences.append(f"{heading}：单元格里是公式或错误值，请改成文字或数字。")
            elif text and name in self.fields:
                data[name] = self.value(row, heading, name, text)
        return data

    def value(self, row: Checked, heading: str, name: str, text: str):
        form_field = self.fields[name]
        if isinstance(form_field, forms.BooleanField):
            value = yes_or_no(text)
            if value is None:
                row.sentences.append(f"{heading}：应为“是”或“否”，现在是“{text[:20]}”。")
            return value
        if isinstance(form_field, forms.DateField):
            return date_text(text)
        if isinstance(form_field, forms.ModelMultipleChoiceField):
            return [self.key(row, heading, name, each) for each in parts_of(text)]
        if isinstance(form_field, forms.ChoiceField):
            return self.key(row, heading, name, text)
        return text

    def key(self, row: Checked, heading: str, name: str, text: str) -> str:
        """The value behind the words of a choice."""
        keys = self.keys(name)
        found = keys.get(text, [])
        if len(found) == 1:
            return found[0]
        if found:
            row.sentences.append(
                f"{heading}：“{text[:30]}”有 {len(found)} 个，分不清是哪一个，请在页面上登记。"
            )
        elif keys:
            words = [words for words, values in keys.items() if values != [""]]
            few = "、".join(words[:FEW]) + ("等" if len(words) > FEW else "")
            row.sentences.append(f"{heading}：没有“{text[:30]}”，可填：{few}。")
        else:
            row.sentences.append(f"{heading}：没有“{text[:30]}”，请先登记。")
        return ""

    def keys(self, name: str) -> dict[str, list[str]]:
        if name not in self.known:
            self.known[name] = defaultdict(list)
            form_field = self.fields[name]
            if hasattr(form_field, "queryset"):
                choices = [(row.pk, str(row)) for row in form_field.queryset]
            else:
                choices = form_field.choices
            for value, words in choices:
                self.known[name][str(words).strip()].append(str(value))
        return self.known[name]


def parts_of(text: str) -> list[str]:
    """Several names of one cell."""
    for each in ";、\n":
        text = text.replace(each, SEPARATOR)
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]
