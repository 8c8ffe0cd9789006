"""Access to the 审查: the office arranges it, a reviewer reaches the own form and no other, readers read the round.

The world's reader is asked for an opinion, so a row can tell a reviewer from the office. The reviewer's own answers
are tested in `test_reviewing_pages`.
"""

from standards.models import Node
from tests import factories
from tests.access import Row
from tests.standards import reviewing

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
# The reader's own form: not signed yet, so that nobody else reads it.
OWN = ("login", 404, 200, 404, 404, 404)
OWN_DONE = ("login", 404, 302, 404, 404, 404)
# Another reviewer's signed form: the office reads it, a fellow reviewer does not.
SIGNED = ("login", 404, 404, 200, 404, 404)
NOBODY = ("login",) + 5 * (404,)


def furnish(world) -> dict:
    """A draft in 会审: one form waits for the reader, one was signed by somebody else."""
    round = reviewing.make_reviewing(world.city, Node.objects.get(code="5.4.2"), "网格会商规范", drafters="")
    round.method, round.held_on, round.place = "meeting", reviewing.SENT, "会议室"
    round.save()
    reviewer = reviewing.make_reviewer(world.city)
    return {
        "round": round,
        "reviewer": reviewer,
        "own_form": reviewing.make_form(round, world.reader),
        "signed_form": reviewing.make_signed(round, reviewer, "5.2"),
        "unasked": reviewing.make_reviewer(world.city, "reviewer2", "钱审查"),
        "other_file": factories.make_document(round.standard, "other"),
    }


def of_round(world) -> tuple:
    return (world.round.standard_id, world.round.number)


def own(world) -> tuple:
    return (world.own_form.pk,)


def draft_of(world) -> int:
    return world.round.documents.get(kind="draft").pk


def arrangement(world) -> dict:
    return {"method": "meeting", "held_on": "2026-05-25", "place": "三楼会议室", "chair": "李主任"}


def minutes(world) -> dict:
    return {**arrangement(world), "minutes": "逐条讨论，同意修改后报批。"}


def handling(world) -> dict:
    opinion = world.signed_form.opinions.get()
    names = {f"o{opinion.pk}-handling": "accepted", f"o{opinion.pk}-response": ""}
    return names | {f"initial-{name}": "" for name in names}


def signature(world) -> dict:
    answers = {**reviewing.ANSWERS, "conclusion": "agree"}
    return reviewing.typed(("5.2", "写明频次"), password=factories.PASSWORD, **answers)


ROWS = [
    Row("standards:review-round", READ, of_round),
    Row("standards:review-round", NOBODY, lambda world: (world.round.standard_id, 9)),
    Row("standards:review-round-arrange", WRITE, of_round),
    Row("standards:review-round-arrange", DONE, of_round, method="post", data=arrangement),
    Row("standards:review-round-send", WRITE, of_round),
    Row(
        "standards:review-round-send",
        DONE,
        of_round,
        method="post",
        data=lambda world: {"reviewers": [world.unasked.pk], "due_on": "2026-06-10"},
    ),
    Row("standards:review-round-minutes", WRITE, of_round),
    Row("standards:review-round-minutes", DONE, of_round, method="post", data=minutes),
    Row("standards:review-round-handle", WRITE, of_round),
    Row("standards:review-round-handle", DONE, of_round, method="post", data=handling),
    Row("standards:opinion-form-recall", WRITE, lambda world: (*of_round(world), world.own_form.pk)),
    Row(
        "standards:opinion-form-recall",
        DONE,
        lambda world: (*of_round(world), world.own_form.pk),
        method="post",
        data=lambda world: {"reason": "出差"},
    ),
    Row("standards:my-opinions", ("login", 200, 200, 200, 200, 200)),
    Row("standards:opinion-form", OWN, own),
    Row("standards:opinion-form", OWN_DONE, own, method="post", data=lambda world: reviewing.typed()),
    Row("standards:opinion-form", SIGNED, lambda world: (world.signed_form.pk,)),
    Row("standards:opinion-form", NOBODY, lambda world: (world.signed_form.pk,), method="post"),
    Row("standards:opinion-form-rows", OWN, own, method="post", data=lambda world: reviewing.typed()),
    Row("standards:opinion-form-sign", OWN_DONE, own, method="post", data=signature),
    Row("standards:opinion-form-document", OWN, lambda world: (world.own_form.pk, draft_of(world))),
    # Nothing else of the standard is handed out by a form.
    Row("standards:opinion-form-document", NOBODY, lambda world: (world.own_form.pk, world.other_file.pk)),
]
