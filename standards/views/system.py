"""标准体系: the tree with its coverage, the 统计表, and the nodes an organisation adds or leaves out."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.keys import read_key
from gridgov.organizations.models import Organization
from gridgov.organizations.permissions import can_read_registry
from gridgov.submitting import attempt

from ..chart import LAYERS
from ..forms.nodes import DayForm, NodeForm, RemovalForm, RestoreForm
from ..models import Node
from ..permissions import can_edit_registry
from ..services import nodes as services
from ..statistics import LEVELS, coverage, statistics_table
from ..tree_notes import note_tree

NO_ROLE = "您在组织中没有角色，不能查看标准体系。需要时请联系系统管理员授予角色。"
OFFICE_ONLY = "体系节点由本组织的标准化管理办公室增删。"


def chosen_organization(request) -> Organization:
    """The organisation of `?organization=`, else the user's own, among those the user sees.

    403 for a person without any role, 404 for an organisation out of sight.
    """
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    if key := request.GET.get("organization", ""):
        return get_object_or_404(Organization.objects.visible_to(request.user), pk=read_key(key))
    home = Organization.objects.home_of(request.user)
    if home is None:
        raise Http404
    return home


def edited_organization(request) -> Organization:
    """The same, for somebody who may change its tree; 403 otherwise."""
    organization = chosen_organization(request)
    if not can_edit_registry(request.user, organization):
        raise PermissionDenied(OFFICE_ONLY)
    return organization


def address(request, name: str) -> str:
    """The address of a page, about the same organisation as this one."""
    key = request.GET.get("organization")
    return reverse(f"standards:{name}") + (f"?{urlencode({'organization': key})}" if key else "")


def looked_at(request) -> dict:
    """Template context of tree and 统计表: the organisation, the form with the day, the coverage on it."""
    organization, form = chosen_organization(request), DayForm.of(request.GET)
    return {"organization": organization, "form": form, "covered": coverage(organization, on=form.day)}


@require_safe
def system(request):
    """The structure of the system in its layers, each class with 现有 / 应有."""
    context = looked_at(request)
    organization, covered = context["organization"], context["covered"]
    note_tree(organization, covered)
    context |= {
        "layers": [
            (label, [root for code in codes if (root := covered.root(code))]) for label, codes in LAYERS
        ],
        "removals": organization.node_removals.select_related("node").order_by("node__order", "node_id"),
        "may_edit": can_edit_registry(request.user, organization),
        "gaps": "gaps" in request.GET,
        "expanded": "gaps" in request.GET or "open" in request.GET,
    }
    return render(request, "standards/system.html", context)


@require_safe
def statistics(request):
    """The 统计表, the same lines as in the Excel file."""
    context = looked_at(request)
    context |= {
        "levels": LEVELS,
        "lines": statistics_table(context["covered"]),
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/statistics.html", context)


@require_http_methods(["GET", "POST"])
def node_new(request):
    """Add a class or a leaf; `?parent=` chooses the place beforehand."""
    organization = edited_organization(request)
    initial = {"parent": request.GET.get("parent")}
    form = NodeForm(request.POST or None, organization=organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "organization": organization, "kind": form.kind}
        if node := attempt(form, services.add_node, **arguments, **form.cleaned_data):
            messages.success(request, f"已增加“{node}”。")
            return redirect(address(request, "system"))
    return form_page(request, "form_page", form, "增加体系节点", "增加")


@require_http_methods(["GET", "POST"])
def node_remove(request, pk):
    """Leave out a node with all below it, with a reason."""
    organization = edited_organization(request)
    node = get_object_or_404(Node.objects.for_organization(organization), pk=pk)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "organization": organization, "node": node}
        if gone := attempt(
            form, services.remove_node, **arguments, **form.cleaned_data, on=timezone.localdate()
        ):
            messages.success(
                request, f"已删减“{node}”" + (f"及其下 {len(gone) - 1} 个节点。" if gone[1:] else "。")
            )
            return redirect(address(request, "system"))
    branch = services.branch_of(organization, node)
    return form_page(request, "node_remove", form, f"删减“{node}”", "删减", node=node, branch=branch)


@require_http_methods(["GET", "POST"])
def node_restore(request, pk):
    """Take a removed node back."""
    organization = edited_organization(request)
    removal = get_object_or_404(
        organization.node_removals.select_related("node"), node__in=Node.objects.filter(pk=pk)
    )
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "organization": organization, "node": removal.node}
        if attempt(form, services.restore_node, **arguments):
            messages.success(request, f"已恢复“{removal.node}”。")
            return redirect(address(request, "system"))
    branch = services.branch_of(organization, removal.node)
    heading = f"恢复“{removal.node}”"
    return form_page(request, "node_restore", form, heading, "恢复", removal=removal, branch=branch)


def form_page(request, template: str, form, heading: str, submit: str, **context):
    folder = "components" if template == "form_page" else "standards"
    back = address(request, "system")
    context |= {"form": form, "heading": heading, "submit": submit, "cancel_url": back}
    context["trail"] = [("标准体系", back)]
    return render(request, f"{folder}/{template}.html", context)
