"""An organiser opens an evaluation by a panel."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gridgov.keys import read_key
from gridgov.submitting import posted, submit

from ..forms.applications import OpenForApplicationForm, OpenPanelForm
from ..models import Application
from ..permissions import can_decide_application, organizes, organizing_organizations
from ..services.opening import open_by_organizer, open_for_application
from .access import require
from .evaluations import trail

ORGANIZERS = "评估由上一级的标准化管理办公室或主管部门组织（第5部分 5.1）。"
DONE = "已开始{}。下一步组成评估组。"


@require_http_methods(["GET", "HEAD", "POST"])
def panel_new(request):
    """With `?application=` for an accepted application, else for an organisation below."""
    require(organizes(request.user), ORGANIZERS)
    organizers = organizing_organizations(request.user)
    if key := request.GET.get("application"):
        return panel_of_application(request, key)
    initial = {"organizer": organizers.first(), "organization": request.GET.get("organization")}
    form = OpenPanelForm(*posted(request), organizers=organizers, initial=initial)

    def act():
        return open_by_organizer(actor=request.user, **form.cleaned_data)

    return submit(request, form, act, DONE) or page(request, form)


def panel_of_application(request, key: str):
    rows = Application.objects.visible_to(request.user).select_related("organization", "addressee")
    application = get_object_or_404(rows, pk=read_key(key))
    require(can_decide_application(request.user, application), ORGANIZERS)
    form = OpenForApplicationForm(*posted(request))

    def act():
        return open_for_application(actor=request.user, application=application, **form.cleaned_data)

    intro = f"{application.organization}的申请由{application.addressee}受理；6.1–6.3 的情况取自申请。"
    return submit(request, form, act, DONE) or page(request, form, intro)


def page(request, form, intro: str = ""):
    context = {
        "form": form,
        "heading": "组织评估",
        "intro": intro,
        "trail": trail(),
        "submit": "开始评估",
        "cancel_url": reverse("evaluation:evaluations"),
    }
    return render(request, "components/form_page.html", context)
