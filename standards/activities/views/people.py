"""The organisation chart of annex A (T/CSSG 001.2 7.1.2)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gridgov.organizations.models import Organization

from ..chart import draw, read_chart
from .access import require_reader

MOST = 50


@require_safe
def chart(request):
    """The chart of `?organization=`, of the own one without a wish; drawn from people and departments."""
    require_reader(request.user)
    organization = shown_organization(request)
    on = timezone.localdate()
    seats = read_chart(organization, on=on)
    context = {
        "organization": organization,
        "organizations": list(Organization.objects.visible_to(request.user)[:MOST]),
        "drawing": draw(seats),
        "missing": seats.missing,
        "on": on,
        "trail": [("机构与人员", reverse("activities:people"))],
    }
    return render(request, "activities/people/chart.html", context)


def shown_organization(request) -> Organization:
    """The organisation asked for if it is seen; else one where the user has a role, else the first seen."""
    rows = Organization.objects.visible_to(request.user)
    key = request.GET.get("organization", "")
    if key:
        found = rows.filter(pk=key).first() if key.isdecimal() else None
    else:
        homes = [key for key, _ in sorted(request.user.held_roles)]
        found = rows.filter(pk__in=homes).first() or rows.first()
    if found is None:
        raise Http404
    return found
