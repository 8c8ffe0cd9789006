"""Access to 采用审核, citations, 适宜性评审 and 查新: the office writes, whoever has a role in or above it reads."""

from datetime import date

from standards.models import Node, Standard
from standards.services.citations import add_citations
from standards.services.registry import enter_standard
from standards.services.status_checks import make_check
from tests import factories
from tests.access import Row

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
# A stranger with a role finds the lists of the own organisation at the same address.
LIST = ("login", 200, 200, 200, 403, 200)
ENTER = ("login", 200, 403, 200, 403, 403)
MADE = ("login", 302, 403, 302, 403, 403)


def furnish(world) -> dict:
    """A standard that waits for its 采用审核; one that cites an ended one; a 查新 run."""
    node, city = Node.objects.get(code="5.4.2"), world.city
    values = {"node": node, "number": "GB/T 19001-2016", "title": "质量管理体系"}
    waiting = enter_standard(
        actor=world.office,
        organization=city,
        origin=Standard.Origin.ADOPTED,
        values=values,
        is_pending=True,
    )
    ended = factories.make_adopted(
        city, node, "GB/T 1.1-2009", "导则", replaced_on=date(2026, 1, 1), issued_on=None
    )
    changed = factories.make_adopted(city, node, "GB/T 2828-2012", "抽样")
    citing = factories.make_published(city, node, 171, "引用别人的规范")
    add_citations(actor=world.office, standard=citing, text="GB/T 1.1-2009 导则")
    text = "标准编号\t状态\nGB/T 2828-2012\t废止\nGB/T 19001-2016\t现行"
    check = make_check(
        actor=world.office, organization=city, source="标准馆", checked_on=date(2026, 2, 1), text=text
    )
    return {"waiting": waiting, "ended": ended, "changed": changed, "citing": citing, "check": check}


def waiting(world) -> tuple:
    return (world.waiting.pk,)


def citing(world) -> tuple:
    return (world.citing.pk,)


def citation(world) -> tuple:
    return world.citing.pk, world.citing.citations.get().pk


def ended(world) -> tuple:
    return world.citing.pk, world.ended.pk


def check(world) -> tuple:
    return (world.check.pk,)


def line(world) -> tuple:
    return world.check.pk, world.check.findings.get(standard=world.changed).pk


def check_with_file(world) -> tuple:
    """A run whose list was kept."""
    kept = factories.make_attachment(world.city)
    made = world.city.status_checks.create(source="标准馆", checked_on=date(2026, 2, 2), attachment=kept)
    return (made.pk,)


def adoption(world) -> dict:
    return {"node": world.waiting.node_id, "applicability": "适用", "adopted_on": "2026-01-31"}


def conclusion(world) -> dict:
    return {"conclusion": "fits", "opinion": "条款未变", "concluded_on": "2026-02-01"}


def pasted(world) -> dict:
    return {"source": "标准馆", "checked_on": "2026-02-01", "text": "GB/T 34300-2017 现行"}


def ending(world) -> dict:
    return {"how": "withdrawn", "on": "2026-02-01"}


ROWS = [
    Row("standards:adopt", WRITE, waiting),
    Row("standards:adopt", DONE, waiting, method="post", data=adoption),
    Row("standards:adoption-decline", WRITE, waiting),
    Row("standards:adoption-decline", DONE, waiting, method="post", data=lambda world: {"on": "2026-01-31"}),
    Row("standards:citations", WRITE, citing),
    Row("standards:citations", DONE, citing, method="post", data=lambda world: {"lines": "GB/T 34300-2017"}),
    Row("standards:citation-remove", WRITE, citation),
    Row("standards:citation-remove", DONE, citation, method="post"),
    # A citation is reached through its own standard only.
    Row(
        "standards:citation-remove",
        ("login", 404, 403, 404, 404, 403),
        lambda world: (world.waiting.pk, world.citing.citations.get().pk),
    ),
    Row("standards:citations-outdated", LIST),
    Row("standards:citations-export", LIST),
    Row("standards:suitability", LIST),
    Row("standards:suitability-conclude", WRITE, ended),
    Row("standards:suitability-conclude", DONE, ended, method="post", data=conclusion),
    Row("standards:checks", LIST),
    Row("standards:check-new", ENTER),
    Row("standards:check-new", MADE, method="post", data=pasted),
    Row(
        "standards:check-new",
        ("login", 403, 403, 200, 403, 403),
        data=lambda world: {"organization": world.city.pk},
    ),
    Row("standards:check", READ, check),
    Row("standards:check-file", READ, check_with_file),
    Row("standards:check-file", ("login",) + 5 * (404,), check),
    Row("standards:check-confirm", WRITE, check),
    Row("standards:check-confirm", DONE, check, method="post"),
    Row("standards:check-apply", WRITE, line),
    Row("standards:check-apply", DONE, line, method="post", data=ending),
]
