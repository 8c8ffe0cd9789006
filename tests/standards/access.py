"""Access to the registry: the office of the organisation writes, whoever has a role in or above it reads."""

from django.core.files.base import ContentFile

from standards.models import Node
from tests import factories
from tests.access import Row
from tests.standards.citations_access import ROWS as CITATIONS
from tests.standards.citations_access import furnish as furnish_citations
from tests.standards.importing_access import ROWS as IMPORTING
from tests.standards.lifecycle_access import ROWS as LIFECYCLE
from tests.standards.lifecycle_access import furnish as furnish_lifecycle
from tests.standards.papers_access import ROWS as PAPERS
from tests.standards.papers_access import furnish as furnish_papers
from tests.standards.reviewing_access import ROWS as REVIEWING
from tests.standards.reviewing_access import furnish as furnish_reviewing
from tests.standards.system_access import ROWS as SYSTEM
from tests.standards.upkeep_access import ROWS as UPKEEP
from tests.standards.upkeep_access import furnish as furnish_upkeep
from tests.standards.versions_access import ROWS as VERSIONS
from tests.standards.versions_access import furnish as furnish_versions

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
# A stranger enters standards in the registry of the own organisation.
ENTER = ("login", 200, 403, 200, 403, 403)


def furnish(world) -> dict:
    """A draft, a published standard with its files, an adopted one; one of the county below."""
    node = Node.objects.get(code="5.4.2")
    department = factories.make_department(world.city)
    draft = factories.make_draft(world.city, node, "网格巡查规范")
    draft.departments.add(department)
    published = factories.make_published(world.city, node, title="网格巡查管理规范")
    return (
        {
            "node": node,
            "draft": draft,
            "published": published,
            "text": factories.make_document(published, "text"),
            "spare": factories.make_document(published, "other", name="说明.pdf"),
            "adopted": factories.make_adopted(world.city, node),
            "below": factories.make_published(world.county, node),
            "above": factories.make_adopted(world.stranger_city, node),
        }
        | furnish_citations(world)
        | furnish_lifecycle(world)
        | furnish_versions(world)
        | furnish_reviewing(world)
        | furnish_papers(world)
        | furnish_upkeep(world)
    )


def draft(world):
    return (world.draft.pk,)


def published(world):
    return (world.published.pk,)


def text(world):
    return (world.published.pk, world.text.pk)


def spare(world):
    return (world.published.pk, world.spare.pk)


def upload(world) -> dict:
    return {"kind": "explanation", "file": ContentFile(factories.PDF, name="编制说明.pdf")}


ROWS = [
    Row("standards:standards", ("login", 200, 200, 200, 403, 200)),
    Row("standards:standard-new", ENTER, lambda world: ("published",)),
    Row("standards:standard-new", ENTER, lambda world: ("adopted",)),
    Row("standards:standard-new", ENTER, lambda world: ("guidance",)),
    Row("standards:standard-new", ("login", 404, 404, 404, 404, 404), lambda world: ("unknown",)),
    Row("standards:standard", READ, published),
    Row("standards:standard", READ, draft),
    # Sight goes down the tree, writing does not.
    Row("standards:standard", READ, lambda world: (world.below.pk,)),
    Row("standards:standard-edit", ("login", 404, 403, 403, 404, 403), lambda world: (world.below.pk,)),
    Row("standards:standard", ("login", 200, 404, 404, 404, 404), lambda world: (world.above.pk,)),
    Row("standards:standard-edit", WRITE, draft),
    Row("standards:standard-edit", WRITE, lambda world: (world.adopted.pk,)),
    Row("standards:standard-edit", DONE, published),
    Row("standards:standard-correct", WRITE, published),
    Row("standards:standard-correct", WRITE, published, method="post"),
    # One's own is withdrawn by its review.
    Row("standards:standard-withdraw", DONE, published),
    Row("standards:standard-withdraw", WRITE, lambda world: (world.adopted.pk,)),
    Row(
        "standards:standard-withdraw",
        DONE,
        lambda world: (world.adopted.pk,),
        method="post",
        data=lambda world: {"on": "2026-01-31", "reason": "复审结论"},
    ),
    Row("standards:document-add", WRITE, published),
    Row("standards:document-add", DONE, published, method="post", data=upload),
    Row("standards:document", READ, text),
    # A document is reached through its own standard only.
    Row("standards:document", ("login",) + 5 * (404,), lambda world: (world.draft.pk, world.text.pk)),
    Row("standards:document-remove", WRITE, spare),
    Row("standards:document-remove", DONE, spare, method="post", data=lambda world: {"reason": "传错"}),
    *CITATIONS,
    *IMPORTING,
    *LIFECYCLE,
    *PAPERS,
    *REVIEWING,
    *SYSTEM,
    *UPKEEP,
    *VERSIONS,
]
