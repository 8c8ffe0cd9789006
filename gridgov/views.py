"""Pages of the site that no app owns, and the error pages."""

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from gridgov.libraries import libraries, project
from gridgov.organizations.models import Organization

ERRORS = {
    400: ("请求不完整", "服务器看不懂这次请求。请返回上一页，刷新后再试。"),
    403: ("没有权限", "您的角色不能做这件事。需要时请联系本组织的系统管理员授予角色。"),
    404: ("没有找到", "网址不对，或者这条内容不在您可以查看的范围内。"),
    405: ("不能这样打开", "这个网址只用来提交或只用来查看。请从页面上的按钮或链接进入。"),
    500: (
        "系统出错",
        "这是系统的问题，不是您的操作造成的。已保存的内容不受影响，请稍后再试，或联系系统管理员。",
    ),
}
UNKNOWN_HOST = (
    "网址不对",
    "这台服务器不接受网址中的主机名。请用本单位公布的网址打开；系统维护人员可在 GRIDGOV_HOSTS 中加上它。",
)
CSRF_ERROR = (
    "页面已过期",
    "登录状态变过，或页面停留太久。请返回上一页，刷新后重新提交；刚才填写的内容没有保存。",
)


@require_safe
def workbench(request):
    """The first page after login: what the user's roles give to do and how far the organisation is.

    On a fresh installation there is nothing to do but to make the first organisation.
    """
    if request.user.is_site_administrator and not Organization.objects.exists():
        return redirect("organizations:organizations")
    return render(request, "workbench.html")


@require_safe
def help_page(request):
    return render(request, "help.html")


@require_safe
def about(request):
    return render(request, "about.html", {"version": project()["version"], "libraries": libraries()})


def error_page(request, status: int, words: tuple[str, str]):
    return render(
        request, "error.html", {"heading": words[0], "advice": words[1], "status": status}, status=status
    )


def bad_request(request, exception):
    return error_page(request, 400, UNKNOWN_HOST if isinstance(exception, DisallowedHost) else ERRORS[400])


def permission_denied(request, exception):
    return error_page(request, 403, (ERRORS[403][0], str(exception) or ERRORS[403][1]))


def not_found(request, exception):
    return error_page(request, 404, ERRORS[404])


def method_not_allowed(request):
    return error_page(request, 405, ERRORS[405])


def server_error(request):
    """Without the request: what failed may be the database or the session that the page's frame would ask."""
    heading, advice = ERRORS[500]
    context = {"heading": heading, "advice": advice, "status": 500}
    return HttpResponse(render_to_string("error.html", context), status=500)


def csrf_failure(request, reason=""):
    return error_page(request, 403, CSRF_ERROR)
