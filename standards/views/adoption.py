"""采用审核: adopt what was identified, or not (life cycle §5.3)."""

from django.views.decorators.http import require_http_methods

from gridgov.submitting import posted

from ..forms.adoption import AdoptForm, DeclineForm
from ..models import Standard
from ..permissions import can_adopt
from ..services.adoption import adopt_standard, decline_standard
from ..upkeep import ending_by
from .registry import refuse, standard_page, submit, writable_standard

NOT_WAITING = "这一条不在待采用状态，不需要采用审核。"


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request, pk):
    row = writable_standard(request, pk)
    if not can_adopt(request.user, row):
        return refuse(request, row, NOT_WAITING)
    form = AdoptForm(*posted(request), instance=row, organization=row.organization)

    def act():
        return adopt_standard(actor=request.user, standard=row, **form.cleaned_data)

    response = submit(request, form, act, "已采用“{}”。")
    page = {"template": "standards/adoption.html", "submit": "审核适用，采用", "ending": ending_by(row)}
    return response or standard_page(request, row, form, f"采用审核：{row.title}", **page)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_decline(request, pk):
    row = writable_standard(request, pk)
    if not can_adopt(request.user, row) or row.stage == Standard.Stage.ABANDONED:
        return refuse(request, row, NOT_WAITING)
    form = DeclineForm(*posted(request), standard=row)

    def act():
        return decline_standard(actor=request.user, standard=row, **form.cleaned_data)

    response = submit(request, form, act, "已决定不采用“{}”。")
    page = {"template": "standards/adoption_decline.html", "submit": "确认不采用"}
    return response or standard_page(request, row, form, f"不采用：{row.title}", **page)
