"""The 标准体系表 on screen, as Excel and as PDF (T/CSSG 001.2 9.3)."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from gridgov.records.serving import serve_workbook

from ..documents.charts import summary
from ..exports import export_system_table
from ..system_table import Entry, system_table
from .printing import answer_pdf
from .system import address, looked_at

ROWS = 200  # of one line each
MOST_PRINTED = 1000
STYLE = Path(settings.BASE_DIR) / "templates" / "standards" / "system_table_print.css"


@require_safe
def table(request):
    """All lines in layers, 200 a page; `?subsystem=TG` shows one sub-system, `?gaps=1` the leaves that wait."""
    context = looked_at(request)
    entries = system_table(context["organization"], context["covered"])
    chosen, gaps = request.GET.get("subsystem", ""), "gaps" in request.GET
    shown = [entry for entry in entries if is_shown(entry, chosen, gaps)]
    context |= {
        "page": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "total": len(entries),
        "chosen": chosen,
        "gaps": gaps,
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/system_table.html", context)


def is_shown(entry: Entry, subsystem: str, gaps: bool) -> bool:
    return (not subsystem or entry.root.node.subsystem == subsystem) and not (gaps and entry.pk)


@require_safe
def table_export(request):
    """The whole table as Excel; recorded."""
    context = looked_at(request)
    organization, covered = context["organization"], context["covered"]
    entries = system_table(organization, covered)
    exported = export_system_table(organization=organization, covered=covered, entries=entries)
    changes = {"标准体系表": ["", f"{exported.count} 项"]}
    name = f"{organization.name}标准体系表{covered.on:%Y-%m-%d}.xlsx"
    event = {"target": organization, "organization": organization, "changes": changes}
    return serve_workbook(request, exported.file, name=name, **event)


@require_safe
def table_pdf(request):
    """The whole table as PDF, unless it is so long that Excel prints it better."""
    context = looked_at(request)
    organization, covered = context["organization"], context["covered"]
    entries, back = system_table(organization, covered), address(request, "system-table")
    if len(entries) > MOST_PRINTED:
        words = f"体系表有 {len(entries)} 行，超过 PDF 的 {MOST_PRINTED} 行上限。请导出 Excel 后打印。"
        messages.error(request, words)
        return redirect(back)
    content = context | {"entries": entries, "summary": summary(covered)}
    html = render_to_string("standards/system_table_print.html", content)
    name = f"{organization.name}标准体系表{covered.on:%Y-%m-%d}.pdf"
    return answer_pdf(
        request, html, STYLE.read_text("utf-8"), name=name, organization=organization, back=back
    )
