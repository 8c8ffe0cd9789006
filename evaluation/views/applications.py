"""Applications: list for both sides, page, form, documents, and the steps (T/CSSG 001.5 6.1–6.3)."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.errors import GridgovError
from gridgov.keys import read_key
from gridgov.paging import page_of
from gridgov.records.services import record_event
from gridgov.records.serving import serve_attachment
from gridgov.submitting import posted, submit

from .. import permissions
from ..applying.page import application_context
from ..applying.prefilling import known_facts
from ..errors import EvaluationError
from ..filters import ApplicationFilter
from ..forms.applications import ApplicationDocumentForm, ApplicationForm, OpinionForm, ReturnForm
from ..models import Application
from ..papers.application import application_paper
from ..papers.making import PDF, TYPES
from ..services import application_documents as documents
from ..services import applications as services
from .access import require

OFFICE = "评估申请由申请单位的标准化管理办公室填写和提交。"
UPPER = "评估申请由上一级的标准化管理办公室或主管部门受理。"
NOBODY_ABOVE = "您不在有上一级的组织的标准化管理办公室，不能申请评估。"
NO_RESULT = "先完成并锁定自我评价（第5部分 6.1），再申请评估。"


@require_safe
def applications(request):
    """Applied by us and received by us, the newest first."""
    rows = Application.objects.visible_to(request.user).select_related(
        "organization", "addressee", "result__evaluation"
    )
    found = ApplicationFilter(request.GET, user=request.user, queryset=rows.defer("result__document"))
    may_apply = permissions.applying_organizations(request.user).exists()
    context = {"found": found, "page": page_of(request, found.qs), "may_apply": may_apply}
    remember(request)
    return render(request, "evaluation/applications.html", context)


def remember(request) -> None:
    """Coming back from one keeps filters and page; written only when they change."""
    query = request.GET.urlencode()
    if request.session.get("applications_query", "") != query:
        request.session["applications_query"] = query


def trail(request, found: Application | None = None) -> list[tuple[str, str]]:
    query = request.session.get("applications_query")
    address = reverse("evaluation:applications") + (f"?{query}" if query else "")
    return [("评估申请", address), *([(str(found), found.get_absolute_url())] if found else [])]


def seen_application(request, pk: int) -> Application:
    """An application the user may see; 404 otherwise."""
    rows = Application.objects.visible_to(request.user).select_related(
        "organization", "addressee", "result__evaluation", "submitted_by", "decided_by"
    )
    return get_object_or_404(rows.defer("result__document"), pk=pk)


def written_application(request, pk: int) -> Application:
    """One whose office the user is, and which may still be changed."""
    found = seen_application(request, pk)
    require(permissions.can_write_application(request.user, found), OFFICE)
    require(found.is_editable, services.FIXED.format(found.get_state_display()))
    return found


def decided_application(request, pk: int) -> Application:
    found = seen_application(request, pk)
    require(permissions.can_decide_application(request.user, found), UPPER)
    return found


@require_safe
def application(request, pk):
    found = seen_application(request, pk)
    context = application_context(request.user, found) | {"trail": trail(request)}
    return render(request, "evaluation/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request):
    organization = chosen_organization(request)
    if begun := services.open_application(organization):
        messages.info(request, services.OPEN_ONE.format(organization))
        return redirect(begun)
    results = services.usable_results(organization)
    if not results:
        messages.error(request, NO_RESULT)
        return redirect("evaluation:evaluations")
    known = known_facts(organization, on=timezone.localdate())
    known |= {"result": results[0], "contact": request.user.name, "phone": request.user.phone}
    form = ApplicationForm(*posted(request), results=results, initial=known)

    def act():
        return services.draft_application(actor=request.user, organization=organization, **form.cleaned_data)

    response = submit(request, form, act, "申请已保存为草稿。下一步备齐材料，再提交。")
    intro = f"{organization} 向 {organization.parent} 申请评估。先保存草稿，备齐材料后提交。"
    return response or form_page(request, form, "申请评估", intro=intro, submit="保存草稿")


def chosen_organization(request):
    """The organisation asked for among those the user applies for; the first without a wish."""
    homes = permissions.applying_organizations(request.user).select_related("parent")
    require(homes.exists(), NOBODY_ABOVE)
    return homes.filter(pk=read_key(request.GET.get("organization", ""))).first() or homes.first()


@require_http_methods(["GET", "HEAD", "POST"])
def application_edit(request, pk):
    found = written_application(request, pk)
    results = services.usable_results(found.organization)
    form = ApplicationForm(*posted(request), results=results, instance=found)

    def act():
        return services.edit_application(actor=request.user, application=found, **form.cleaned_data)

    return submit(request, form, act, "申请已保存。") or form_page(request, form, "修改申请", found)


@require_POST
def application_submit(request, pk):
    found = seen_application(request, pk)
    require(permissions.can_write_application(request.user, found), OFFICE)
    done = f"申请已提交，等待 {found.organization.parent} 受理。"
    return tried(request, found, services.submit_application, done)


@require_http_methods(["GET", "HEAD", "POST"])
def application_accept(request, pk):
    found, form = decided_application(request, pk), OpinionForm(*posted(request))
    act = partial(services.accept_application, actor=request.user, application=found)
    response = submit(request, form, lambda: act(**form.cleaned_data), "已受理。下一步组织评估。")
    return response or form_page(request, form, "受理申请", found, submit="受理")


@require_http_methods(["GET", "HEAD", "POST"])
def application_return(request, pk):
    found, form = decided_application(request, pk), ReturnForm(*posted(request))
    act = partial(services.return_application, actor=request.user, application=found)
    response = submit(request, form, lambda: act(**form.cleaned_data), "已退回，申请单位修改后再次提交。")
    return response or form_page(request, form, "退回申请", found, submit="退回")


@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request, pk):
    found = written_application(request, pk)
    form = ApplicationDocumentForm(*posted(request), initial={"kind": request.GET.get("kind", "")})

    def act():
        documents.add_document(actor=request.user, application=found, **form.cleaned_data)
        return found

    return submit(request, form, act, "材料已上传。") or form_page(
        request, form, "上传材料", found, submit="上传"
    )


@require_POST
def document_gather(request, pk):
    """Take over what the system has, in one step."""
    found = written_application(request, pk)
    made = attempt_told(request, documents.take_over, application=found)
    if made is not None:
        names = "、".join(document.get_kind_display() for document in made)
        words = f"已取用：{names}。" if made else "系统中有的材料都已在申请中，没有新增。"
        messages.success(request, words)
    return redirect(found)


@require_safe
def document(request, pk, document_pk):
    """The file, for whoever may see the application; recorded."""
    found = seen_application(request, pk)
    row = get_object_or_404(found.documents.kept().select_related("attachment"), pk=document_pk)
    return serve_attachment(request, row.attachment, target=found)


@require_safe
def application_form(request, pk, ext):
    """The 评估申请表 as Word or PDF, to be stamped; recorded."""
    found = seen_application(request, pk)
    if ext not in TYPES:
        raise Http404
    try:
        made = application_paper(found, ext)
    except EvaluationError as error:
        messages.error(request, error.message)
        return redirect(found)
    changes = {"文件": ["", made.name]}
    record_event(actor=request.user, verb="render_document", target=found, changes=changes)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = content_disposition_header(ext != PDF, made.name)
    return response


@require_POST
def document_remove(request, pk, document_pk):
    found = written_application(request, pk)
    row = get_object_or_404(found.documents.select_related("attachment"), pk=document_pk)
    return tried(request, found, documents.remove_document, f"已移除“{row.attachment}”。", document=row)


def tried(request, found: Application, service, done: str, **arguments):
    """One button: the service, what came of it in words, and back to the page."""
    try:
        service(actor=request.user, application=found, **arguments)
        messages.success(request, done)
    except GridgovError as error:
        messages.error(request, error.message)
    return redirect(found)


def attempt_told(request, service, **arguments):
    """What the service returns; None after telling its refusal."""
    try:
        return service(actor=request.user, **arguments)
    except GridgovError as error:
        messages.error(request, error.message)
        return None


def form_page(request, form, heading: str, found: Application | None = None, **context):
    cancel = found.get_absolute_url() if found else reverse("evaluation:applications")
    context = {"form": form, "heading": heading, "cancel_url": cancel, **context}
    return render(request, "components/form_page.html", context | {"trail": trail(request, found)})
