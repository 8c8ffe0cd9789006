"""What the page of a 查新 run shows beside its lines. Reading only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ..models import Citation, Standard, StatusCheck, StatusFinding
from ..models.standard import Status
from .checking import Citing, own
from .citations import ALL_PARTS, alive, forms_of
from .editions import year_of

Verdict = StatusFinding.Verdict


@dataclass(frozen=True)
class Shown:
    """A finding, the own standards it touches, and what the office can do about it now."""

    finding: StatusFinding
    citing: list[Standard]
    can_apply: bool

    @property
    def words(self) -> str:
        """The verdict as the reader needs it: unread numbers and silent sources are told apart."""
        if not self.finding.number_key:
            return "编号读不出"
        if self.finding.verdict == Verdict.UNKNOWN and self.finding.standard:
            return "来源没有给出状态"
        if self.finding.standard is None and self.finding.verdict != Verdict.UNKNOWN:
            return f"{self.finding.get_verdict_display()}（只被引用，未采用）"
        return self.finding.get_verdict_display()


def with_citing(findings: list[StatusFinding], organization, on: date) -> list[Shown]:
    """The findings of a page with the own standards that cite what they are about, in one statement."""
    about = [each.number_family for each in findings] + [
        each.standard.number_family for each in findings if each.standard
    ]
    families = {form for family in about for form in forms_of(family)}
    rows = Citation.objects.filter(
        Q(number_family__in=families) | Q(number_key__endswith=ALL_PARTS),
        alive(on, "standard__"),
        standard__organization=organization,
        standard__origin=Standard.Origin.OWN,
    )
    citing = Citing(rows.select_related("standard"))
    return [Shown(each, touched(each, citing), can_apply(each, on)) for each in findings]


def touched(finding: StatusFinding, citing: Citing) -> list[Standard]:
    """Own standards that cite the edition, or one older than it, in the order of their numbers."""
    if not finding.number_key:
        return []
    about = finding.standard or finding
    found = citing.of(about.number_key, about.number_family)
    if finding.verdict == Verdict.NEWER:
        found = found | citing.of_older(finding.number_family, year_of_finding(finding))
    return sorted(own(found), key=lambda row: (row.number_sort, row.pk))


def year_of_finding(finding: StatusFinding) -> int:
    return year_of(finding.number_key, finding.number_family)


def can_apply(finding: StatusFinding, on: date) -> bool:
    """An adopted standard still in the registry as if nothing had happened, that changed or has a newer edition."""
    row = finding.standard
    if row is None or finding.applied_on or finding.verdict not in StatusFinding.CHANGES:
        return False
    return row.status(on) in (Status.IN_FORCE, Status.UPCOMING) and not (row.replaced_on or row.withdrawn_on)


def not_listed(check: StatusCheck) -> list[Standard]:
    """「名单中没有 n 项」: adopted standards in force on the day of which no line speaks."""
    rows = Standard.objects.of(check.organization).in_force(on=check.checked_on)
    rows = rows.filter(origin=Standard.Origin.ADOPTED).exclude(status_findings__check_run=check)
    return list(rows.in_order())
