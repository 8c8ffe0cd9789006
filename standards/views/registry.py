"""The registry: list, detail, and the forms that write it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov import submitting
from gridgov.organizations.permissions import can_read_registry
from gridgov.paging import page_of
from gridgov.records.media import INLINE
from gridgov.submitting import posted

from ..documents.offering import papers_context
from ..doubts import doubts_about
from ..filters import StandardFilter
from ..forms.lifecycle import PlanForm
from ..forms.publishing import WithdrawForm
from ..forms.standards import FORMS, CorrectForm
from ..history import editions_of, history_of, timeline_of
from ..models import Standard
from ..permissions import (
    can_adopt,
    can_correct,
    can_edit,
    can_edit_registry,
    can_withdraw,
    can_write,
    editable_organizations,
    readable_documents,
)
from ..references.page import citations_context
from ..reviewing import reviewing_context
from ..services import registry
from ..services.lifecycle import edit_plan
from ..services.upkeep import withdraw_standard
from ..services.upkeep.withdrawals import OWN
from ..stations import lifecycle_context
from ..upkeep import upkeep_context
from .looking import ending_by_numbers, must_look

ORIGINS = {
    "published": (Standard.Origin.OWN, "补录已发布的自制标准"),
    "adopted": (Standard.Origin.ADOPTED, "登记采用标准"),
    "guidance": (Standard.Origin.GUIDANCE, "登记指导性文件"),
}
PAPER = "只用于使用本系统之前已经编号发布的自制标准：先登记，再上传文本和批准文书，用原编号补录发布。"
REAPPROVAL = "这份计划已经批准；有改动的，须重新批准后才能开始起草。"
NO_ROLE = "您在任何组织都没有角色，不能查看登记簿。需要时请联系本组织的系统管理员。"
PUBLISHED = "已发布的标准不能直接编辑：录入有误请用“更正”，内容变动请修订。"
READ_ONLY = "只有本组织的标准化管理办公室可以登记、更正和发布标准。"


@require_safe
def standards(request):
    """The list: what was asked for, how many there are in each status, 20 rows a page."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    found = StandardFilter(request.GET, user=request.user)
    counts = found.counts
    number = counts[found.wanted_status] if found.wanted_status else sum(counts.values())
    page = page_of(request, range(number))
    rows = found.rows_at(page.object_list).select_related("node", "organization")
    related = ["departments", "aliases"] if any(found.words.values()) else ["departments"]
    page.object_list = list(rows.prefetch_related(*related))
    remember_list(request)
    context = {
        "found": found,
        "page": page,
        "statuses": [(status, status.label, counts[status]) for status in Standard.Status],
        "all": sum(counts.values()),
        "total": found.scoped.count(),
        "editable": list(editable_organizations(request.user)),
        "opened": request.session.get("opened_standard"),
    }
    return render(request, "standards/standards.html", context)


def remember_list(request) -> None:
    """Coming back from a detail keeps filters and page; written only when they change."""
    query = request.GET.urlencode()
    if request.session.get("registry_query", "") != query:
        request.session["registry_query"] = query


def list_url(request) -> str:
    """The list as the user left it."""
    query = request.session.get("registry_query")
    return reverse("standards:standards") + (f"?{query}" if query else "")


def registry_trail(request, standard: Standard | None = None) -> list[tuple[str, str]]:
    trail = [("标准登记", list_url(request))]
    return [*trail, (standard.number or standard.title, standard.get_absolute_url())] if standard else trail


def visible_standard(request, pk: int) -> Standard:
    """The standard if the user may see it, with what its page names; 404 otherwise."""
    rows = Standard.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "node", "drafting_department"), pk=pk)


def writable_standard(request, pk: int) -> Standard:
    """A standard the user may write to, whatever its state; 403 for those who only read."""
    standard = visible_standard(request, pk)
    if not can_write(request.user, standard):
        raise PermissionDenied(READ_ONLY)
    return standard


@require_safe
def standard(request, pk):
    """One standard with everything known about it."""
    row = visible_standard(request, pk)
    if request.session.get("opened_standard") != row.pk:
        request.session["opened_standard"] = row.pk
    today = timezone.localdate()
    context = {
        "standard": row,
        "status": row.status(today),
        "today": today,
        "departments": row.departments.all(),
        "timeline": [] if row.is_own else timeline_of(row, today),
        "editions": editions_of(row, today),
        "documents": readable_documents(request.user, row).select_related("attachment"),
        "viewable": INLINE,
        "history": history_of(row),
        "list_url": list_url(request),
        "trail": registry_trail(request),
    } | allowed(request.user, row)
    context |= lifecycle_context(row, request.user, today) | upkeep_context(row, request.user)
    context |= reviewing_context(row, context["documents"]) | papers_context(request.user, row)
    context |= citations_context(row, request.user)
    return render(request, "standards/standard.html", context)


def allowed(user, row: Standard) -> dict:
    """What the user may do with it now."""
    return {
        "can_write": can_write(user, row),
        "can_edit": can_edit(user, row),
        "can_withdraw": can_withdraw(user, row),
        "can_adopt": can_adopt(user, row),
    }


