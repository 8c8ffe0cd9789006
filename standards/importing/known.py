"""The registry of one organisation as a list is held against it: read once, in a fixed number of statements."""

from collections import defaultdict
from datetime import date

from gridgov.organizations.models import Department, Organization

from ..exports.cells import clean
from ..exports.reading import FIELDS as EXPORT_FIELDS
from ..exports.reading import gathered
from ..exports.reading import values as exported_values
from ..models import NumberAlias, Standard
from .findings import Options
from .places import Places
from .rows import compared, text_of

FURTHER = (
    *("node_id", "stage", "number_key", "number_family", "class_code", "second_number", "title_english"),
    *("obligation", "issuer", "approver", "drafters", "ics", "ccs", "approved_on", "replaced_on"),
    *("withdrawn_on", "withdrawal_reason"),
)
COLUMNS = (*EXPORT_FIELDS, *FURTHER)
PLACES = {name: place for place, name in enumerate(COLUMNS)}
# What the export writes, in its order, by the names of the fields of a list.
WRITTEN = (
    *("class_code", "place", "number", "title", "rank", "origin", "status", "issued_on", "effective_on"),
    *("old", "adoption", "departments", "confirmed_on", "intended_rank", "remark"),
)


class Known:
    """A row of the registry, its departments and what it replaces."""

    __slots__ = ("departments", "replaced", "row")

    def __init__(self, row: tuple, departments: list[str], replaced: list[str]):
        self.row, self.departments, self.replaced = row, departments, replaced

    def __getattr__(self, name):
        return self.row[PLACES[name]]

    @property
    def is_own(self) -> bool:
        return self.origin == Standard.Origin.OWN

    @property
    def is_published(self) -> bool:
        return self.stage == Standard.Stage.PUBLISHED

    @property
    def status(self) -> str:
        return self.status_on

    @property
    def stands(self) -> bool:
        return self.replaced_on is None and self.withdrawn_on is None

    def written(self) -> dict[str, str]:
        """Every field as the export writes it, the rest as text."""
        cells = exported_values(self.row[: len(EXPORT_FIELDS)], "、".join(self.departments), self.replaced)
        texts = {name: clean(text_of(cell)).strip() for name, cell in zip(WRITTEN, cells, strict=True)}
        return {name: clean(text_of(getattr(self, name))) for name in FURTHER} | texts


class Registry:
    """All rows of an organisation by what names them, its tree, its departments."""

    def __init__(self, organization: Organization, *, on: date, options: Options = Options()):  # noqa: B008  frozen
        self.organization, self.on, self.options = organization, on, options
        self.places = Places(organization)
        self.departments = dict(Department.objects.of(organization).values_list("name", "pk"))
        standards = Standard.objects.of(organization)
        links = Standard.departments.through.objects.filter(standard__organization=organization)
        departments = gathered(
            links.order_by("department__order", "department_id").values_list(
                "standard_id", "department__name"
            )
        )
        replacing = Standard.replaces.through.objects.filter(
            from_standard__organization=organization, from_standard__stage=Standard.Stage.PUBLISHED
        )
        replaced = gathered(
            replacing.order_by("to_standard__number_sort", "to_standard_id").values_list(
                "from_standard_id", "to_standard__number"
            )
        )
        rows = standards.with_status(on=on).order_by("pk").values_list(*COLUMNS)
        self.rows = [Known(row, departments.get(row[0], []), replaced.get(row[0], [])) for row in rows]
        self.index(NumberAlias.objects.of(organization).values_list("number_key", "standard_id"))

    def index(self, aliases) -> None:
        self.by_pk, self.by_number, self.by_key, self.by_second = {}, {}, {}, {}
        self.by_title, self.by_family = defaultdict(list), defaultdict(list)
        for row in self.rows:
            self.by_pk[row.pk] = row
            self.by_title[compared(clean(row.title))].append(row)
            if row.number_key:
                self.by_number[row.number] = self.by_key[row.number_key] = row
                self.by_family[loose(row.number_family)].append(row)
            if row.second_number:
                self.by_second[row.second_number] = row
        self.aliases = {key: self.by_pk[pk] for key, pk in aliases}


def loose(family: str) -> str:
    """A family without /T or /Z: GB 12238 and GB/T 12238 are one standard."""
    base, _, number = family.partition(" ")
    return f"{base.removesuffix('/T').removesuffix('/Z')} {number}"
