"""The 标准明细表 as a download (T/CSSG 001.2 9.4)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from gridgov.organizations.models import Organization
from gridgov.organizations.permissions import can_read_registry
from gridgov.records.serving import serve_workbook

from ..exports import export_registry
from ..filters import StandardFilter

NO_ROLE = "您在组织中没有角色，不能导出标准明细表。需要时请联系系统管理员授予角色。"
ONE_ORGANIZATION = "标准明细表按组织编制。请先在“组织”中选定一个组织，再导出。"
BAD_FILTER = "查询条件有误，没有导出。请改正标出的条件后再导出。"


@require_safe
def export(request):
    """The list as filtered, one sheet per sub-system; the download is recorded with its number of rows."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    filters = StandardFilter(request.GET, user=request.user)
    organizations = list(filters.in_scope(Organization.objects.visible_to(request.user))[:2])
    if not organizations:
        raise Http404
    if len(organizations) > 1 or not filters.is_valid():
        messages.error(request, BAD_FILTER if len(organizations) == 1 else ONE_ORGANIZATION)
        return redirect(f"{reverse('standards:standards')}?{request.GET.urlencode()}")
    return download(request, organizations[0], filters)


def download(request, organization: Organization, filters: StandardFilter) -> FileResponse:
    """Write the file, tell the trail, hand it out."""
    exported = export_registry(
        organization=organization, standards=filters.chosen, on=filters.on, filtered=filters.is_narrowed
    )
    return serve_workbook(
        request,
        exported.file,
        name=f"{organization.name}标准明细表{filters.on:%Y-%m-%d}.xlsx",
        target=organization,
        organization=organization,
        changes={"标准明细表": ["", f"{exported.count} 项{'（按条件筛选）' if filters.is_narrowed else ''}"]},
    )
