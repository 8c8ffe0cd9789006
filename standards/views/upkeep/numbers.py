"""Another class, former numbers, and the renumbering table of an organisation (numbering §1.6)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.submitting import attempt, posted, submit

from ...doubts import doubts_about
from ...filters import AliasFilter
from ...forms.upkeep import AliasForm, AliasTableForm, MoveForm, RemoveAliasForm
from ...models import NumberAlias
from ...permissions import can_move, can_register_alias, editable_organizations
from ...renumbering import read_table
from ...services.upkeep import add_alias, add_aliases, move_standard, remove_alias
from ..registry import (
    NO_ROLE,
    chosen_organization,
    form_page,
    refuse,
    registry_trail,
    writable_standard,
)
from .pages import upkeep_page


@require_http_methods(["GET", "HEAD", "POST"])
def standard_move(request, pk):
    row = writable_standard(request, pk)
    if not can_move(request.user, row):
        return refuse(
            request, row, "只有已发布、没有被代替或废止的自制标准可以调整分类；其他的请直接编辑体系分类。"
        )
    form = MoveForm(*posted(request), standard=row)

    def act():
        return move_standard(actor=request.user, standard=row, **form.cleaned_data)

    intro = f"现在的分类：{row.node.filing_label}。编号 {row.number} 不变，下次修订时按新的分类改编。"
    page = {"intro": intro, "submit": "调整分类"}
    return submit(request, form, act, "已调整“{}”的分类。", doubts_about) or upkeep_page(
        request, row, form, f"调整分类：{row.title}", **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def alias_new(request, pk):
    row = writable_standard(request, pk)
    if not can_register_alias(request.user, row):
        return refuse(request, row, "还没有发布的标准没有编号，也就没有曾用编号。")
    form = AliasForm(*posted(request))

    def act():
        return add_alias(actor=request.user, standard=row, **form.cleaned_data).standard

    intro = f"现在的编号：{row.number or '（无）'}。登记后，按曾用编号也能查到这条标准。"
    return submit(request, form, act, "已登记曾用编号。") or upkeep_page(
        request, row, form, f"登记曾用编号：{row.title}", intro=intro
    )


@require_http_methods(["GET", "HEAD", "POST"])
def alias_remove(request, pk, alias_pk):
    row = writable_standard(request, pk)
    alias = get_object_or_404(row.aliases, pk=alias_pk)
    form = RemoveAliasForm(*posted(request))

    def act():
        return remove_alias(actor=request.user, alias=alias, **form.cleaned_data)

    return submit(request, form, act, "已删除曾用编号。") or upkeep_page(
        request, row, form, f"删除曾用编号：{alias.number}", submit="删除"
    )


@require_safe
def aliases(request):
    """The renumbering table: every former number the user sees, with the number now."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    found = AliasFilter(request.GET, user=request.user)
    context = {
        "found": found,
        "page": page_of(request, found.qs),
        "editable": list(editable_organizations(request.user)),
        "trail": registry_trail(request),
    }
    return render(request, "standards/aliases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def alias_table(request):
    """Register a renumbering of the whole organisation at once: 旧编号 → 新编号, one a line."""
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    form = AliasTableForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        added = attempt(form, keep_table, user=request.user, organization=organization, **form.cleaned_data)
        if added is not None:
            messages.success(request, f"已登记 {len(added)} 个曾用编号。")
            return redirect("standards:aliases")
    url = reverse("standards:aliases")
    return form_page(
        request,
        form,
        "登记改号对照表",
        template="standards/alias_table.html",
        organization=organization,
        organizations=organizations,
        trail=[*registry_trail(request), ("曾用编号", url)],
        cancel_url=url,
    )


def keep_table(*, user, organization, table: str, **values) -> list[NumberAlias]:
    """Read and keep what was pasted; StandardsError names the lines that cannot be."""
    return add_aliases(actor=user, organization=organization, pairs=read_table(table), **values)
