"""Papers as PDF/A-3 to hand over; the same context always gives the same bytes."""

import hashlib
import json
from datetime import datetime, time
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from gridgov.printing.pdf import PrintingError, print_pdf
from gridgov.printing.rendering import PrintJob

from ..errors import StandardsError
from .blocks import Layout
from .catalogue import Paper
from .layouts import LAYOUTS
from .page import filled

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = ("reports/paper.css", "standards/papers/papers.css")


def print_paper(paper: Paper, context: dict) -> bytes:
    """The paper as PDF. Raises StandardsError where the libraries for it are not installed or printing fails."""
    try:
        return print_pdf(print_job(paper, context))
    except PrintingError as error:
        raise StandardsError(error.message) from error


def print_job(paper: Paper, context: dict) -> PrintJob:
    return layout_job(LAYOUTS[paper.kind], context, kind=paper.kind, title=heading(paper, context))


def layout_job(layout: Layout, context: dict, *, kind: str, title: str) -> PrintJob:
    """The job that prints any layout with `context`, which names `organization` and `day` (an ISO date)."""
    sha256, at = digest(kind, context), made_at(context)
    page = {
        "heading": title,
        "organization": context["organization"],
        "at": at.isoformat(),
        "sha256": sha256,
        "wide": layout.wide,
        "blocks": filled(layout, context),
    }
    return PrintJob(
        html=render_to_string("standards/papers/paper.html", page),
        style="".join((TEMPLATES / name).read_text("utf-8") for name in STYLES),
        fonts=settings.DATA_DIR / "fonts",
        identifier=sha256,
        made_at=at,
    )


def digest(kind: str, context: dict) -> str:
    """SHA-256 of what a paper says."""
    text = json.dumps([kind, context], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def made_at(context: dict) -> datetime:
    """The beginning of the day the paper is dated: a paper made again is the same paper."""
    return timezone.make_aware(datetime.combine(datetime.fromisoformat(context["day"]), time()))


def heading(paper: Paper, context: dict) -> str:
    """What the paper is called: `发布通知 Q/ALWG TG204•1-2026 网格巡查管理规范`."""
    of = [context.get(name) for name in ("number", "title", "version")]
    return " ".join([paper.title, *filter(None, of), *which_of(paper, context)])


def which_of(paper: Paper, context: dict) -> list[str]:
    """Which of several papers of the kind it is: the round, the 修改单, the day the 复审 began."""
    if paper.about in ("round", "form"):
        return [context["round"].replace(" ", ""), *filter(None, [context.get("reviewer")])]
    if paper.about == "amendment":
        return [f"第{context['amendment_number']}号"]
    return [context["started_on"]] if paper.about == "review" else []
