"""适宜性评审: which own standards to look at again because what they cite has changed (T/CSSG 001.2 10.3.1.2)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.organizations.models import Organization
from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.submitting import attempt, posted

from ..errors import StandardsError
from ..forms.citations import ConcludeForm
from ..models import Standard, SuitabilityReview
from ..permissions import editable_organizations
from ..references.filters import SuitabilityFilter
from ..references.suitability import next_step, suitability_due
from ..services.citations import conclude_suitability, due_change
from .registry import NO_ROLE, refuse, standard_page, writable_standard


@require_safe
def suitability(request):
    """What is due in the organisations the user sees, or what was concluded."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    found = SuitabilityFilter(request.GET, user=request.user)
    organizations = Organization.objects.visible_to(request.user)
    wanted = set(found.qs.values_list("pk", flat=True)) if request.GET.get("citing") else None
    due = suitability_due(organizations, timezone.localdate())
    due = [each for each in due if wanted is None or each.standard.pk in wanted]
    reviews = SuitabilityReview.objects.filter(standard__in=found.qs).order_by("-concluded_on", "-pk")
    reviews = reviews.select_related("standard__organization", "concluded_by")
    concluded = request.GET.get("state") == "concluded"
    context = {
        "found": found,
        "concluded": concluded,
        "due_count": len(due),
        "concluded_count": reviews.count(),
        "page": page_of(request, reviews if concluded else due),
        "editable": list(editable_organizations(request.user)),
    }
    return render(request, "standards/suitability.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suitability_conclude(request, pk, cited_pk):
    """Answer whether the standard still fits after the change of what it cites."""
    row = writable_standard(request, pk)
    cited = get_object_or_404(Standard.objects.of(row.organization), pk=cited_pk)
    try:
        change = due_change(row, cited)
    except StandardsError as error:
        return refuse(request, row, error.message)
    form = ConcludeForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        values = {"standard": row, "cited": cited, **form.cleaned_data}
        if review := attempt(form, conclude_suitability, actor=request.user, **values):
            messages.success(request, f"已登记适宜性评审：{review}。")
            return redirect(next_step(review)[0] or f"{row.get_absolute_url()}#suitability")
    page = {"template": "standards/suitability_conclude.html", "submit": "作出结论", "change": change}
    return standard_page(request, row, form, f"适宜性评审：{row.title}", **page)
