"""导入: a list comes in, is checked against the registry, confirmed as a whole, undone as a whole."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.errors import GridgovError
from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import ROWS_A_PAGE, page_of
from gridgov.records.media import XLSX
from gridgov.records.services import record_event
from gridgov.records.serving import serve_attachment
from gridgov.submitting import attempt, posted, submit

from ..forms.importing import ColumnsForm, ConfirmForm, ListForm, OptionsForm, UndoForm
from ..importing.error_book import make_error_book
from ..importing.showing import MOST_ERRORS, complaints, in_order, shown
from ..importing.template import make_template
from ..models import ImportBatch
from ..permissions import can_edit_registry, editable_organizations
from ..services.importing import check_list, confirm_import, recheck_list, undo_import
from ..services.importing.batches import layouts_of, options_of, sheets_of
from ..services.importing.confirming import corrections_in
from ..upkeep import ending_by_list
from .registry import NO_ROLE, chosen_organization, registry_trail

KEPT = "导入时新建的部门保留，已用过的顺序号不再给出。"
OFFICE_ONLY = "只有本组织的标准化管理办公室可以导入。"


@require_safe
def imports(request):
    """Lists that came in, newest first."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    batches = ImportBatch.objects.visible_to(request.user).select_related("organization", "made_by")
    page = page_of(request, batches.defer("rows", "mapping"))
    context = {
        "page": page,
        "editable": list(editable_organizations(request.user)),
        "trail": registry_trail(request),
    }
    return render(request, "standards/imports.html", context)


def visible_batch(request, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related("organization", "attachment")
    return get_object_or_404(batches, pk=pk)


def edited_batch(request, pk: int) -> ImportBatch:
    """A list of an organisation whose registry the user writes; 403 for those who only read."""
    batch = visible_batch(request, pk)
    if not can_edit_registry(request.user, batch.organization_id):
        raise PermissionDenied(OFFICE_ONLY)
    return batch


def trail_of(request, batch: ImportBatch | None = None) -> list[tuple[str, str]]:
    trail = [*registry_trail(request), ("导入", reverse("standards:imports"))]
    return [*trail, (batch.name, batch.get_absolute_url())] if batch else trail


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request):
    """Upload or paste a list for the registry of `?organization=`."""
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    form = ListForm(*posted(request))
    if form.is_bound and form.is_valid():
        values = {"organization": organization, **form.cleaned_data}
        if batch := attempt(form, check_list, actor=request.user, **values):
            return redirect(batch)
    context = {
        "form": form,
        "heading": "导入标准",
        "organization": organization,
        "organizations": organizations,
        "template_url": f"{reverse('standards:import-template')}?{urlencode({'organization': organization.pk})}",
        "trail": trail_of(request),
        "submit": "上传并预检",
        "cancel_url": reverse("standards:imports"),
    }
    return render(request, "standards/imports_new.html", context)


