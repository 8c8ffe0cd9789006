"""What the page of an application shows: conditions, documents and what is missing, what the user may do."""

from django.utils import timezone

from gridgov.records.media import INLINE
from gridgov.records.models import Event, Verb
from standards.history import entry_of_event

from ..models import Application, Evaluation
from ..permissions import can_decide_application, can_write_application
from ..services.applications import facts_of, missing_documents
from .conditions import conditions

State = Application.State


def application_context(user, application: Application) -> dict:
    """Dates count from the day it was submitted; before that, from today."""
    moment = application.submitted_at
    on = timezone.localdate(moment) if moment and not application.is_editable else timezone.localdate()
    evaluation = Evaluation.objects.visible_to(user).filter(application=application).first()
    writes, decides = can_write_application(user, application), can_decide_application(user, application)
    events = Event.objects.about(application).exclude(verb=Verb.DOWNLOAD)
    return {
        "application": application,
        "conditions": conditions(facts_of(application, on=on)),
        "on": on,
        "documents": application.documents.kept().select_related("attachment", "added_by"),
        "viewable": INLINE,
        "missing": [kind.label for kind in missing_documents(application)],
        "history": [entry_of_event(event) for event in events],
        "evaluation": evaluation,
        "may_write": writes and application.is_editable,
        "may_decide": decides and application.state == State.SUBMITTED,
        "may_open": decides and application.state == State.ACCEPTED and evaluation is None,
    }


def application_card(user, evaluation: Evaluation) -> dict:
    """The application an evaluation was opened for, on the page of its panel."""
    return {"application": evaluation.application} if evaluation.application_id else {}
