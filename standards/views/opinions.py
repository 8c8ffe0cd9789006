"""What a reviewer sees: the forms to fill in, one form with its draft, the signature (T/CSSG 001.2 10.4)."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.paging import page_of
from gridgov.records.media import INLINE
from gridgov.records.serving import serve_attachment
from gridgov.submitting import attempt

from ..clauses import clause_key
from ..forms.reviewing import ROWS_AT_ONCE, OpinionRows, OpinionSheet
from ..models import OpinionForm
from ..permissions import can_sign, can_write, is_drafting
from ..reviewing import checks_of, documents_for, forms_asked_of, forms_done, forms_to_fill
from ..services.opinions import WRONG_PASSWORD, save_opinions, sign_form
from .reviewing import round_trail

ROWS = "rows"


@require_safe
def my_opinions(request):
    """我的审查: what waits for the user, and what was signed."""
    context = {
        "waiting": forms_to_fill(request.user),
        "page": page_of(request, forms_done(request.user)),
        "today": timezone.localdate(),
    }
    return render(request, "standards/opinions.html", context)


def readable_form(request, pk: int) -> OpinionForm:
    """One's own form; signed, also for the office and the drafting department; 404 for anybody else."""
    rows = OpinionForm.objects
    form = get_object_or_404(rows.select_related("reviewer", "round__standard__organization"), pk=pk)
    standard = form.round.standard
    if form.reviewer_id == request.user.pk:
        return form
    if form.is_signed and (can_write(request.user, standard) or is_drafting(request.user, standard)):
        return form
    raise Http404


def writable_form(request, pk: int) -> OpinionForm:
    """A form sent to the user; 404 for anybody else's."""
    return get_object_or_404(forms_asked_of(request.user).select_related("reviewer"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion_form(request, pk):
    """The 审定意见表: to fill in and keep as a draft; to read once it is signed."""
    form = writable_form(request, pk) if request.method == "POST" else readable_form(request, pk)
    if not can_sign(request.user, form):
        return settled(request, form)
    if request.method != "POST":
        rows = form.opinions.values("clause", "text", "proposal")
        return sheet_page(
            request, form, OpinionSheet(instance=form), OpinionRows(initial=list(rows), prefix=ROWS)
        )
    sheet, rows = bound(request, form)
    if not keep(request, form, sheet, rows):
        return sheet_page(request, form, sheet, rows)
    messages.success(request, "已暂存。还没有签署：填好后请在页尾签署。")
    return redirect(form)


@require_POST
def opinion_form_rows(request, pk):
    """再加三行: the page again with everything typed so far, nothing kept."""
    form = writable_form(request, pk)
    if not can_sign(request.user, form):
        return settled(request, form)
    typed, rows = bound(request, form)
    rows.is_valid()
    filled = [row.cleaned_data for row in rows.forms if any(getattr(row, "cleaned_data", {}).values())]
    more = OpinionRows(initial=filled, prefix=ROWS)
    more.extra = len(rows.forms) - len(filled) + ROWS_AT_ONCE
    typed = OpinionSheet(instance=form, initial={name: request.POST.get(name, "") for name in typed.fields})
    return sheet_page(request, form, typed, more)


@sensitive_post_parameters("password")
@require_POST
def opinion_form_sign(request, pk):
    """Keep what was typed, then sign it; with a wrong password the draft stays."""
    form = writable_form(request, pk)
    if not can_sign(request.user, form):
        return settled(request, form)
    sheet, rows = bound(request, form)
    if keep(request, form, sheet, rows) and sign(request, form, sheet):
        messages.success(request, "已签署审定意见表，返回标准化管理办公室。")
        return redirect(form)
    return sheet_page(request, form, sheet, rows)


def sign(request, form: OpinionForm, sheet: OpinionSheet) -> OpinionForm | None:
    """Sign with the typed password; a wrong one counts towards the lock of the login, or it could be guessed here."""
    password = sheet.cleaned_data["password"]
    if password and authenticate(request, username=request.user.username, password=password) is None:
        sheet.add_error("password", WRONG_PASSWORD)
        return None
    return attempt(sheet, partial(sign_form, form=form), actor=request.user, password=password)


@require_safe
def opinion_form_document(request, pk, document_pk):
    """Draft or 编制说明 for who reads the form: a reviewer may see nothing else of the standard; recorded."""
    form = readable_form(request, pk)
    document = get_object_or_404(documents_for(form), pk=document_pk)
    return serve_attachment(request, document.attachment, target=form.round.standard)


def bound(request, form: OpinionForm):
    """The sheet and its rows as they were sent."""
    return OpinionSheet(request.POST, instance=form), OpinionRows(request.POST, prefix=ROWS)


def keep(request, form: OpinionForm, sheet: OpinionSheet, rows) -> OpinionForm | None:
    """Keep a draft; None when there is something to mend, told in the sheet."""
    if not (sheet.is_valid() and rows.is_valid()):
        if not rows.is_valid():
            sheet.add_error(None, "意见的行数不对，请刷新页面后重新填写。")
        return None
    opinions = [row.cleaned_data for row in rows.forms]
    save = partial(save_opinions, form=form)
    return attempt(sheet, save, actor=request.user, opinions=opinions, **sheet.answered)


def sheet_page(request, form: OpinionForm, sheet: OpinionSheet, rows):
    context = page_of_form(form) | {"form": sheet, "rows": rows}
    return render(request, "standards/opinion_form.html", context)


def settled(request, form: OpinionForm):
    """A form that takes nothing any more: as it was signed, or as it was when it was taken back."""
    if request.method == "POST":
        state = "已经签署" if form.is_signed else "已经收回"
        messages.error(request, f"这份审定意见表{state}，不能再改；刚才的内容没有保存。")
        return redirect(form)
    is_own = form.reviewer_id == request.user.pk
    context = page_of_form(form) | {
        "checks": checks_of(form),
        "opinions": sorted(form.opinions.all(), key=lambda opinion: clause_key(opinion.clause)),
        "is_own": is_own,
    }
    if not is_own:
        context["trail"] = round_trail(request, form.round)
    return render(request, "standards/opinion_signed.html", context)


def page_of_form(form: OpinionForm) -> dict:
    """What both pages show above the form."""
    return {
        "opinion_form": form,
        "round": form.round,
        "standard": form.round.standard,
        "documents": documents_for(form),
        "viewable": INLINE,
        "today": timezone.localdate(),
        "trail": [("我的审查", reverse("standards:my-opinions"))],
    }
