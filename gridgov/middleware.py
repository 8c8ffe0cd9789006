"""What holds for every request: nothing cached on shared machines, idle people out, first passwords gone."""

import contextlib
import time
from ipaddress import ip_address
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from gridgov.views import method_not_allowed

TOUCH_SECONDS = 60


def login_page(request, **query) -> str:
    """Address of the login page, which leads back to the page asked for; a POST cannot be asked for again."""
    if request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    return reverse(settings.LOGIN_URL) + (f"?{urlencode(query)}" if query else "")


def wants_json(request) -> bool:
    """Whether the client is a script of ours that reads JSON, not a person who follows a redirect."""
    return request.headers.get("Accept", "").startswith("application/json")


class HeadMiddleware:
    """HEAD gets the headers of GET alone: waitress sends what it is given, and the next answer would start in it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.content = b""
        return response


class WrongMethodMiddleware:
    """Django's 405 is a blank page; a person gets words instead."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or wants_json(request):
            return response
        page = method_not_allowed(request)
        page["Allow"] = response.get("Allow", "")
        return page


class ClientAddressMiddleware:
    """Behind `PROXIES` proxies of our own the client's address is what the outermost one of them saw.

    Entries further left in X-Forwarded-For are the client's own words and never read: the lockout counts by address.
    """

    def __init__(self, get_response):
        if settings.PROXIES < 1:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if len(seen) >= settings.PROXIES:
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(seen[-settings.PROXIES].strip()))
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages with data are never kept by the browser: the next person at the machine must not see them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store, private")
        return response


class WhoseMiddleware:
    """Says in a header whose a page is, nothing when nobody is logged in: what the service worker of a tablet keeps
    for one user is never shown to another.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response["Gridgov-User"] = str(request.user.pk or "")
        return response


class IdleLogoutMiddleware:
    """Ends a session after `IDLE_MINUTES` without a request; writes the session at most once a minute.

    A script that only asks for news every few seconds is no sign of a person.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self.is_idle(request):
            logout(request)
            # Messages come later in the chain, so the reason travels in the address.
            if not wants_json(request):
                return redirect(login_page(request, idle=1))
        return self.get_response(request)

    @staticmethod
    def is_idle(request) -> bool:
        now, seen = time.time(), request.session.get("seen_at")
        if seen and now - seen > settings.IDLE_MINUTES * 60:
            return True
        if wants_json(request) and request.method == "GET":
            return False
        if not seen or now - seen > TOUCH_SECONDS:
            request.session["seen_at"] = now
        return False


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Every page asks for a login; a script gets 401 instead of a redirect to a page it cannot read."""

    def handle_no_permission(self, request, view_func):
        if wants_json(request):
            return JsonResponse({"error": "登录已过期，请重新登录后再上传。"}, status=401)
        return redirect(login_page(request))


class PasswordChangeMiddleware:
    """A password set by somebody else is changed before anything else is done."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user, allowed = request.user, {"organizations:password", "organizations:logout"}
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.resolver_match.view_name in allowed:
            return None
        if wants_json(request):
            return JsonResponse({"error": "请先修改初始密码。"}, status=403)
        return redirect("organizations:password")
