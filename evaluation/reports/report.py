"""The report of a locked result as PDF. What was evaluated is read from the canonical document alone."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from gridgov.printing.pdf import print_pdf
from gridgov.printing.rendering import Enclosure, PrintJob

from ..exchange import sha256
from ..models import Result
from ..results.document import read_document
from .after_lock import after_lock
from .context import report_context
from .panel import panel_context
from .unbroken import unbroken

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "reports"
STYLES, PANEL_STYLES = ("paper.css", "report.css"), ("paper.css", "report.css", "panel/panel.css")
VOID_STYLE = "panel/void.css"
ATTACHMENT = "gridgov-result.json"


def report_pdf(result: Result) -> bytes:
    """The PDF of a locked result; the same content always gives the same bytes. Raises PrintingError.

    That of a panel also shows what came after the lock: signatures, 末次会议, deadlines, and whether it is void.
    """
    return print_pdf(print_job(result))


def print_job(result: Result) -> PrintJob:
    document = read_document(result.document)
    return panel_job(result, document) if "panel" in document else self_job(result, document)


def self_job(result: Result, document: dict) -> PrintJob:
    html = unbroken(render_to_string("reports/evaluation.html", report_context(document, result.sha256)))
    return job(result, document, html, STYLES, identifier=result.sha256)


def panel_job(result: Result, document: dict) -> PrintJob:
    """Two papers of one result differ when something came after the lock in between: so do their identifiers."""
    after = after_lock(result, document)
    html = unbroken(render_to_string("reports/panel.html", panel_context(result, document, after)))
    styles = (*PANEL_STYLES, VOID_STYLE) if after.is_void else PANEL_STYLES
    return job(result, document, html, styles, identifier=sha256(html.encode()))


def job(result: Result, document: dict, html: str, styles: tuple[str, ...], *, identifier: str) -> PrintJob:
    return PrintJob(
        html=html,
        style="".join((TEMPLATES / name).read_text("utf-8") for name in styles),
        fonts=settings.DATA_DIR / "fonts",
        identifier=identifier,
        attachment=Enclosure(ATTACHMENT, "评价结果的规范数据（JSON）", result.document.encode()),
        made_at=datetime.fromisoformat(document["locked"]["at"]),
    )
