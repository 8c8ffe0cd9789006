"""Pages of accounts. A first password is shown on the page that answers the button, and never again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.keys import read_key
from gridgov.paging import page_of
from gridgov.submitting import attempt

from .. import services
from ..filters import UserFilter
from ..forms.users import UserForm
from ..models import Organization, User
from ..permissions import can_administer, can_change_account, can_reset_password
from .access import administered_organization, changed_account, opened_account, require, reset_account
from .organizations import trail

NO_HOME = "账号不属于任何组织，供全站管理员使用。给某个组织建账号，请到该组织的页面点“新增用户”。"


def user_trail() -> list[tuple[str, str]]:
    return [*trail(), ("用户与角色", reverse("organizations:users"))]


@require_safe
def users(request):
    require(can_administer(request.user))
    rows = User.objects.administered_by(request.user)
    filters = UserFilter(request.GET, rows.with_roles())
    context = {
        "filters": filters,
        "page": page_of(request, filters.qs),
        "total": rows.count(),
        "trail": trail(),
    }
    return render(request, "organizations/users.html", context)


@require_http_methods(["GET", "POST"])
def user_new(request):
    """A new account in `?organization=`, else in the administrator's own organisation."""
    home = home_of_new_account(request)
    form = UserForm(request.POST or None, instance=User(organization=home), actor=request.user)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        made = attempt(form, services.create_user, actor=request.user, organization=home, **fields)
        if made:
            return password_page(request, *made, heading="账号已建立")
    context = {
        "form": form,
        "heading": "新增用户",
        "intro": f"账号属于“{home}”。" if home else NO_HOME,
        "trail": user_trail(),
        "cancel_url": reverse("organizations:users"),
    }
    return render(request, "components/form_page.html", context)


def home_of_new_account(request) -> Organization | None:
    key = read_key(request.GET.get("organization", ""))
    if key is not None:
        return administered_organization(request, key)
    require(can_administer(request.user))
    own = request.user.organization
    if own is not None and can_administer(request.user, own):
        return own
    return (
        None if request.user.is_site_administrator else Organization.objects.administered_by(request.user)[0]
    )


@require_safe
def user(request, pk):
    account = opened_account(request, pk)
    context = {
        "account": account,
        "assignments": account.assignments.select_related("organization"),
        "may_change": can_change_account(request.user, account),
        "may_reset": can_reset_password(request.user, account),
        "trail": user_trail(),
    }
    return render(request, "organizations/user.html", context)


@require_http_methods(["GET", "POST"])
def user_edit(request, pk):
    account = changed_account(request, pk)
    form = UserForm(request.POST or None, instance=account, actor=request.user)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, services.edit_user, actor=request.user, user=account, **form.cleaned_data)
        if saved:
            messages.success(request, f"已保存“{saved}”。")
            return redirect(saved)
    context = {
        "form": form,
        "heading": "修改用户",
        "trail": user_trail(),
        "cancel_url": account.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def user_password(request, pk):
    """Ask, then reset: the account gets a random password, the sessions it has are over."""
    account = reset_account(request, pk)
    if request.method == "POST":
        password = services.reset_password(actor=request.user, user=account)
        return password_page(request, account, password, heading="密码已重置")
    return render(request, "organizations/user_password.html", {"account": account, "trail": user_trail()})


def password_page(request, account: User, password: str, *, heading: str):
    """Not a redirect: the password would have to lie somewhere until the next request."""
    context = {"account": account, "password": password, "heading": heading, "trail": user_trail()}
    return render(request, "organizations/first_password.html", context)
