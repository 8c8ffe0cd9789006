"""What a kind of record declares once: columns, form, filter, rights. Lists, pages, Excel in and out follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from ..steps import Step
from ..words import field_words

WIDE = 28  # characters of a column that wants room on the page
Show = Callable[[models.Model, date], object]


def nothing_fixed(row) -> str:
    return ""


def as_entered(row, actor) -> None:
    """Nothing to add when a record is entered."""


@dataclass(frozen=True)
class Column:
    """A heading and how a row fills it. `field` is the form field it is read back into; `width` counts characters.

    `tone` colours the word (good, warn, bad, plain, info); a column not `listed` stands in the workbook alone.
    """

    heading: str
    width: int
    show: Show
    field: str = ""
    listed: bool = True
    link: bool = False
    tone: Show | None = None


@dataclass(frozen=True)
class Cell:
    """One cell of a list: its value and how it looks."""

    column: Column
    value: object
    tone: str = ""

    @property
    def is_wide(self) -> bool:
        return self.column.width >= WIDE

    @property
    def is_figure(self) -> bool:
        return isinstance(self.value, int)

    @property
    def is_date(self) -> bool:
        return isinstance(self.value, date)


@dataclass(frozen=True)
class Table:
    """A model shown as rows and read from a sheet. `identity` are the fields by which a row is known again.

    `freed` are keys that a row taken away lets go, so that another may hold them.
    """

    slug: str
    model: type[models.Model]
    noun: str
    columns: tuple[Column, ...]
    form: type
    identity: tuple[str, ...]
    select: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    annotate: Callable = field(default=lambda rows: rows)
    fixed: Callable[[models.Model], str] = nothing_fixed
    prepare: Callable = as_entered
    form_of: Callable | None = None
    freed: tuple[str, ...] = ()

    @property
    def listed(self) -> list[Column]:
        return [column for column in self.columns if column.listed]

    @property
    def imported(self) -> list[Column]:
        """The columns of the template: those that are read back."""
        return [column for column in self.columns if column.field]

    @property
    def trailed(self) -> list[str]:
        """The fields whose changes the trail tells: whatever a form may write."""
        fields = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [each.name for each in fields if each.editable and not each.primary_key]

    def form_for(self, row) -> type:
        """The form that changes a row; some rows have another one in another state."""
        return self.form_of(row) if self.form_of else self.form

    def rows(self, queryset):
        """The rows in order with all that their cells and their names need; counting drops the model's order."""
        rows = self.annotate(queryset.select_related(*self.select).prefetch_related(*self.prefetch))
        return rows.order_by(*self.model._meta.ordering)

    def cells(self, row, on: date) -> list[Cell]:
        """The cells of a listed row on a day."""
        return [
            Cell(column, column.show(row, on), column.tone(row, on) if column.tone else "")
            for column in self.listed
        ]


@dataclass(frozen=True)
class Part(Table):
    """Rows inside a record: items of a plan, people at a session. `parent` is their key to it.

    `label` heads them on the record's page; `closed` says why none may be written now, "" when they may.
    """

    parent: str = ""
    related: str = ""
    label: str = ""
    verb: str = "create"
    empty: str = ""
    closed: Callable[[models.Model], str] = nothing_fixed

    def of(self, parent):
        """The rows of a record that were not taken away."""
        return self.rows(getattr(parent, self.related).kept())


@dataclass(frozen=True)
class Kind(Table):
    """A kind of record with a list and a page of its own.

    `owner` is its column in `ActivityDocument`, `papers` the kinds of files it has. `by_departments`: departments
    enter their own; `files_by_department`: they bring files of what is theirs. `summary` gives the figures above
    the list for one organisation, `advice` is what an empty list says.
    """

    label: str = ""
    clause: str = ""
    advice: str = ""
    filters: type | None = None
    owner: str = ""
    papers: tuple[str, ...] = ("other",)
    by_departments: bool = False
    files_by_department: bool = False
    steps: Mapping[str, Step] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    summary: Callable | None = None
    details: Callable | None = None
    begin: Callable = field(default=lambda organization, query: {})

    def part(self, slug: str) -> Part | None:
        return next((part for part in self.parts if part.slug == slug), None)

    @property
    def template(self) -> str:
        """Its own part of the page, above what all pages have."""
        return f"activities/{self.slug}/_detail.html"

    @property
    def summary_template(self) -> str:
        return f"activities/{self.slug}/_summary.html"


def column(model, name: str, width: int, **more) -> Column:
    """A column of a model's field: its Chinese name, its words, and read back into the same field of the form."""
    heading = str(model._meta.get_field(name).verbose_name)
    more.setdefault("field", name)
    return Column(heading, width, lambda row, on: field_words(row, name), **more)


def derived(heading: str, width: int, show: Show, **more) -> Column:
    """A column that follows from others: shown and exported, never read back."""
    return Column(heading, width, show, **more)