@require_safe
def import_template(request):
    """The workbook to fill in, with the tree and the departments of the organisation."""
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    return workbook(make_template(organization), f"{organization.name}标准导入模板.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def import_batch(request, pk):
    """The 预检 of a list; POST confirms it."""
    batch = visible_batch(request, pk)
    may_write = can_edit_registry(request.user, batch.organization_id)
    if request.method == "POST" and not may_write:
        raise PermissionDenied(OFFICE_ONLY)
    form = ConfirmForm(*posted(request)[:1])
    if form.is_bound and form.is_valid():
        if attempt(form, confirm_import, actor=request.user, batch=batch, **form.cleaned_data):
            messages.success(request, f"已导入“{batch.name}”：{told(batch)}。")
            return redirect(batch)
        batch = visible_batch(request, pk)
    context = {"form": form, "may_write": may_write, "trail": trail_of(request)}
    return render(request, "standards/imports_batch.html", context | shown_batch(request, batch))


def told(batch: ImportBatch) -> str:
    return f"新增 {batch.counts.get('new', 0)} 行，变更 {batch.counts.get('changed', 0)} 行"


def shown_batch(request, batch: ImportBatch) -> dict:
    """The rows asked for, a page of them; all errors above."""
    layouts, wanted = layouts_of(batch), request.GET.get("show", "")
    places = in_order(batch.rows, wanted)
    page = Paginator(places, ROWS_A_PAGE).get_page(request.GET.get("page"))
    errors = complaints(batch.rows, layouts)
    first = {place: number for number, place in enumerate(in_order(batch.rows, "error"))}
    return {
        "batch": batch,
        "layouts": layouts,
        "skipped": batch.mapping.get("skipped", []),
        "counts": batch.counts,
        "total": len(batch.rows),
        "show": wanted,
        "page": page,
        "rows": shown(batch.rows, page.object_list, layouts),
        "errors": [(each, first[each.place] // ROWS_A_PAGE + 1) for each in errors[:MOST_ERRORS]],
        "error_count": len(errors),
        "more_errors": max(len(errors) - MOST_ERRORS, 0),
        "options": options_form(batch, errors),
        "corrections": corrections_in(batch),
        "has_writing": batch.counts.get("new", 0) + batch.counts.get("changed", 0),
        "ending": ending_by_list(batch),
        "own_numbered": sum(1 for row in batch.rows if is_own_publication(row)),
    }


def is_own_publication(row: dict) -> bool:
    """A new row that enters an own standard as published: its text and approval are still to be uploaded."""
    values = row.get("set", {})
    return row["verdict"] == "new" and values.get("origin") == "own" and values.get("stage") == "published"


def options_form(batch: ImportBatch, errors) -> OptionsForm | None:
    """Ticks that would mend errors of the list, and those ticked already."""
    options = options_of(batch)
    sentences = " ".join(each.sentence for each in errors)
    form = OptionsForm(initial=asdict(options))
    for name in list(form.fields):
        if not getattr(options, name) and form.fields[name].label not in sentences:
            del form.fields[name]
    return form if form.fields and batch.is_open else None


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request, pk):
    """Which field each column is, correctable; the list is checked again and the answer remembered."""
    batch = edited_batch(request, pk)
    form = ColumnsForm(*posted(request)[:1], layouts=layouts_of(batch))
    done = "已按更正后的列重新预检，以后同样表头的表也这样读。"
    if response := submit(request, form, lambda: recheck_list(batch=batch, fields=form.mapping), done):
        return response
    context = {"batch": batch, "form": form, "sheets": columns_of(form), "trail": trail_of(request, batch)}
    return render(request, "standards/imports_columns.html", context)


def columns_of(form: ColumnsForm) -> list[tuple]:
    """Each sheet with its columns: the select under its heading, whether its meaning was guessed."""
    fields = iter(form)
    return [
        (layout, [(next(fields), bool(name) and sure < 1) for name, sure in columns(layout)])
        for layout in form.layouts
    ]


def columns(layout):
    return zip(layout.fields, layout.certainty, strict=True)


@require_POST
def import_options(request, pk):
    """What the user agrees to; the list is checked again."""
    batch = edited_batch(request, pk)
    form = OptionsForm(request.POST)
    if form.is_valid():
        try:
            recheck_list(batch=batch, options=form.options)
            messages.success(request, "已重新预检。")
        except GridgovError as error:
            messages.error(request, error.message)
    return redirect(batch)


@require_safe
def import_errors(request, pk):
    """The list as it was handed in, with what is wrong beside each row."""
    batch = edited_batch(request, pk)
    content = make_error_book(sheets_of(batch), layouts_of(batch), batch.rows)
    record_event(actor=request.user, verb="export", target=batch, changes={"错误表": ["", batch.name]})
    stem = batch.name.rpartition(".")[0] or batch.name
    return workbook(content, f"{stem}错误表{timezone.localdate():%Y-%m-%d}.xlsx")


@require_safe
def import_file(request, pk):
    """The list as it was handed in."""
    batch = visible_batch(request, pk)
    return serve_attachment(request, batch.attachment, target=batch)


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request, pk):
    """Take a whole import back, with a reason."""
    batch = edited_batch(request, pk)
    if not batch.is_confirmed:
        messages.error(request, "只有已导入、没有撤销过的一批可以撤销。")
        return redirect(batch)
    form = UndoForm(*posted(request)[:1])

    def act():
        return undo_import(actor=request.user, batch=batch, **form.cleaned_data)

    if response := submit(request, form, act, "已撤销“{}”的导入。"):
        return response
    new, changed = (batch.counts.get(name, 0) for name in ("new", "changed"))
    intro = f"撤销后，这一批新增的 {new} 条从登记簿中去掉，变更的 {changed} 条恢复原样。" + KEPT
    context = {"form": form, "heading": f"撤销导入：{batch.name}", "here": "撤销", "intro": intro}
    context |= {
        "trail": trail_of(request, batch),
        "cancel_url": batch.get_absolute_url(),
        "submit": "撤销整批导入",
    }
    return render(request, "components/form_page.html", context)
