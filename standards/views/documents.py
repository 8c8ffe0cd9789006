"""Files of a standard: hand in, hand out, take away."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.records.serving import serve_attachment
from gridgov.submitting import posted

from ..forms.documents import DocumentForm, RemoveForm
from ..permissions import can_attach, kinds_for, readable_documents
from ..services.documents import attach_document, remove_document
from .registry import READ_ONLY, standard_page, submit, visible_standard, writable_standard


def document_of(request, row, document_pk: int):
    """A document of the standard that was not taken away and that the user may read; 404 otherwise."""
    documents = readable_documents(request.user, row).select_related("attachment", "standard")
    return get_object_or_404(documents, pk=document_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request, pk):
    row = visible_standard(request, pk)
    if not can_attach(request.user, row):
        raise PermissionDenied(READ_ONLY)
    initial = {"kind": request.GET.get("kind", "")}
    form = DocumentForm(*posted(request), initial=initial, kinds=kinds_for(request.user, row))

    def act():
        attach_document(actor=request.user, standard=row, **form.cleaned_data)
        return row

    response = submit(request, form, act, "已上传附件。")
    return response or standard_page(request, row, form, f"上传附件：{row.title}", submit="上传")


@require_safe
def document(request, pk, document_pk):
    """The file, for whoever may read the standard; recorded."""
    row = visible_standard(request, pk)
    return serve_attachment(request, document_of(request, row, document_pk).attachment, target=row)


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request, pk, document_pk):
    row = writable_standard(request, pk)
    found = document_of(request, row, document_pk)
    form = RemoveForm(*posted(request))

    def act():
        remove_document(actor=request.user, document=found, **form.cleaned_data)
        return row

    heading = f"移除附件：{found.attachment.name}"
    response = submit(request, form, act, "已移除附件，原文件仍保留在记录中。")
    return response or standard_page(request, row, form, heading, submit="移除")
