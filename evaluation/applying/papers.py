"""What the system has of the documents of an application, as files (evaluation §3.3, 申请).

The report of the self-evaluation; of the version of the system that runs, or was issued last: 发布令 as signed, else as
written, 编制说明, the frozen 明细表 and 统计表; the 结构图 of the registry as it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from standards.documents.catalogue import BY_KIND, PDF
from standards.documents.charts import print_chart
from standards.documents.papers import make_paper
from standards.exports import export_version
from standards.models import SystemVersion
from standards.statistics import coverage
from standards.versions.snapshots import read_snapshot

from ..models import Application, ApplicationDocument
from ..reports.report import report_pdf

Kind = ApplicationDocument.Kind


@dataclass(frozen=True)
class Source:
    """One document the system can give: its file name and what makes its bytes; making may take a second."""

    kind: str
    name: str
    make: Callable[[], bytes]


def sources_of(application: Application) -> list[Source]:
    """What can be taken over; without an issued version of the system that is the report and the 结构图."""
    result, organization = application.result, application.organization
    sources = [Source(Kind.SELF_REPORT, f"{result.number} 自我评价报告.pdf", lambda: report_pdf(result))]
    if version := version_of(organization):
        sources += sources_of_version(version)
    today = timezone.localdate()
    name = f"{organization.name}标准体系结构图{today:%Y-%m-%d}.pdf"
    chart = Source(Kind.CHART, name, lambda: print_chart(organization, coverage(organization, on=today)))
    return [*sources, chart]


def version_of(organization) -> SystemVersion | None:
    """The version that runs; else the one issued last, with its snapshot."""
    rows = SystemVersion.objects.of(organization).select_related("organization", "drafted_by", "decree")
    return rows.running(on=timezone.localdate()).first() or rows.issued().order_by("-issued_on").first()


def sources_of_version(version: SystemVersion) -> list[Source]:
    name = f"{version.organization.name}标准明细表和统计表（{version.name}）.xlsx"
    return [
        decree_of(version),
        Source(
            Kind.NOTES, f"体系表编制说明 {version.name}.pdf", lambda: paper_of(version, "system-explanation")
        ),
        Source(Kind.LIST, name, lambda: workbook_of(version)),
        Source(Kind.STATISTICS, name, lambda: workbook_of(version)),
    ]


def decree_of(version: SystemVersion) -> Source:
    """The signed 发布令 that was uploaded with the version; else the paper written from it."""
    if version.decree_id:
        return Source(Kind.DECREE, version.decree.name, lambda: read_bytes(version.decree))
    return Source(Kind.DECREE, f"体系发布令 {version.name}.pdf", lambda: paper_of(version, "decree"))


def read_bytes(attachment) -> bytes:
    with attachment.open() as file:
        return file.read()


def paper_of(version: SystemVersion, kind: str) -> bytes:
    return make_paper(BY_KIND[kind], version, PDF, organization=version.organization).content


def workbook_of(version: SystemVersion) -> bytes:
    """The 明细表 the 发布令 froze; its last sheet is the 统计表."""
    with export_version(read_snapshot(version.snapshot)).file as file:
        return file.read()
