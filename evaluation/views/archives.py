"""The archive package of a panel's result."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from gridgov.errors import GridgovError

from ..package import write_package
from ..results import permissions
from ..trail import record
from .access import require
from .signing import newest_result

NOT_ARCHIVING = "归档包由组织单位在锁定后取用。"


@require_safe
def archive(request, pk):
    """The package of the newest locked result, streamed from disk; who took it is told."""
    result = newest_result(request, pk)
    require(permissions.can_archive(request.user, result), NOT_ARCHIVING)
    try:
        made = write_package(actor=request.user, result=result, made_at=timezone.now())
    except GridgovError as error:
        messages.error(request, error.message)
        return redirect("evaluation:result", result.pk)
    name = f"{result.number} 归档包.zip"
    changes = {"归档包": ["", f"{name}，{len(made.members)} 个文件"]}
    record(actor=request.user, verb="export", evaluation=result.evaluation, changes=changes)
    return FileResponse(made.file, as_attachment=True, filename=name, content_type="application/zip")
