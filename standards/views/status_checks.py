"""查新: lists handed in, what they say of the registry, what follows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.records.serving import serve_attachment
from gridgov.submitting import attempt, posted

from ..forms.citations import ConfirmForm
from ..forms.status_checks import CheckForm, EndForm
from ..models import StatusCheck, StatusFinding
from ..permissions import can_edit_registry, editable_organizations
from ..references.filters import CheckFilter
from ..references.status_lists import not_listed, with_citing
from ..services.status_checks import apply_finding, confirm_unchanged, make_check, unconfirmed
from .registry import NO_ROLE, READ_ONLY, chosen_organization, form_page

Verdict = StatusFinding.Verdict
TRAIL = "查新"


def tally(**verdict) -> Count:
    return Count("findings", filter=Q(**{f"findings__{name}": value for name, value in verdict.items()}))


@require_safe
def checks(request):
    """The runs of the organisations the user sees, the latest first."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    found = CheckFilter(request.GET, user=request.user)
    rows = found.qs.select_related("organization", "made_by")
    page = page_of(request, rows)
    keys = [each.pk for each in page.object_list]
    counted = rows.filter(pk__in=keys).annotate(
        lines=Count("findings"),
        changed=tally(verdict=Verdict.CHANGED, standard__isnull=False),
        newer=tally(verdict=Verdict.NEWER),
    )
    page.object_list = list(counted)
    context = {"found": found, "page": page, "editable": list(editable_organizations(request.user))}
    return render(request, "standards/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_new(request):
    """Hand in a list for the organisation of `?organization=`, or for the user's only one."""
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    form = CheckForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        values = {"organization": organization, **form.cleaned_data}
        if made := attempt(form, make_check, actor=request.user, **values):
            return redirect("standards:check", made.pk)
    return form_page(
        request,
        form,
        "新的查新",
        template="standards/check_new.html",
        organization=organization,
        organizations=organizations,
        trail=[(TRAIL, reverse("standards:checks"))],
        cancel_url=reverse("standards:checks"),
        submit="比较",
    )


def visible_check(request, pk: int) -> StatusCheck:
    rows = StatusCheck.objects.visible_to(request.user).select_related(
        "organization", "made_by", "attachment"
    )
    return get_object_or_404(rows, pk=pk)


def writable_check(request, pk: int) -> StatusCheck:
    """A run of the user's own office; 403 for those who only read."""
    row = visible_check(request, pk)
    if not can_edit_registry(request.user, row.organization_id):
        raise PermissionDenied(READ_ONLY)
    return row


@require_safe
def check(request, pk):
    """One run: its lines by verdict, who cites what has changed, what the list left out."""
    row = visible_check(request, pk)
    findings = row.findings.select_related("standard")
    counts = dict(row.findings.order_by().values_list("verdict").annotate(lines=Count("pk")))
    wanted = request.GET.get("verdict", "")
    if wanted not in Verdict.values:
        wanted = ""
    page = page_of(request, findings.filter(verdict=wanted) if wanted else findings)
    page.object_list = with_citing(list(page.object_list), row.organization, row.checked_on)
    missing = not_listed(row)
    context = {
        "check": row,
        "page": page,
        "wanted": wanted,
        "verdicts": [(value, words, counts.get(value, 0)) for value, words in Verdict.choices],
        "all": sum(counts.values()),
        "unconfirmed": unconfirmed(row).count(),
        "missing": missing[:100],
        "missing_count": len(missing),
        "can_write": can_edit_registry(request.user, row.organization_id),
        "today": timezone.localdate(),
        "trail": [(TRAIL, reverse("standards:checks"))],
    }
    return render(request, "standards/check.html", context)


@require_safe
def check_file(request, pk):
    """The list as it was handed in; recorded."""
    row = visible_check(request, pk)
    if row.attachment is None:
        raise Http404
    return serve_attachment(request, row.attachment, target=row)


@require_http_methods(["GET", "HEAD", "POST"])
def check_confirm(request, pk):
    """更新查新日期 of all that is unchanged."""
    row = writable_check(request, pk)
    form = ConfirmForm(*posted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and (count := attempt(form, confirm_unchanged, actor=request.user, check=row))
    ):
        messages.success(request, f"已更新 {count} 项标准的查新日期为 {row.checked_on}。")
        return redirect("standards:check", row.pk)
    count = unconfirmed(row).count()
    intro = f"名单中无变化、登记簿中有的 {count} 项，查新日期更新为 {row.checked_on}；已有更晚日期的不动。"
    return check_page(request, row, form, "更新查新日期", intro=intro, submit="更新查新日期")


def check_page(request, row: StatusCheck, form, heading: str, **context):
    url = reverse("standards:check", args=[row.pk])
    trail = [(TRAIL, reverse("standards:checks")), (str(row), url)]
    return form_page(request, form, heading, trail=trail, cancel_url=url, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_apply(request, pk, finding_pk):
    """Register that a standard of others has ended, as the list says."""
    row = writable_check(request, pk)
    finding = get_object_or_404(
        row.findings.select_related("standard"), pk=finding_pk, standard__isnull=False
    )
    form = EndForm(*posted(request), finding=finding)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, apply_finding, actor=request.user, finding=finding, **form.cleaned_data)
    ):
        messages.success(
            request, f"已登记“{finding.standard.number}”的变化，引用它的自制标准列入适宜性评审。"
        )
        return redirect("standards:check", row.pk)
    page = {"template": "standards/check_apply.html", "finding": finding, "submit": "登记变化"}
    return check_page(request, row, form, f"登记变化：{finding.standard.number}", **page)
