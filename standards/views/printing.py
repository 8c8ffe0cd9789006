"""A page of the system as PDF, through the printer of the site."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from gridgov.printing.rendering import PrintJob, printer
from gridgov.records.services import record_event
from gridgov.system_packages import missing_packages, missing_sentence


def answer_pdf(request, html: str, style: str, *, name: str, organization, back: str) -> HttpResponse:
    """The PDF, opened in the browser and recorded; back with a sentence where the system's libraries are missing."""
    try:
        pdf = printer.print(print_job(html, style))
    except OSError:
        # WeasyPrint did not find its libraries; everything but the PDF works without them.
        if not (missing := missing_packages()):
            raise
        messages.error(request, f"{missing_sentence(missing)}。")
        return redirect(back)
    response = HttpResponse(pdf, content_type="application/pdf")
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
