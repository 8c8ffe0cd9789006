"""What a standard cites, entered as it stands in its chapter 2; references to editions no longer in force."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.records.serving import serve_workbook
from gridgov.submitting import attempt, posted

from ..exports.citations import export_outdated
from ..forms.citations import ConfirmForm, LinesForm
from ..models import Standard
from ..permissions import can_cite
from ..references.citations import citations_of, outdated
from ..references.filters import CitationFilter
from ..services.citations import add_citations, remove_citation
from .registry import NO_ROLE, refuse, standard_page, writable_standard

NOT_CITING = "指导性文件和已终止的标准不登记引用。"


@require_http_methods(["GET", "HEAD", "POST"])
def citations(request, pk):
    """Enter what the standard cites: all lines, or none with the reason beside each."""
    row = writable_standard(request, pk)
    if not can_cite(request.user, row):
        return refuse(request, row, NOT_CITING)
    form = LinesForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["lines"]
        lines = attempt(form, add_citations, actor=request.user, standard=row, text=text)
        if lines is not None:
            return tell_lines(request, row, lines)
    page = {"template": "standards/citations.html", "submit": "登记引用"}
    return standard_page(
        request,
        row,
        form,
        f"规范性引用文件：{row.title}",
        citations=citations_of(row, timezone.localdate()),
        **page,
    )


def tell_lines(request, row: Standard, lines: list):
    """Say what was understood, and back to the list of references."""
    new = [line for line in lines if line.is_new]
    messages.success(
        request, f"已登记 {len(new)} 项引用：" + "；".join(line.words for line in new[:20]) + "。"
    )
    for line in lines:
        for warning in line.warnings:
            messages.warning(request, f"第 {line.place} 行：{warning}")
    if len(new) < len(lines):
        messages.info(request, f"{len(lines) - len(new)} 行已登记过或重复，没有再登记。")
    return redirect(f"{row.get_absolute_url()}#citations")


@require_http_methods(["GET", "HEAD", "POST"])
def citation_remove(request, pk, citation_pk):
    row = writable_standard(request, pk)
    citation = get_object_or_404(row.citations.select_related("standard"), pk=citation_pk)
    form = ConfirmForm(*posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, remove_citation, actor=request.user, citation=citation)
    ):
        messages.success(request, f"已移除引用“{citation}”，历史中留有记录。")
        return redirect(f"{row.get_absolute_url()}#citations")
    intro = f"“{row}”不再引用“{citation}”。只用于录入有误，或标准文本已不再引用。"
    return standard_page(request, row, form, f"移除引用：{citation.number}", intro=intro, submit="移除")


def found_citations(request) -> CitationFilter:
    """The 查询 of the list and of its export; 403 without a role."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    return CitationFilter(request.GET, user=request.user)


@require_safe
def citations_outdated(request):
    """Every dated reference to an edition no longer in force, of the organisations the user sees."""
    found = found_citations(request)
    rows = outdated(found.qs, timezone.localdate())
    page = page_of(request, rows)
    return render(request, "standards/citations_outdated.html", {"found": found, "page": page})


@require_safe
def citations_export(request):
    """The same as an Excel file; the download is recorded."""
    today = timezone.localdate()
    rows = outdated(found_citations(request).qs, today)
    return serve_workbook(
        request,
        export_outdated(rows, on=today),
        name=f"过期引用清单{today:%Y-%m-%d}.xlsx",
        label="过期引用清单",
        organization=request.user.organization,
        changes={"过期引用清单": ["", f"{len(rows)} 项"]},
    )
