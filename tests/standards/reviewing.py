"""Makers for the tests of the 审查: a draft that was sent in, the people asked, their forms."""

from datetime import date

from django.utils import timezone

from gridgov.organizations.models import Role
from standards.models import Opinion, OpinionForm, ReviewRound
from standards.services.opinions import handle_opinions
from tests import factories

SENT, DUE = date(2026, 5, 20), date(2026, 6, 10)
ANSWERS = dict.fromkeys(["purpose", "lawful", "coordinated", "formatted"], "yes")


def make_reviewing(organization, node, title="网格巡查管理规范", **fields) -> ReviewRound:
    """An own standard in 审查 with draft and 编制说明; returns its open round."""
    row = factories.make_draft(
        organization, node, title, stage="reviewing", **{"drafters": "王起草", **fields}
    )
    return open_round(row)


def open_round(row, number=1, **fields) -> ReviewRound:
    """A 传阅 due on 10 June, with the files sent in."""
    fields = {"submitted_on": SENT, "method": "circulation", "due_on": DUE, **fields}
    round = ReviewRound.objects.create(standard=row, number=number, **fields)
    for kind, name in (("draft", "草案.pdf"), ("explanation", "编制说明.pdf")):
        document = factories.make_document(row, kind, name=name, content=factories.PDF + bytes([number]))
        document.round = round
        document.save(update_fields=["round"])
    return round


def close_round(round: ReviewRound, outcome="returned", on=DUE) -> ReviewRound:
    round.outcome, round.closed_on = outcome, on
    round.save(update_fields=["outcome", "closed_on"])
    return round


def make_reviewer(organization, username="reviewer1", name="赵审查", roles=(Role.REVIEWER,), **fields):
    return factories.make_user(username, organization=organization, roles=roles, name=name, **fields)


def make_form(round: ReviewRound, reviewer, **fields) -> OpinionForm:
    """A form sent on the day of 送审."""
    return OpinionForm.objects.create(round=round, reviewer=reviewer, **{"sent_on": SENT, **fields})


def make_signed(round: ReviewRound, reviewer, *clauses, conclusion="after_changes", **fields) -> OpinionForm:
    """A signed form with one opinion on each clause."""
    form = make_form(round, reviewer, **ANSWERS, conclusion=conclusion, **fields)
    for clause in clauses:
        Opinion.objects.create(form=form, clause=clause, text=f"对 {clause} 的意见")
    form.signed_at = timezone.now()
    form.save(update_fields=["signed_at"])
    return form


def typed(*rows, password="", **fields) -> dict:
    """What the page of the form sends: answers, and rows of clause, text and proposal."""
    data = {"rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0", "password": password, **fields}
    for place, row in enumerate(rows):
        for name, value in zip(("clause", "text", "proposal"), (*row, "", ""), strict=False):
            data[f"rows-{place}-{name}"] = value
    return data


def handle(*, actor, opinion: Opinion, handling: str, response: str = "") -> Opinion:
    """One opinion handled."""
    handle_opinions(actor=actor, round=opinion.form.round, handlings={opinion.pk: (handling, response)})
    opinion.refresh_from_db()
    return opinion
