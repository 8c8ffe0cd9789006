"""Handing out files: always as a file, never as something the browser runs; and recorded."""

from django.http import FileResponse, HttpResponse

from .media import INLINE, PDF, XLSX
from .models import Attachment
from .services import record_event


def serve_attachment(
    request, attachment: Attachment, *, target, organization=None, told: str = ""
) -> HttpResponse:
    """The file as a download; the caller has already tested that the user may read `target`, its owner.

    `organization` is in whose trail the download stands, the target's own when left out; `told` what is said of the
    file there in the place of its name.

    With `?view=1` a PDF or picture opens in the browser, in a sandbox. The download is recorded.
    """
    inline = "view" in request.GET and attachment.media_type in INLINE
    response = FileResponse(
        attachment.open(),
        as_attachment=not inline,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["Content-Length"] = attachment.size
    response["X-Content-Type-Options"] = "nosniff"
    # Chromium's PDF viewer does not start inside `sandbox`, so PDF relies on default-src 'none' alone.
    sandbox = "" if attachment.media_type == PDF else "; sandbox"
    response["Content-Security-Policy"] = f"default-src 'none'; style-src 'unsafe-inline'{sandbox}"
    record_event(
        actor=request.user,
        verb="download",
        target=target,
        organization=organization,
        changes={"附件": ["", told or f"{attachment.name} {attachment.sha256[:8]}"]},
    )
    return response


def show_picture(attachment: Attachment) -> FileResponse:
    """A picture as a part of a page; the caller has tested that the user may read its owner.

    Looking at a page is no download, so nothing is recorded.
    """
    response = FileResponse(attachment.open(), content_type=attachment.media_type)
    response["Content-Length"] = attachment.size
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def serve_workbook(request, file, *, name: str, **event) -> FileResponse:
    """An Excel file made for this request, as a download; the export is recorded as `event` says (`record_event`)."""
    record_event(actor=request.user, verb="export", **event)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
