"""体系版本: list, page, 编制, 审议, 发布 (life cycle §5.4)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.organizations.models import Role
from gridgov.paging import page_of
from gridgov.records.services import record_event
from gridgov.records.serving import serve_attachment, serve_workbook
from gridgov.submitting import attempt, posted

from ..exports import export_version
from ..forms.versions import DeliberationForm, ExplanationForm, IssueForm, StartForm
from ..models import SystemVersion
from ..permissions import can_deliberate, can_edit_registry, can_issue, can_prepare_version
from ..services import versions as services
from ..statistics import LEVELS
from ..versions.doubts import doubts_about_version
from ..versions.explanation import SECTIONS
from ..versions.snapshots import read_snapshot, status_counts
from ..versions.standings import DRAFT_SIGN, SIGNS, standings
from .system import address, chosen_organization

OFFICE_ONLY = "体系版本由本组织的标准化管理办公室编制。"
NOT_YOURS = "您的角色不能做这件事，或者这一版已经发布。"


@require_safe
def versions(request):
    """All versions of an organisation, the newest first, and which of them runs."""
    organization = chosen_organization(request)
    rows = list(SystemVersion.objects.of(organization).without_snapshot())
    rows.sort(key=lambda each: not each.is_issued, reverse=True)
    words = standings(rows, timezone.localdate())
    page = page_of(request, [(row, words[row.pk], sign_of(words[row.pk])) for row in rows])
    context = {
        "organization": organization,
        "page": page,
        "issued": [row for row in rows if row.is_issued],
        "begun": next((row for row in rows if not row.is_issued), None),
        "may_start": can_edit_registry(request.user, organization),
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/versions.html", context)


def sign_of(word: str) -> tuple[str, str]:
    """Colour and sign that stand beside the word."""
    return SIGNS.get(word, DRAFT_SIGN)


def seen_version(request, pk: int, *, whole: bool = False) -> SystemVersion:
    """The version if the user may see it; 404 otherwise. `whole` reads its snapshot too."""
    rows = SystemVersion.objects.visible_to(request.user).select_related(
        "organization", "drafted_by", "decree"
    )
    return get_object_or_404(rows if whole else rows.without_snapshot(), pk=pk)


def trail_of(version: SystemVersion) -> list[tuple[str, str]]:
    query = f"?organization={version.organization_id}"
    return [
        ("标准体系", reverse("standards:system") + query),
        ("体系版本", reverse("standards:versions") + query),
    ]


@require_safe
def version(request, pk):
    """Facts, 发布令, 编制说明; once issued the frozen 明细表 and 统计表."""
    row = seen_version(request, pk, whole=True)
    known = SystemVersion.objects.of(row.organization).without_snapshot()
    word = standings(known, timezone.localdate())[row.pk]
    document = read_snapshot(row.snapshot) if row.is_issued else None
    context = {
        "version": row,
        "word": word,
        "sign": sign_of(word),
        "sections": [(heading, row.explanation.get(key, "")) for key, (heading, _) in SECTIONS.items()],
        "document": document,
        "page": page_of(request, document["standards"]) if document else None,
        "counts": status_counts(document) if document else [],
        "levels": LEVELS,
        "trail": trail_of(row),
    } | allowed(request.user, row)
    return render(request, "standards/version.html", context)


def allowed(user, row: SystemVersion) -> dict:
    """What the user may do with it now."""
    return {
        "may_prepare": can_prepare_version(user, row),
        "may_deliberate": can_deliberate(user, row),
        "may_issue": can_issue(user, row) and row.state == SystemVersion.State.DELIBERATED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def version_new(request):
    organization = chosen_organization(request)
    if not can_edit_registry(request.user, organization):
        raise PermissionDenied(OFFICE_ONLY)
    form = StartForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "organization": organization, **form.cleaned_data}
        if made := attempt(form, services.start_version, **arguments):
            messages.success(request, f"已开始编制“{made}”。下一步写编制说明。")
            return redirect("standards:version-explanation", made.pk)
    back = address(request, "versions")
    context = {"form": form, "heading": "编制新版本", "submit": "开始编制", "cancel_url": back}
    context["trail"] = [("标准体系", address(request, "system")), ("体系版本", back)]
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def version_explanation(request, pk):
    """The 编制说明 by section, beside what the registry tells today."""
    row = required(request, pk, can_prepare_version)
    form = ExplanationForm(*posted(request), version=row)
    if request.method == "POST" and form.is_valid():
        arguments = {"version": row, "name": form.cleaned_data["name"], "explanation": form.explanation}
        if attempt(form, services.save_explanation, actor=request.user, **arguments):
            messages.success(request, "已保存编制说明。")
            return redirect(row)
    told = services.suggestions(row.organization, on=timezone.localdate())
    context = {"suggested": [(SECTIONS[key][0], text) for key, text in told.items()]}
    return form_page(request, row, form, "编制说明", template="standards/version_explanation.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def version_deliberate(request, pk):
    row = required(request, pk, can_deliberate)
    known = {"on": row.deliberated_on or timezone.localdate(), "text": row.deliberation}
    form = DeliberationForm(*posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "version": row, **form.cleaned_data}
        if attempt(form, services.deliberate_version, **arguments):
            messages.success(request, "已记录审议。下一步发布。")
            return redirect(row)
    return form_page(request, row, form, "审议", submit="记录审议")


@require_http_methods(["GET", "HEAD", "POST"])
def version_issue(request, pk):
    """The 发布令; what is doubtful in the system is shown before it is confirmed."""
    row = required(request, pk, can_issue)
    if row.state != SystemVersion.State.DELIBERATED:
        messages.error(request, services.NOT_DELIBERATED)
        return redirect(row)
    today = timezone.localdate()
    decides = request.user.has_role(row.organization_id, Role.COMMITTEE, Role.AUTHORIZER)
    known = {"issued_on": today, "effective_on": today, "signer": str(request.user) if decides else ""}
    form = IssueForm(*posted(request), decides=decides, initial=known)
    if request.method == "POST" and form.is_valid():
        arguments = {"actor": request.user, "version": row, **form.cleaned_data}
        if attempt(form, services.issue_version, **arguments):
            messages.success(request, f"已发布“{row}”，树、明细表和统计表已经冻结。")
            return redirect(row)
    context = {"doubts": doubts_about_version(row, on=today), "submit": "确认发布"}
    return form_page(request, row, form, "发布", template="standards/version_issue.html", **context)


def required(request, pk: int, may) -> SystemVersion:
    """The version, for somebody whom the predicate lets; 404 out of sight, 403 otherwise."""
    row = seen_version(request, pk)
    if not may(request.user, row):
        raise PermissionDenied(NOT_YOURS)
    return row


def form_page(request, row: SystemVersion, form, what: str, **context):
    heading = f"{what}：{row}"
    context = {
        "form": form,
        "heading": heading,
        "version": row,
        "cancel_url": row.get_absolute_url(),
        **context,
    }
    context["trail"] = [*trail_of(row), (str(row), row.get_absolute_url())]
    return render(request, context.pop("template", "components/form_page.html"), context)


@require_safe
def version_decree(request, pk):
    """The signed 发布令; recorded."""
    row = seen_version(request, pk)
    if row.decree is None:
        raise Http404
    return serve_attachment(request, row.decree, target=row)


def issued(request, pk: int) -> SystemVersion:
    row = seen_version(request, pk, whole=True)
    if not row.is_issued:
        raise Http404
    return row


@require_safe
def version_export(request, pk):
    """The frozen 明细表 and 统计表 as Excel, from the snapshot alone."""
    row = issued(request, pk)
    exported = export_version(read_snapshot(row.snapshot))
    name = f"{row.organization.name}标准明细表（{row}）.xlsx"
    return serve_workbook(request, exported.file, name=name, target=row, changes={"文件": ["", name]})


@require_safe
def version_snapshot(request, pk):
    """The frozen document as it was hashed: the SHA-256 of the file is the one on the page."""
    row = issued(request, pk)
    name = f"{row.organization.name}标准体系（{row}）.json"
    response = HttpResponse(row.snapshot, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, name)
    record_event(actor=request.user, verb="export", target=row, changes={"文件": ["", name]})
    return response
