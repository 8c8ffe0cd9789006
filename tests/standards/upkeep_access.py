"""Access to 复审, 修改 and 修订: the office acts, the office or the committee concludes, departments apply."""

from datetime import date

from standards.models import Node, NumberAlias
from tests import factories
from tests.access import Row
from tests.standards.upkeeping import make_amendment, make_review, make_revision_request

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
FOREIGN = ("login",) + 5 * (404,)


def furnish(world) -> dict:
    """One of each of what is kept up, on standards of its own."""
    department = factories.make_department(world.city, "复审修订科")
    node = Node.objects.get(code="5.4.2")
    rows = {
        name: factories.make_published(world.city, node, sequence=sequence, title=title, year=2023)
        for name, sequence, title in (("kept", 31, "复审的标准"), ("reviewed", 32, "正在复审的标准"))
    }
    rows["review"] = make_review(rows["reviewed"], started_on=date(2024, 1, 2))
    rows["amendment"] = make_amendment(rows["kept"], department, requested_on=date(2024, 1, 2))
    rows["revision"] = make_revision_request(rows["kept"], department, requested_on=date(2024, 1, 2))
    rows["alias"] = NumberAlias.objects.create(
        organization=world.city, standard=rows["kept"], number="Q/AL 1-2001", number_key="Q/AL 1-2001"
    )
    rows["applicant"] = department
    rows["elsewhere"] = Node.objects.get(code="5.4.1")
    return rows


def kept(world):
    return (world.kept.pk,)


def draft(world):
    return (world.draft.pk,)


def review(world):
    return (world.reviewed.pk, world.review.pk)


def amendment(world):
    return (world.kept.pk, world.amendment.pk)


def revision(world):
    return (world.kept.pk, world.revision.pk)


def alias(world):
    return (world.kept.pk, world.alias.pk)


def posting(name, args, data, statuses=DONE):
    return Row(f"standards:{name}", statuses, args, method="post", data=data)


ROWS = [
    Row("standards:review-start", WRITE, kept),
    # One is open already: on to its page.
    Row("standards:review-start", DONE, lambda world: (world.reviewed.pk,)),
    posting("review-start", kept, lambda world: {"started_on": "2024-01-05"}),
    Row("standards:review", READ, review),
    Row("standards:review", FOREIGN, lambda world: (world.kept.pk, world.review.pk)),
    Row("standards:review-opinion", WRITE, review),
    posting("review-opinion", review, lambda world: {"reviewers": "王", "opinion": "仍适用"}),
    Row("standards:review-conclude", WRITE, review),
    posting("review-conclude", review, lambda world: {"conclusion": "confirm", "concluded_on": "2024-01-05"}),
    # 废止 is not among the conclusions of the office.
    posting(
        "review-conclude",
        review,
        lambda world: {"conclusion": "withdraw", "concluded_on": "2024-01-05", "reason": "不用"},
        WRITE,
    ),
    Row("standards:amendment-new", WRITE, kept),
    posting(
        "amendment-new",
        kept,
        lambda world: {"department": world.applicant.pk, "reason": "小改", "content": "5.2 改为两次"},
    ),
    Row("standards:amendment", READ, amendment),
    Row("standards:amendment", FOREIGN, lambda world: (world.reviewed.pk, world.amendment.pk)),
    Row("standards:amendment-confirm", WRITE, amendment),
    posting(
        "amendment-confirm",
        amendment,
        lambda world: {"confirmed_on": "2024-01-05", "effective_on": "2024-02-01"},
    ),
    Row("standards:amendment-decline", WRITE, amendment),
    posting("amendment-decline", amendment, lambda world: {"reason": "不必"}),
    Row("standards:revision-new", WRITE, kept),
    Row("standards:revision", READ, revision),
    Row("standards:revision", FOREIGN, lambda world: (world.reviewed.pk, world.revision.pk)),
    posting(
        "revision-new",
        lambda world: (world.reviewed.pk,),
        lambda world: {"department": world.applicant.pk, "trigger": "unfit", "reason": "大改"},
    ),
    Row("standards:revision-accept", WRITE, revision),
    posting("revision-accept", revision, lambda world: {}),
    Row("standards:revision-decline", WRITE, revision),
    posting("revision-decline", revision, lambda world: {"answer": "不必"}),
    Row("standards:replaces", WRITE, draft),
    posting("replaces", draft, lambda world: {"replaces": world.kept.number}),
    Row("standards:replaces", DONE, kept),
    Row("standards:standard-move", WRITE, kept),
    posting("standard-move", kept, lambda world: {"node": world.elsewhere.pk, "reason": "体系调整"}),
    Row("standards:alias-new", WRITE, kept),
    posting("alias-new", kept, lambda world: {"number": "Q/AL 2-2001"}),
    Row("standards:alias-remove", WRITE, alias),
    Row(
        "standards:alias-remove",
        ("login", 404, 403, 404, 404, 403),
        lambda world: (world.reviewed.pk, world.alias.pk),
    ),
    posting("alias-remove", alias, lambda world: {"reason": "登错"}),
    Row("standards:aliases", ("login", 200, 200, 200, 403, 200)),
    # A stranger registers the former numbers of the own organisation.
    Row("standards:alias-table", ("login", 200, 403, 200, 403, 403)),
]
