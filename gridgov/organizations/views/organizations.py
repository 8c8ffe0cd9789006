"""Pages of organisations: the tree, one of them, a new one, a corrected one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.keys import read_key
from gridgov.paging import page_of
from gridgov.submitting import attempt

from .. import services
from ..filters import OrganizationFilter
from ..forms.organizations import OrganizationForm
from ..models import Level, Organization
from ..permissions import can_administer, can_create_root
from .access import administered_organization, require, seen_organization


def trail() -> list[tuple[str, str]]:
    return [("系统管理", reverse("organizations:organizations"))]


@require_safe
def organizations(request):
    """The tree of what the administrator administers, twenty rows a page."""
    require(can_administer(request.user))
    rows = Organization.objects.administered_by(request.user)
    filters = OrganizationFilter(request.GET, rows.select_related("parent"))
    context = {
        "filters": filters,
        "page": page_of(request, filters.qs),
        "total": rows.count(),
        "may_create_root": can_create_root(request.user),
    }
    return render(request, "organizations/organizations.html", context)


@require_safe
def organization(request, pk):
    """One organisation with its departments and the organisations right below it."""
    shown = seen_organization(request, pk)
    context = {
        "organization": shown,
        "departments": shown.departments.all(),
        "children": page_of(request, shown.children.order_by("path")),
        "people": shown.users.filter(is_active=True).count(),
        "may_change": can_administer(request.user, shown),
        "may_add_below": shown.level != Level.VILLAGE and shown.is_active,
        "trail": trail() if can_administer(request.user) else [],
    }
    return render(request, "organizations/organization.html", context)


@require_http_methods(["GET", "POST"])
def organization_new(request):
    """A new organisation below `?parent=`, or the root of a tree."""
    key = read_key(request.GET.get("parent", ""))
    parent = administered_organization(request, key) if key is not None else None
    require(parent is not None or can_create_root(request.user), "请从上级组织的页面点“新建下级组织”。")
    form = OrganizationForm(request.POST or None, parent=parent)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if made := attempt(form, services.create_organization, actor=request.user, parent=parent, **fields):
            messages.success(
                request,
                f"已建立“{made}”，地名首字母 {made.initials}，编号以 {made.number_prefix} 开头，请核对。",
            )
            return redirect(made)
    heading = f"新建“{parent}”的下级组织" if parent else "新建组织"
    return form_page(request, form, heading, parent)


@require_http_methods(["GET", "POST"])
def organization_edit(request, pk):
    shown = administered_organization(request, pk)
    form = OrganizationForm(request.POST or None, instance=shown, parent=shown.parent)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        saved = attempt(form, services.edit_organization, actor=request.user, organization=shown, **fields)
        if saved:
            messages.success(request, f"已保存“{saved}”。")
            return redirect(saved)
    return form_page(request, form, "修改组织", shown)


def form_page(request, form, heading: str, back: Organization | None):
    context = {
        "form": form,
        "heading": heading,
        "trail": trail(),
        "cancel_url": back.get_absolute_url() if back else reverse("organizations:organizations"),
    }
    return render(request, "components/form_page.html", context)
