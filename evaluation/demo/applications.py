"""The applications of the demo to the level above: one accepted, one waiting (T/CSSG 001.5 6.1–6.3)."""

from django.core.files.base import ContentFile

from evaluation.models import Application, ApplicationDocument
from evaluation.services.application_documents import add_document
from evaluation.services.applications import (
    REQUIRED,
    accept_application,
    draft_application,
    submit_application,
    usable_results,
)

from .clock import at
from .data import day
from .files import word_file
from .organizations import World


def load_applications(data: dict, world: World) -> dict[str, Application]:
    """Organisation → its application."""
    return {entry["organization"]: load_application(entry, world) for entry in data["applications"]}


def load_application(entry: dict, world: World) -> Application:
    with at(day(entry["submitted"], world.today)):
        application = apply(entry, world)
    if "accepted" in entry:
        with at(day(entry["accepted"]["on"], world.today)):
            actor, opinion = world.users[entry["accepted"]["by"]], entry["accepted"]["opinion"]
            application = accept_application(actor=actor, application=application, opinion=opinion)
    return application


def apply(entry: dict, world: World) -> Application:
    """Drafted on its newest self-evaluation, its documents laid beside it, submitted."""
    organization, actor = world.organizations[entry["organization"]], world.users[entry["by"]]
    application = draft_application(
        actor=actor,
        organization=organization,
        result=usable_results(organization).first(),
        operated_from=day(entry["operated_from"], world.today),
        incidents="none",
        work_report=entry["work_report"],
        contact=actor.name,
        phone=entry["phone"],
    )
    for kind in REQUIRED:
        file = ContentFile(document(kind, organization), name=f"{kind.label}.docx")
        add_document(actor=actor, application=application, kind=kind, file=file)
    return submit_application(actor=actor, application=application)


def document(kind: ApplicationDocument.Kind, organization) -> bytes:
    return word_file(f"演示文件：{kind.label}", str(organization), "仅供演示，没有正文。")
