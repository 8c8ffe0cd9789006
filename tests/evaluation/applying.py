"""Makers of what an application rests on, and of applications in each state."""

from datetime import date

from django.utils import timezone

from evaluation.models import Application, ApplicationDocument, Judgement
from evaluation.services.applications import (
    REQUIRED,
    accept_application,
    draft_application,
    return_application,
    submit_application,
)
from evaluation.services.evaluations import edit_facts
from evaluation.services.locking import lock_evaluation
from tests import factories
from tests.evaluation.making import AWARDS, FACTS, make_evaluation

FIELDS = {
    "operated_from": date(2025, 5, 1),
    "pilot_ends_on": None,
    "incidents": "none",
    "incident_note": "",
    "work_report": "",
    "contact": "王主任",
    "phone": "0900-1234567",
}


def make_locked_self(organization, leader, *, year=2026, as_of=date(2026, 1, 15)):
    """A locked self-evaluation, judged row by row in one statement."""
    evaluation = make_evaluation(organization, leader, year=year, as_of=as_of)
    edit_facts(actor=leader, evaluation=evaluation, **FACTS)
    row = {"sheet": evaluation.official, "version": 1, "author": leader, "updated_at": timezone.now()}
    codes = evaluation.edition.scorecard.requirements_by_code
    Judgement.objects.bulk_create(
        Judgement(target=code, value=AWARDS.get(code, {"met": True}), **row) for code in codes
    )
    return lock_evaluation(actor=leader, evaluation=evaluation)


def make_application(organization, office, result=None, **fields) -> Application:
    """A draft with every document it must have."""
    fields = FIELDS | {"result": result or make_locked_self(organization, office)} | fields
    application = draft_application(actor=office, organization=organization, **fields)
    attachment = factories.make_attachment(organization, user=office)
    for kind in REQUIRED:
        ApplicationDocument.objects.create(
            application=application, kind=kind, attachment=attachment, added_by=office
        )
    return application


def make_submitted(organization, office, **fields) -> Application:
    return submit_application(actor=office, application=make_application(organization, office, **fields))


def make_returned(organization, office, upper, reason="缺标准文本") -> Application:
    application = make_submitted(organization, office)
    return return_application(actor=upper, application=application, reason=reason)


def make_accepted(organization, office, upper, **fields) -> Application:
    return accept_application(actor=upper, application=make_submitted(organization, office, **fields))