def submit(request, form, act, done: str):
    """`gridgov.submitting.submit` for a service that returns a standard, with what is doubtful about it."""
    return submitting.submit(request, form, act, done, doubts=doubts_about)


def form_page(request, form, heading: str, **context):
    context = {"form": form, "heading": heading, "here": heading, **context}
    return render(request, context.pop("template", "standards/standard_form.html"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_new(request, origin):
    """Enter a standard in the registry of `?organization=`, or of the user's only one."""
    if origin not in ORIGINS:
        raise Http404
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    if not can_edit_registry(request.user, organization):
        raise PermissionDenied(READ_ONLY)
    kind, heading = ORIGINS[origin]
    form = FORMS[kind](*posted(request), organization=organization, initial=initial_of(request))
    values = {"actor": request.user, "organization": organization, "origin": kind}
    typed = Standard(organization=organization, origin=kind, stage=Standard.Stage.PUBLISHED)
    response = not must_look(request, form, lambda: ending_by_numbers(form, typed)) and submit(
        request,
        form,
        lambda: registry.enter_standard(values=form.values, is_pending=form.is_pending, **values),
        "已登记“{}”。",
    )
    return response or form_page(
        request,
        form,
        heading,
        organization=organization,
        organizations=organizations,
        kinds=new_kinds(),
        kind=origin,
        intro=PAPER if origin == "published" else "",
        trail=registry_trail(request),
        cancel_url=list_url(request),
    )


def new_kinds() -> list[tuple[str, str, str]]:
    """What can be entered: its name, words, address. New work begins with the plan."""
    others = [
        (key, words, reverse("standards:standard-new", args=[key])) for key, (_, words) in ORIGINS.items()
    ]
    return [("plan", "新增自制标准", reverse("standards:plan-new")), *others]


def chosen_organization(organizations: list, key: str | None):
    """The organisation asked for among those the user writes, the first without a wish; 403 if none."""
    chosen = [each for each in organizations if not key or str(each.pk) == key]
    if not chosen:
        raise PermissionDenied(READ_ONLY)
    return chosen[0]


def initial_of(request) -> dict:
    """A link from a gap of the tree brings the place along, one from a citation or a 查新 the number and title."""
    names = ("number", "title", "replaced_numbers")
    initial = {name: request.GET[name][:200] for name in names if request.GET.get(name)}
    node = request.GET.get("node", "")
    return initial | ({"node": node} if node.isdecimal() else {})


@require_http_methods(["GET", "HEAD", "POST"])
def standard_edit(request, pk):
    row = writable_standard(request, pk)
    if not can_edit(request.user, row):
        words = "已终止的不能再编辑。" if row.stage == Standard.Stage.ABANDONED else PUBLISHED
        return refuse(request, row, words)
    form_class, edit = FORMS[row.origin], registry.edit_standard
    if row.stage == Standard.Stage.PLANNED:
        form_class, edit = PlanForm, edit_plan
    form = form_class(*posted(request), instance=row, organization=row.organization)
    response = not must_look(request, form, lambda: ending_by_numbers(form, row)) and submit(
        request,
        form,
        lambda: edit(actor=request.user, standard=row, values=form.values),
        "已保存“{}”。",
    )
    intro = REAPPROVAL if row.stage == Standard.Stage.PLANNED and row.planned_on else ""
    return response or standard_page(request, row, form, f"编辑：{row.title}", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def standard_correct(request, pk):
    row = writable_standard(request, pk)
    if not can_correct(request.user, row):
        return refuse(request, row, "只有已发布的自制标准需要更正，这一条请直接编辑。")
    form = CorrectForm(*posted(request), instance=row, organization=row.organization)

    def act():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        return registry.correct_standard(actor=request.user, standard=row, values=values, reason=reason)

    intro = f"编号 {row.number} 不变。更正只用于录入差错；内容变动请修订，小的改动用修改单。"
    response = submit(request, form, act, "已更正“{}”。")
    return response or standard_page(request, row, form, f"更正：{row.title}", intro=intro, submit="确认更正")


@require_http_methods(["GET", "HEAD", "POST"])
def standard_withdraw(request, pk):
    row = writable_standard(request, pk)
    if not can_withdraw(request.user, row):
        return refuse(request, row, OWN if row.is_own else "只有已登记在册、尚未废止的标准可以废止。")
    form = WithdrawForm(*posted(request))

    def act():
        return withdraw_standard(actor=request.user, standard=row, **form.cleaned_data)

    intro = f"{row.number or row.title} 废止后不再计入现有标准，编号不再使用，也不能恢复。"
    response = submit(request, form, act, "已废止“{}”。")
    page = {"template": "standards/standard_withdraw.html", "intro": intro, "submit": "确认废止"}
    return response or standard_page(request, row, form, f"废止：{row.title}", **page)


def standard_page(request, row: Standard, form, heading: str, **context):
    trail, cancel = registry_trail(request, row), row.get_absolute_url()
    return form_page(
        request, form, heading, standard=row, trail=trail, cancel_url=cancel, **{"submit": "保存", **context}
    )


def refuse(request, row: Standard, words: str):
    """The state of the standard does not allow it: say so on its page."""
    messages.error(request, words)
    return redirect(row)
