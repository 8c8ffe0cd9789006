"""Steps of plans and findings: one page for whatever the step asks."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.http import require_http_methods

from gridgov.submitting import posted, submit

from ..forms.records import step_form
from ..permissions import can_take
from ..services.steps import take_step
from .access import form_page, kind_or_404, refuse, seen_record


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, kind, pk, step):
    kind, name = kind_or_404(kind), step
    if name not in kind.steps:
        raise Http404
    row, step = seen_record(request, kind, pk), kind.steps[name]
    if not can_take(request.user, row, step):
        raise PermissionDenied(f"“{step.label}”由{step.hands}办理。")
    if row.state not in step.sources:
        return refuse(request, row, f"{kind.noun}处于“{row.get_state_display()}”，不能“{step.label}”。")
    form = step_form(kind, step)(
        *posted(request), organization=row.organization, user=request.user, instance=row
    )

    def act():
        values = dict(form.cleaned_data)
        reason = values.pop("reason", "")
        return take_step(actor=request.user, kind=kind, row=row, name=name, values=values, reason=reason)

    response = submit(request, form, act, f"已{step.label}。")
    page = {"intro": step.guidance, "submit": step.label}
    return response or form_page(request, kind, form, f"{step.label}：{row}", row, **page)
