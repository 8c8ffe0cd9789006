"""A page of the system as PDF, through the printer of the site."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from gridgov.printing.pdf import PrintingError, print_pdf
from gridgov.printing.rendering import PrintJob
from gridgov.records.media import PDF
from gridgov.records.services import record_event


def answer_pdf(request, html: str, style: str, *, name: str, organization, back: str) -> HttpResponse:
    """The PDF, opened in the browser and recorded; back with a sentence where it cannot be printed."""
    try:
        pdf = print_pdf(print_job(html, style))
    except PrintingError as error:
        messages.error(request, error.message)
        return redirect(back)
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(False, name)
    changes = {"文件": ["", name]}
    record_event(
        actor=request.user, verb="export", target=organization, organization=organization, changes=changes
    )
    return response


def print_job(html: str, style: str) -> PrintJob:
    return PrintJob(
        html=html,
        style=style,
        fonts=settings.DATA_DIR / "fonts",
        identifier=hashlib.sha256(html.encode()).hexdigest(),
        made_at=timezone.now(),
    )
