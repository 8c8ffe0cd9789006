"""Coming in, going out, and one's own password."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from .. import services
from ..forms.login import LoginForm, PasswordForm

FIRST = "现在的密码是别人给您的初始密码。请先换成只有自己知道的密码，然后才能使用系统。"


class Login(LoginView):
    """The login page; `next` is followed only within this site (Django's test), `idle` says why."""

    authentication_form = LoginForm
    template_name = "organizations/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        idle = self.request.method == "GET" and "idle" in self.request.GET
        return super().get_context_data(**kwargs, idle_minutes=settings.IDLE_MINUTES if idle else None)


@login_not_required
@require_POST
def logout(request):
    auth.logout(request)
    return redirect("organizations:login")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request):
    """Change one's own password; every other session of the account ends with it."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        services.change_password(user=request.user, password=form.cleaned_data["new"])
        auth.update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改。其他地方的登录已退出。")
        return redirect("workbench")
    first = request.user.must_change_password
    context = {
        "form": form,
        "heading": "修改密码",
        "submit": "修改密码",
        "intro": FIRST if first else "",
        "cancel_url": "" if first else reverse("workbench"),
    }
    return render(request, "organizations/password.html", context)


def locked_out(request, original_response=None, credentials=None):
    """What axes shows when a name has failed too often from one address: when to try again."""
    until = timezone.localtime() + settings.AXES_COOLOFF_TIME
    context = {"until": until, "limit": settings.AXES_FAILURE_LIMIT}
    return render(request, "organizations/locked_out.html", context, status=429)
