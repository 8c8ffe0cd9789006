"""Pages of an organisation's departments."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gridgov.submitting import attempt

from .. import services
from ..forms.organizations import DepartmentForm
from ..models import Department
from .access import administered_department, administered_organization
from .organizations import trail


@require_http_methods(["GET", "POST"])
def department_new(request, pk):
    home = administered_organization(request, pk)
    form = DepartmentForm(request.POST or None, instance=Department(organization=home))
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if made := attempt(form, services.create_department, actor=request.user, organization=home, **fields):
            messages.success(request, f"已新增部门“{made}”。")
            return redirect(home)
    return form_page(request, form, "新增部门", home)


@require_http_methods(["GET", "POST"])
def department_edit(request, pk):
    department = administered_department(request, pk)
    home = department.organization
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if saved := attempt(
            form, services.edit_department, actor=request.user, department=department, **fields
        ):
            messages.success(request, f"已保存部门“{saved}”。")
            return redirect(home)
    return form_page(request, form, "修改部门", home)


def form_page(request, form, heading: str, home):
    context = {
        "form": form,
        "heading": heading,
        "trail": [*trail(), (home.name, home.get_absolute_url())],
        "cancel_url": home.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
