"""Access to 结构图, 体系表 and the versions of the system: whoever has a role reads, office and committee write."""

from datetime import date

from django.core.files.base import ContentFile

from tests import factories
from tests.access import Row
from tests.standards.system_access import OF_CITY, OWN, of_city

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
GONE = ("login", 404, 404, 404, 404, 404)
# A stranger begins a version of the own organisation; one that is begun already keeps the office on the form.
BEGIN = ("login", 200, 403, 200, 403, 403)
PAGES = (
    *("chart", "chart-pdf", "system-table", "system-table-export", "system-table-pdf", "versions"),
    "version-compare",
)


def furnish(world) -> dict:
    """Of the city an issued version with its signed decree, and the next one, deliberated already."""
    from standards.models import SystemVersion
    from standards.services.freezing import system_document
    from standards.versions.snapshots import write_snapshot

    def issued(organization, **fields):
        on = date(2026, 1, 20)  # the newest, so that it is what is compared
        document = system_document(organization, on=on)
        facts = {"name": "2026 年版", "explanation": {}, "frozen_on": on.isoformat()}
        snapshot, digest = write_snapshot(document | {"version": facts})
        return SystemVersion.objects.create(
            organization=organization,
            name="2026 年版",
            state="issued",
            drafted_on=on,
            deliberated_on=on,
            deliberation="审议通过",
            decree_number="安网治发〔2026〕1号",
            signer="何建明",
            issued_on=on,
            effective_on=on,
            snapshot=snapshot,
            sha256=digest,
            **fields,
        )

    issued(world.stranger_city)
    return {
        "issued_version": issued(world.city, decree=factories.make_attachment(world.city, name="发布令.pdf")),
        "open_version": SystemVersion.objects.create(
            organization=world.city,
            name="2027 年版",
            state="deliberated",
            explanation={"basis": "依据第2部分第9章"},
            drafted_on=date(2026, 2, 1),
            deliberated_on=date(2026, 2, 10),
            deliberation="审议通过",
        ),
    }


def issued_version(world) -> tuple:
    return (world.issued_version.pk,)


def open_version(world) -> tuple:
    return (world.open_version.pk,)


def decree(world) -> dict:
    return {
        "decree_number": "安网治发〔2026〕2号",
        "signer": "何建明",
        "issued_on": "2026-02-20",
        "effective_on": "2026-03-01",
        "decree_file": ContentFile(factories.PDF, name="发布令.pdf"),
    }


ROWS = [
    *(Row(f"standards:{name}", OWN) for name in PAGES),
    *(Row(f"standards:{name}", OF_CITY, data=of_city) for name in PAGES),
    Row("standards:version-new", BEGIN),
    Row("standards:version-new", (*WRITE[:4], 403, 403), data=of_city),
    Row(
        "standards:version-new",
        ("login", 302, 403, 200, 403, 403),
        method="post",
        data=lambda world: {"name": "2028 年版", "drafted_on": "2026-01-01"},
    ),
    Row("standards:version", READ, issued_version),
    Row("standards:version", READ, open_version),
    Row("standards:version-decree", READ, issued_version),
    Row("standards:version-decree", GONE, open_version),
    Row("standards:version-export", READ, issued_version),
    Row("standards:version-export", GONE, open_version),
    Row("standards:version-snapshot", READ, issued_version),
    Row("standards:version-snapshot", GONE, open_version),
    Row("standards:version-explanation", WRITE, open_version),
    Row("standards:version-explanation", ("login", 404, 403, 403, 404, 403), issued_version),
    Row(
        "standards:version-explanation",
        DONE,
        open_version,
        method="post",
        data=lambda world: {"name": "2027 年版", "basis": "依据"},
    ),
    Row("standards:version-deliberate", WRITE, open_version),
    Row("standards:version-deliberate", ("login", 404, 403, 403, 404, 403), issued_version),
    Row(
        "standards:version-deliberate",
        DONE,
        open_version,
        method="post",
        data=lambda world: {"on": "2026-02-11", "text": "同意"},
    ),
    Row("standards:version-issue", WRITE, open_version),
    Row("standards:version-issue", ("login", 404, 403, 403, 404, 403), issued_version),
    Row("standards:version-issue", DONE, open_version, method="post", data=decree),
]
