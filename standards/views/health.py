"""体系体检: every fault of a registry, each with the link that mends it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gridgov.paging import page_of
from gridgov.records.serving import serve_workbook

from ..exports.health import export_problems
from ..health.choosing import ProblemForm, counted
from ..health.collecting import checks, problems_of
from ..health.problem import Severity
from ..permissions import can_edit_registry
from .system import address, chosen_organization


@require_safe
def health(request):
    """Figures by kind, and the faults asked for; links to forms are the office's."""
    organization, today = chosen_organization(request), timezone.localdate()
    problems, form = problems_of(organization, today), ProblemForm(request.GET)
    context = {
        "organization": organization,
        "form": form,
        "counts": counted(problems),
        "total": len(problems),
        "severe": sum(problem.check.severity == Severity.SCORE for problem in problems),
        "page": page_of(request, form.choose(problems)),
        "may_mend": can_edit_registry(request.user, organization),
        "checks": checks(),
        "today": today,
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/health.html", context)


@require_safe
def health_export(request):
    """The same as an Excel file; the download is recorded."""
    organization, today = chosen_organization(request), timezone.localdate()
    problems = ProblemForm(request.GET).choose(problems_of(organization, today))
    return serve_workbook(
        request,
        export_problems(problems, organization=organization, on=today),
        name=f"{organization.name}体系体检{today:%Y-%m-%d}.xlsx",
        label="体系体检",
        organization=organization,
        changes={"体系体检": ["", f"{len(problems)} 项"]},
    )
