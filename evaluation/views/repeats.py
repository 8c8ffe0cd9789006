"""Opening a 复评 of a told result."""

import json
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gridgov.submitting import attempt

from ..aftermath.repeats import items_with_losses
from ..forms.aftermath import RepeatForm
from ..results import permissions
from ..services.repeats import open_repeat
from .access import require
from .problems import form_page
from .signing import newest_result

NOT_REPEATING = "复评由组织单位在通报之后组织。"


@require_http_methods(["GET", "HEAD", "POST"])
def repeat_new(request, pk):
    result = newest_result(request, pk)
    require(permissions.can_repeat(request.user, result), NOT_REPEATING)
    card, lost = result.evaluation.edition.scorecard, items_with_losses(json.loads(result.document))
    form = RepeatForm(request.POST or None, card=card, proposed=lost)
    if request.method == "POST" and form.is_valid():
        service = partial(open_repeat, actor=request.user, result=result)
        if made := attempt(form, service, **form.cleaned_data):
            messages.success(request, "已开始复评，其余项目沿用原评价。请组成评估组，制定评估方案。")
            return redirect(made)
    intro = f"原评价 {result.number}，总分 {result.total}，{result.verdict}。原结果不会改变，复评另出报告。"
    return form_page(request, form, result, "开始复评", intro=intro, submit="开始复评")
