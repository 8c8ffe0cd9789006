"""Access to the records: the office writes, whoever has a role in or above the organisation reads."""

from django.core import signing
from django.core.files.base import ContentFile

from standards.activities.kinds import KINDS
from standards.activities.views.exchange import SALT
from tests import factories
from tests.access import Row
from tests.activities import making

# anonymous, stranger, reader, office, panel member, administrator
LIST = ("login", 200, 200, 200, 403, 200)
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
# A stranger enters records of the own organisation.
ENTER = ("login", 200, 403, 200, 403, 403)
HEADINGS = ["资料类别", "资料名称", "获取渠道", "获取日期"]
CSV = "资料类别,资料名称,获取渠道,获取日期\n其他资料,简报,上网,2026-02-01\n"


def furnish(world) -> dict:
    """One record of every kind, with a part and a file."""
    things = {f"activity_{slug}": make(world.city) for slug, make in making.MAKERS.items()}
    plan, session = things["activity_plans"], things["activity_training"]
    paper = making.make_paper("session", session)
    return things | {
        "activity_item": making.make_item(plan),
        "activity_paper": paper,
        "activity_below": making.make_session(world.county),
        "activity_above": making.make_session(world.stranger_city),
        "activity_finding_given": making.make_finding(world.city, state="verified"),
    }


def of(slug: str, *more):
    """Arguments of an address below a record of this kind."""
    return lambda world: (slug, getattr(world, f"activity_{slug}").pk, *more)


def item(world) -> tuple:
    return ("plans", world.activity_plans.pk, "items", world.activity_item.pk)


def paper(world) -> tuple:
    return ("training", world.activity_training.pk, world.activity_paper.pk)


def upload(world) -> dict:
    return {"kind": "photo", "file": ContentFile(factories.PDF, name="照片.pdf")}


def sheet(world) -> dict:
    return {"file": ContentFile(CSV.encode(), name="资料.csv")}


def packed(*lines):
    """What the precheck hands to the confirmation."""
    return lambda world: {"packed": signing.dumps([HEADINGS, lines], salt=SALT, compress=True)}


def packed_items(world) -> dict:
    lines = [[3, ["年度培训", "2026-12-01"]]]
    return {"packed": signing.dumps([["计划内容", "完成期限"], lines], salt=SALT, compress=True)}


ROWS = [
    *(Row(f"activities:{slug}", LIST) for slug in KINDS),
    Row("activities:chart", ("login", 200, 200, 200, 403, 200)),
    Row(
        "activities:chart",
        ("login", 404, 200, 200, 403, 200),
        data=lambda world: {"organization": world.city.pk},
    ),
    *(Row("activities:record", READ, of(slug)) for slug in KINDS),
    Row("activities:record-new", ENTER, lambda world: ("training",)),
    Row("activities:record-new", ("login", 404, 404, 404, 404, 404), lambda world: ("unknown",)),
    Row("activities:record-edit", WRITE, of("training")),
    Row("activities:record-edit", WRITE, of("duties")),
    # Sight goes down the tree, writing does not.
    Row("activities:record", READ, lambda world: ("training", world.activity_below.pk)),
    Row(
        "activities:record-edit",
        ("login", 404, 403, 403, 404, 403),
        lambda world: ("training", world.activity_below.pk),
    ),
    Row(
        "activities:record",
        ("login", 200, 404, 404, 404, 404),
        lambda world: ("training", world.activity_above.pk),
    ),
    Row("activities:record-remove", WRITE, of("training")),
    Row(
        "activities:record-remove", DONE, of("training"), method="post", data=lambda world: {"reason": "重复"}
    ),
    Row("activities:roster", WRITE, of("training")),
    Row("activities:roster", ("login",) + 5 * (404,), of("plans")),
    Row("activities:step", WRITE, of("findings", "assign")),
    Row("activities:step", ("login", 404, 403, 403, 404, 403), of("plans", "approve")),
    Row("activities:step", ("login",) + 5 * (404,), of("plans", "unknown")),
    Row(
        "activities:step",
        DONE,
        lambda world: ("findings", world.activity_finding_given.pk, "close"),
        method="post",
    ),
    Row("activities:document-add", WRITE, of("training")),
    Row("activities:document-add", DONE, of("training"), method="post", data=upload),
    Row("activities:document", READ, paper),
    # A file is reached through its own record only.
    Row(
        "activities:document",
        ("login",) + 5 * (404,),
        lambda world: ("plans", world.activity_plans.pk, world.activity_paper.pk),
    ),
    Row("activities:document-remove", WRITE, paper),
    Row("activities:document-remove", DONE, paper, method="post", data=lambda world: {"reason": "传错"}),
    Row("activities:part-new", WRITE, of("plans", "items")),
    Row("activities:part-new", ("login", 404, 404, 404, 404, 404), of("plans", "unknown")),
    Row("activities:part-edit", WRITE, item),
    Row("activities:part-remove", WRITE, item),
    Row("activities:part-remove", DONE, item, method="post", data=lambda world: {"reason": "重复"}),
    Row("activities:part-export", READ, of("plans", "items")),
    Row("activities:part-template", WRITE, of("plans", "items")),
    Row("activities:part-import", WRITE, of("plans", "items")),
    Row("activities:part-import-confirm", DONE, of("plans", "items"), method="post", data=packed_items),
    Row("activities:export", LIST, lambda world: ("materials",)),
    Row("activities:template", ENTER, lambda world: ("materials",)),
    Row("activities:import", ENTER, lambda world: ("materials",)),
    Row("activities:import", ENTER, lambda world: ("materials",), method="post", data=sheet),
    Row(
        "activities:import-confirm",
        ("login", 302, 403, 302, 403, 403),
        lambda world: ("materials",),
        method="post",
        data=packed([3, ["其他资料", "简报", "上网", "2026-02-01"]]),
    ),
]
