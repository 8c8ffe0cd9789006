"""Files of a record: hand in, hand out, take away."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.records.serving import serve_attachment
from gridgov.submitting import posted, submit

from ..forms.records import DocumentForm, RemoveForm
from ..permissions import can_detach
from ..services.documents import attach_document, remove_document
from .access import attached_record, form_page, kind_or_404, seen_record

NOT_YOURS = "只能移除自己上传的附件，别人上传的由标准化管理办公室移除。"


def document_of(row, pk: int):
    """A file of this very record that was not taken away; 404 otherwise."""
    return get_object_or_404(row.documents.kept().select_related("attachment"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request, kind, pk):
    kind = kind_or_404(kind)
    row = attached_record(request, kind, pk)
    form = DocumentForm(*posted(request), papers=kind.papers, initial={"kind": request.GET.get("kind", "")})

    def act():
        data = form.cleaned_data
        attach_document(actor=request.user, kind=kind, row=row, paper=data["kind"], file=data["file"])
        return row

    response = submit(request, form, act, "已上传附件。")
    return response or form_page(request, kind, form, f"上传附件：{row}", row, submit="上传")


@require_safe
def document(request, kind, pk, document_pk):
    """The file, for whoever may read the record; recorded."""
    row = seen_record(request, kind_or_404(kind), pk)
    return serve_attachment(request, document_of(row, document_pk).attachment, target=row)


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request, kind, pk, document_pk):
    kind = kind_or_404(kind)
    row = attached_record(request, kind, pk)
    found, form = document_of(row, document_pk), RemoveForm(*posted(request))
    if not can_detach(request.user, kind, row, found):
        raise PermissionDenied(NOT_YOURS)

    def act():
        remove_document(actor=request.user, row=row, document=found, **form.cleaned_data)
        return row

    heading = f"移除附件：{found.attachment.name}"
    response = submit(request, form, act, "已移除附件，原文件仍保留在记录中。")
    return response or form_page(request, kind, form, heading, row, submit="移除")
