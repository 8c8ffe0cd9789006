"""Roles of one account: what it holds, and granting one more or revoking one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gridgov.errors import GridgovError
from gridgov.submitting import attempt

from .. import services
from ..forms.users import RoleForm
from ..models import RoleAssignment, User
from ..permissions import can_administer
from .access import opened_account, require
from .users import user_trail


@require_http_methods(["GET", "POST"])
def roles(request, pk):
    account = opened_account(request, pk)
    initial = {"organization": account.organization_id}
    form = RoleForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, services.grant_role, actor=request.user, user=account, **form.cleaned_data)
        if made:
            messages.success(request, f"已授予：{made.organization}，{made.get_role_display()}。")
            return redirect("organizations:roles", account.pk)
    held = account.assignments.select_related("organization")
    context = {
        "account": account,
        "form": form,
        "assignments": [(row, can_administer(request.user, row.organization)) for row in held],
        "trail": [*user_trail(), (account.name, account.get_absolute_url())],
    }
    return render(request, "organizations/roles.html", context)


@require_POST
def role_revoke(request, pk):
    """Take one role away; roles outside the administrator's scope are shown, but not his to take."""
    rows = RoleAssignment.objects.select_related("organization", "user")
    assignment = get_object_or_404(rows, user__in=User.objects.visible_to(request.user), pk=pk)
    account = opened_account(request, assignment.user_id)
    require(can_administer(request.user, assignment.organization))
    try:
        services.revoke_role(actor=request.user, assignment=assignment)
    except GridgovError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已撤销：{assignment.organization}，{assignment.get_role_display()}。")
    return redirect("organizations:roles", account.pk)
