"""文件模板: the Word template of every paper, built in or the organisation's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.records.serving import serve_attachment
from gridgov.submitting import attempt, posted

from ..documents.catalogue import BY_KIND, TEMPLATED, WORD, Paper
from ..documents.papers import TYPES
from ..documents.word import builtin_template
from ..forms.templates import RetireForm, TemplateForm
from ..models import DocumentTemplate
from ..permissions import can_edit_registry
from ..services.templates import retire_template, upload_template
from .system import address, chosen_organization, edited_organization


@require_safe
def templates(request):
    """Every paper with the template it is made from now."""
    organization = chosen_organization(request)
    rows = DocumentTemplate.objects.of(organization).filter(retired_at=None)
    own = {row.kind: row for row in rows.select_related("attachment", "uploaded_by")}
    context = {
        "organization": organization,
        "papers": [(paper, own.get(paper.kind)) for paper in TEMPLATED],
        "may_edit": can_edit_registry(request.user, organization),
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/templates.html", context)


def known_paper(kind: str) -> Paper:
    """A paper that has a Word template; 404 otherwise."""
    paper = BY_KIND.get(kind)
    if paper is None or not paper.has_template:
        raise Http404
    return paper


@require_safe
def template(request, kind):
    """The organisation's own template as it was handed in; recorded."""
    organization = chosen_organization(request)
    rows = DocumentTemplate.objects.of(organization).filter(kind=known_paper(kind).kind, retired_at=None)
    row = get_object_or_404(rows.select_related("attachment"))
    return serve_attachment(request, row.attachment, target=organization)


@require_safe
def template_builtin(request, kind):
    """The built-in template, to be looked at and changed in Word."""
    chosen_organization(request)
    paper = known_paper(kind)
    response = HttpResponse(builtin_template(kind), content_type=TYPES[WORD])
    response["Content-Disposition"] = content_disposition_header(True, f"{paper.title}模板.docx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request, kind):
    """Put the organisation's own template in the place of the one in use."""
    organization, paper = edited_organization(request), known_paper(kind)
    form = TemplateForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "organization": organization, "paper": paper}
        if attempt(form, upload_template, **arguments, **form.cleaned_data):
            messages.success(request, f"“{paper.title}”已改用上传的模板。")
            return redirect(address(request, "templates"))
    return form_page(request, form, paper, f"上传模板：{paper.title}", "上传")


@require_http_methods(["GET", "HEAD", "POST"])
def template_retire(request, kind):
    """Back to the built-in template."""
    organization, paper = edited_organization(request), known_paper(kind)
    form = RetireForm(request.POST if request.method == "POST" else None)
    arguments = {"actor": request.user, "organization": organization, "paper": paper}
    if request.method == "POST" and form.is_valid() and attempt(form, retire_template, **arguments):
        messages.success(request, f"“{paper.title}”已改回内置模板，上传的模板仍保留在记录中。")
        return redirect(address(request, "templates"))
    intro = "改回内置模板后，生成的文件不再用上传的模板；上传的文件仍保留在记录中。"
    return form_page(request, form, paper, f"改回内置模板：{paper.title}", "改回内置模板", intro=intro)


def form_page(request, form, paper: Paper, heading: str, submit: str, **context):
    back = address(request, "templates")
    context |= {"form": form, "heading": heading, "submit": submit, "cancel_url": back, "paper": paper}
    context["trail"] = [("标准体系", address(request, "system")), ("文件模板", back)]
    shape = "standards/template_form.html" if isinstance(form, TemplateForm) else "components/form_page.html"
    return render(request, shape, context)
