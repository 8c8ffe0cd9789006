"""The 专家库: list, one person, adding, editing, taking out."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.keys import read_key
from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.submitting import posted, submit

from .. import permissions
from ..forms.experts import ExpertForm, RemoveExpertForm
from ..models import Evaluation, Expert
from ..panels.expert_filters import ExpertFilter
from ..services import experts as services
from .access import require

NO_ROLE = "您在任何组织都没有角色，不能查看专家库。"
KEEPERS_ONLY = "专家库由组织评价的标准化管理办公室或上级标准化主管部门维护。"
OUT = "此人已出库，不能再改。"


@require_safe
def experts(request):
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    found = ExpertFilter(request.GET, user=request.user)
    rows = found.qs.select_related("organization", "user").order_by("organization__path", "name", "pk")
    context = {
        "found": found,
        "page": page_of(request, rows),
        "total": found.scoped.kept().count(),
        "pools": list(permissions.organizing_organizations(request.user)),
    }
    return render(request, "evaluation/experts.html", context)


def seen_expert(request, pk: int) -> Expert:
    rows = Expert.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "employer_organization", "user"), pk=pk)


def kept_expert(request, pk: int) -> Expert:
    """Somebody in a pool the user keeps; 403 for those who only read, and once he is out."""
    row = seen_expert(request, pk)
    require(permissions.can_keep_experts(request.user, row.organization_id), KEEPERS_ONLY)
    require(row.removed_at is None, OUT)
    return row


@require_safe
def expert(request, pk):
    row = seen_expert(request, pk)
    seen = Evaluation.objects.visible_to(request.user)
    rows = row.participations.filter(evaluation__in=seen).select_related("evaluation__organization")
    context = {
        "expert": row,
        "participations": rows.order_by("-evaluation__year", "-pk"),
        "may_keep": permissions.can_keep_experts(request.user, row.organization_id),
        "trail": trail(),
    }
    return render(request, "evaluation/expert.html", context)


@require_http_methods(["GET", "POST"])
def expert_new(request):
    """A new person in the pool of `?organization=`, else of the first the user keeps."""
    pools = permissions.organizing_organizations(request.user)
    require(pools.exists(), KEEPERS_ONLY)
    key = read_key(request.GET.get("organization", ""))
    home = get_object_or_404(pools, pk=key) if key is not None else pools[0]
    form = ExpertForm(*posted(request), organization=home)

    def act():
        return services.add_expert(actor=request.user, organization=home, **form.values)

    intro = f"编入“{home}”的专家库。"
    return submit(request, form, act, "已入库：{}。") or form_page(request, form, "新增专家", intro=intro)


@require_http_methods(["GET", "POST"])
def expert_edit(request, pk):
    row = kept_expert(request, pk)
    form = ExpertForm(*posted(request), instance=row, organization=row.organization)

    def act():
        return services.edit_expert(actor=request.user, expert=row, **form.values)

    return submit(request, form, act, "已保存：{}。") or form_page(request, form, "编辑专家", row)


@require_http_methods(["GET", "POST"])
def expert_remove(request, pk):
    row = kept_expert(request, pk)
    form = RemoveExpertForm(*posted(request))

    def act():
        return services.remove_expert(actor=request.user, expert=row, reason=form.cleaned_data["reason"])

    intro = "出库后不能再编入评估组；参加过的评价照旧保留。"
    return submit(request, form, act, "已出库：{}。") or form_page(
        request, form, f"出库：{row.name}", row, intro=intro, submit="出库"
    )


def form_page(request, form, heading: str, row: Expert | None = None, **more):
    context = {
        "form": form,
        "heading": heading,
        "trail": trail(row),
        "cancel_url": row.get_absolute_url() if row else reverse("evaluation:experts"),
    }
    return render(request, "components/form_page.html", context | more)


def trail(row: Expert | None = None) -> list[tuple[str, str]]:
    found = [("专家库", reverse("evaluation:experts"))]
    return [*found, (row.name, row.get_absolute_url())] if row else found
