"""Access to papers, templates and the archive package: who reads the standard has them, its office changes them."""

from datetime import date

from django.core.files.base import ContentFile

from standards.documents.catalogue import BY_KIND
from standards.documents.word import builtin_template
from standards.models import Node, PeriodicReview, ReviewRound, SystemVersion
from standards.services.templates import upload_template
from tests import factories
from tests.access import Row

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
NONE = ("login", 404, 404, 404, 404, 404)
DONE = ("login", 404, 403, 302, 404, 403)
# The templates of one's own organisation lie on the same address for everybody with a role.
OWN = ("login", 200, 200, 200, 403, 200)
OF_CITY = ("login", 404, 200, 200, 403, 200)
CHANGE = ("login", 404, 403, 200, 403, 403)
DAY = date(2026, 1, 10)


def furnish(world) -> dict:
    """A draft whose round has ended, a published standard in review, an issued version of the system."""
    node = Node.objects.get(code="5.4.2")
    papered = factories.make_published(world.city, node, 7, "网格员培训规范")
    drafted = factories.make_draft(world.city, node, "网格员管理规范")
    ended = {"method": "meeting", "outcome": "passed", "closed_on": DAY}
    issued = {"snapshot": "{}", "sha256": "0" * 64, "decree_number": "1 号", "signer": "李主任"}
    return {
        "papered": papered,
        "papered_draft": drafted,
        "ended_round": ReviewRound.objects.create(standard=drafted, number=1, submitted_on=DAY, **ended),
        "papered_review": PeriodicReview.objects.create(standard=papered, started_on=DAY),
        "papered_version": SystemVersion.objects.create(
            organization=world.city,
            name="文件版",
            state="issued",
            drafted_on=DAY,
            issued_on=DAY,
            effective_on=DAY,
            **issued,
        ),
    }


def of(name: str, *rest):
    return lambda world: (getattr(world, name).pk, *rest)


def of_city(world) -> dict:
    return {"organization": world.city.pk}


def with_own_template(world) -> tuple:
    """The city has its own template of the notice."""
    file = ContentFile(builtin_template("notice"), name="通知.docx")
    upload_template(actor=world.office, organization=world.city, paper=BY_KIND["notice"], file=file)
    return ("notice",)


def template_file(world) -> dict:
    return {"file": ContentFile(builtin_template("notice"), name="通知.docx")}


ROWS = [
    Row("standards:paper", READ, of("papered", "notice", "pdf")),
    Row("standards:paper", READ, of("papered", "notice", "docx")),
    Row("standards:paper", NONE, of("papered", "notice", "xlsx")),
    Row("standards:paper", NONE, of("papered", "unknown", "pdf")),
    # There is no notice of what is not published.
    Row("standards:paper", ("login", 404, 403, 403, 404, 403), of("papered_draft", "notice", "pdf")),
    Row("standards:paper", READ, of("papered_draft", "opinions", "xlsx"), query="?round=1"),
    Row("standards:paper", NONE, of("papered_draft", "opinions", "xlsx"), query="?round=2"),
    # Rounds and reviews are reached through their own standard only.
    Row("standards:paper", NONE, of("papered", "opinions", "xlsx"), query="?round=1"),
    Row("standards:paper-keep", DONE, of("papered", "notice"), method="post"),
    Row("standards:archive", READ, of("papered")),
    Row("standards:version-paper", READ, of("papered_version", "decree", "docx")),
    Row("standards:version-paper", NONE, of("papered_version", "notice", "docx")),
    Row("standards:templates", OWN),
    Row("standards:templates", OF_CITY, data=of_city),
    Row("standards:template-builtin", OWN, lambda world: ("notice",)),
    Row("standards:template-builtin", ("login", 404, 404, 404, 403, 404), lambda world: ("card",)),
    Row("standards:template", ("login", 404, 200, 200, 403, 200), with_own_template),
    Row("standards:template", OF_CITY, with_own_template, data=of_city),
    Row("standards:template-new", CHANGE, lambda world: ("notice",), data=of_city),
    Row(
        "standards:template-new",
        ("login", 302, 403, 302, 403, 403),
        lambda world: ("notice",),
        method="post",
        data=template_file,
    ),
    Row("standards:template-retire", CHANGE, with_own_template, data=of_city),
    Row("standards:template-retire", ("login", 200, 403, 302, 403, 403), with_own_template, method="post"),
]
