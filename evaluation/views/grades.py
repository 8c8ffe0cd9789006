"""The grades of an evaluation beside its verdict (T/CSSG 001.5 9.4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gridgov.submitting import attempt

from .. import permissions
from ..forms.grades import GradesForm
from ..panels.grades import PROPOSED
from ..services.grading import set_grades
from .access import require, seen_panel
from .evaluations import evaluation_trail

ORGANIZER_ONLY = "评价等级由组织单位设定，锁定后不能再改。"


@require_http_methods(["GET", "POST"])
def grades(request, pk):
    """Names and thresholds; `?proposed=1` fills in the proposal, to be looked at and saved."""
    found = seen_panel(request, pk)
    require(permissions.can_choose_people(request.user, found), ORGANIZER_ONLY)
    levels = PROPOSED if request.GET.get("proposed") else found.grades
    form = GradesForm(request.POST if request.method == "POST" else None, levels=levels)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, set_grades, actor=request.user, evaluation=found, levels=form.levels)
        if saved:
            messages.success(request, "评价等级已保存。" if form.levels else "已改为不设等级。")
            return redirect(found)
    context = {"form": form, "evaluation": found, "trail": evaluation_trail(found)}
    return render(request, "evaluation/panel/grades.html", context)
