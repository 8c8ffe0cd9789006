"""The page of the trail."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gridgov.organizations.permissions import can_administer
from gridgov.paging import page_of

from .filters import EventFilter
from .models import Event


@require_safe
def events(request):
    """What happened in the organisations that the user administers, newest first."""
    if not can_administer(request.user):
        raise PermissionDenied("日志由系统管理员查看。需要时请联系本组织的系统管理员。")
    rows = Event.objects.administered_by(request.user)
    filters = EventFilter(request.GET, rows.select_related("organization"))
    context = {
        "filters": filters,
        "page": page_of(request, filters.qs),
        "trail": [("系统管理", reverse("organizations:organizations"))],
    }
    return render(request, "records/events.html", context)
