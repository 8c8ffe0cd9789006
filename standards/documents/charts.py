"""The 结构图 on one sheet of A3 landscape (T/CSSG 001.3 3.4.1), for whoever hands it over."""

import hashlib

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from gridgov.printing.pdf import print_pdf
from gridgov.printing.rendering import PrintJob

from ..chart import draw_on_sheet
from ..statistics import Coverage

PAGE = "@page { size: A3 landscape; margin: 12mm } body { margin: 0 } svg { width: 396mm; height: 271mm }"


def chart_content(organization, covered: Coverage, *, opened=frozenset(), gaps: bool = False) -> dict:
    """What is drawn, whatever it is drawn on; `opened` are codes of the classes whose leaves are shown."""
    return {
        "roots": covered.roots,
        "title": f"{organization.name}标准体系结构图",
        "subtitle": summary(covered),
        "opened": opened,
        "gaps": gaps,
    }


def summary(covered: Coverage) -> str:
    """应有, 现有, 覆盖率 and the day, in one line."""
    share = "" if covered.percentage is None else f"，覆盖率 {covered.percentage}%"
    figures = f"应有 {covered.expected} 项，现有 {covered.present} 项{share}，缺 {covered.missing} 项"
    return f"{figures}　统计日期 {covered.on:%Y-%m-%d}"


def chart_html(organization, content: dict) -> str:
    sheet = draw_on_sheet(**content)
    return render_to_string("standards/chart_print.html", {"organization": organization, "chart": sheet})


def print_chart(organization, covered: Coverage) -> bytes:
    """The chart as PDF, classes without their leaves. Raises PrintingError."""
    html = chart_html(organization, chart_content(organization, covered))
    return print_pdf(
        PrintJob(
            html=html,
            style=PAGE,
            fonts=settings.DATA_DIR / "fonts",
            identifier=hashlib.sha256(html.encode()).hexdigest(),
            made_at=timezone.now(),
        )
    )
