"""What standards cite and who cites them. Reading only (GB/T 1.1: 规范性引用文件, 注日期 and 不注日期).

A citation names a number; what it means is looked up in the registry of the citing standard's organisation, so that
entering the cited standard later needs no second step.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Replace

from ..models import Citation, Standard, StatusFinding
from ..models.standard import Status
from ..numbering import DocumentNumber, ExternalNumber
from .editions import ENDED, Editions, wholes_of, year_of

ALL_PARTS = " ALL"
BATCH = 500


@dataclass(frozen=True)
class Known:
    """A citation and what the registry knows of it on a date.

    `cited` is the edition meant, None where the registry has none; `current` the edition in force in its place where
    `cited` has ended or is older.
    """

    citation: Citation
    cited: Standard | None
    status: str
    current: Standard | None = None

    @property
    def title(self) -> str:
        """As it was cited, else as the registry has it."""
        return self.citation.title or (self.cited.title if self.cited else "")

    @property
    def is_outdated(self) -> bool:
        """A dated reference to an edition no longer in force, or one whose newer edition is."""
        return self.citation.is_dated and (self.status in ENDED or self.current is not None)

    @property
    def is_dead(self) -> bool:
        """An undated reference of which no edition is in force."""
        return not self.citation.is_dated and self.status in ENDED

    @property
    def is_faulty(self) -> bool:
        """引用过期作废标准, dated or not."""
        return self.is_outdated or self.is_dead

    @property
    def sentence(self) -> str:
        """What is wrong with it; "" when nothing is."""
        if self.is_dead:
            return "登记簿中已没有现行版本"
        if not self.is_outdated:
            return ""
        if self.current:
            return f"引用了已被代替的版本，现行为 {self.current.number}"
        if self.status == Status.WITHDRAWN:
            return f"引用了已废止的标准，废止日期 {self.cited.withdrawn_on}"
        return f"引用了已被代替的版本，{instead_of(self.cited)}"


def instead_of(cited: Standard) -> str:
    """What took its place, in words: numbers of the registry, else what 查新 said."""
    if names := replacing(cited):
        return f"代替它的是 {names}"
    return f"{cited.replaced_on} 起被代替，登记簿中没有代替它的标准"


def replacing(cited: Standard) -> str:
    """The numbers that took the place of `cited` (read with `with_successors`); "" when nobody said."""
    rows = [row.number for row in cited.replaced_by.all() if row.is_published]
    told = [finding.replaced_by for finding in cited.status_findings.all()]
    return "、".join(rows) or next(filter(None, told), "")


def with_successors(standards):
    """The standards with what replaced them, in two more statements."""
    told = StatusFinding.objects.exclude(applied_on=None).exclude(replaced_by="").order_by("-pk")
    return standards.prefetch_related("replaced_by", Prefetch("status_findings", told))


def alive(on: date, prefix: str = "") -> Q:
    """Neither abandoned nor ended by the date: planned, drafted, to come, in force."""
    ended = Q(**{f"{prefix}replaced_on__lte": on}) | Q(**{f"{prefix}withdrawn_on__lte": on})
    return ~Q(**{f"{prefix}stage": Standard.Stage.ABANDONED}) & ~ended


def know(citations: Iterable[Citation], on: date) -> list[Known]:
    """What the registries know of these citations, in a fixed number of statements.

    `citations` come with their `standard`.
    """
    citations = list(citations)
    registries = registries_for(citations)
    return [known(each, registries[each.standard.organization_id], on) for each in citations]


def registries_for(citations: list[Citation]) -> dict[int, Editions]:
    """Organisation → the editions there that the citations may mean."""
    families = {form for each in citations for form in forms_of(each.number_family)}
    condition = Q(number_family__in=families)
    for each in citations:
        if is_of_all_parts(each):
            condition |= Q(number_family__startswith=f"{each.number_family}.")
    organizations = {each.standard.organization_id for each in citations}
    rows = Standard.objects.filter(condition, organization__in=organizations).exclude(number_key="")
    found = defaultdict(list)
    for row in with_successors(rows):
        found[row.organization_id].append(row)
    return {key: Editions(found[key]) for key in organizations}


def forms_of(family: str) -> list[str]:
    """The family in every form of obligation: GB 12238, GB/T 12238, GB/Z 12238."""
    code, _, rest = family.partition(" ")
    base = code.removesuffix("/T").removesuffix("/Z")
    return [family, *(f"{base}{suffix} {rest}" for suffix in ("", "/T", "/Z") if rest)]


def is_of_all_parts(citation: Citation) -> bool:
    return citation.number_key.endswith(ALL_PARTS)


def known(citation: Citation, registry: Editions, on: date) -> Known:
    """One citation against the editions of its registry. Pure."""
    if not citation.is_dated:
        cited = registry.meant(citation.number_family, on, with_parts=is_of_all_parts(citation))
        return Known(citation, cited, cited.status(on) if cited else "")
    cited = registry.by_key.get(citation.number_key)
    if cited and cited.status(on) not in ENDED:
        return Known(citation, cited, cited.status(on))
    year = year_of(citation.number_key, citation.number_family)
    current = successor(cited, on) or registry.newer(citation.number_family, year, on)
    return Known(citation, cited, cited.status(on) if cited else "", current)


def successor(cited: Standard | None, on: date) -> Standard | None:
    """The standard in force that replaced `cited`, whatever its number."""
    rows = cited.replaced_by.all() if cited else []
    return next((row for row in rows if row.status(on) == Status.IN_FORCE), None)


def citations_of(standard: Standard, on: date) -> list[Known]:
    """Its 规范性引用文件, in the order of their numbers."""
    return know(standard.citations.select_related("standard"), on)


def citing(standard: Standard):
    """Citations of this standard by others of its organisation that were not abandoned: dated ones, undated ones."""
    if not standard.number_key:
        return Citation.objects.none()
    undated = Q(is_dated=False) & (
        Q(number_family=standard.number_family)
        | Q(number_family__in=wholes_of(standard.number_family), number_key__endswith=ALL_PARTS)
    )
    rows = Citation.objects.filter(
        Q(number_key=standard.number_key) | undated, standard__organization=standard.organization_id
    )
    rows = rows.exclude(standard=standard.pk).exclude(standard__stage=Standard.Stage.ABANDONED)
    return rows.select_related("standard").order_by("standard__number_sort", "standard_id")


def outdated(citations, on: date) -> list[Known]:
    """Of a queryset of citations the dated ones of editions no longer in force, whose standard is alive."""
    return [each for each in faulty(citations.filter(is_dated=True), on) if each.is_outdated]


def faulty(citations, on: date) -> list[Known]:
    """The same with undated ones of which no edition is in force.

    The database leaves out what certainly is in order; years and parts are compared here. Statements grow with what
    is at fault only, by one batch of 500.
    """
    here = Standard.objects.filter(organization=OuterRef("standard__organization"))
    # The family too: it is what both databases have an index of.
    same = here.filter(number_family=OuterRef("number_family"), number_key=OuterRef("number_key")).in_force(
        on=on
    )
    related = here.filter(number_family__in=forms_in_database(OuterRef("number_family")))
    # Of 所有部分 any part will do: those few are looked at one by one.
    in_doubt = Q(is_dated=True) & ~Exists(same) | Q(is_dated=False) & ~Exists(related.in_force(on=on))
    wanted = in_doubt & Exists(related) | Q(number_key__endswith=ALL_PARTS)
    rows = citations.filter(alive(on, "standard__"), wanted)
    rows = rows.select_related("standard__organization", "standard__node")
    rows = list(
        rows.order_by("standard__organization__path", "standard__number_sort", "standard_id", "number_key")
    )
    batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
    return [each for batch in batches for each in know(batch, on) if each.is_faulty]


def forms_in_database(family) -> list:
    """`forms_of` as expressions; a number with more spaces has no other form, and finds none."""
    bare = Replace(Replace(family, Value("/T "), Value(" ")), Value("/Z "), Value(" "))
    return [family, bare, *(Replace(bare, Value(" "), Value(f"/{suffix} ")) for suffix in ("T", "Z"))]


def is_dated(number) -> bool:
    """注日期引用: with a year, or a document, which has one edition."""
    return isinstance(number, DocumentNumber) or number.year is not None


def words_for(number) -> str:
    """How a reference of this number is meant, in words."""
    if isinstance(number, ExternalNumber) and number.all_parts:
        return "不注日期引用（所有部分）"
    return "注日期引用" if is_dated(number) else "不注日期引用"
