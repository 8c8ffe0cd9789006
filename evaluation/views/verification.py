"""The verification page: open to whoever holds a report, years later and without an account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gridgov.submitting import attempt

from ..forms.verification import CodeForm, FileForm
from ..reports.proof import prove_code, prove_pdf
from ..services.inquiries import TooManyInquiriesError, count_inquiry


@login_not_required
@require_safe
def verification(request):
    """The page; with a number and a code in the address, as in the QR code, the answer."""
    form = CodeForm(request.GET or None)
    return answered(request, form, lambda: prove_code(**form.cleaned_data), code=form, file=FileForm())


@login_not_required
@require_POST
def verification_file(request):
    """The answer for an uploaded PDF, which is not kept."""
    form = FileForm(request.POST, request.FILES)
    return answered(
        request, form, lambda: prove_pdf(form.cleaned_data["file"].read()), code=CodeForm(), file=form
    )


def answered(request, form, prove, **forms):
    """The page with what `prove` says, when the form was filled in and its address has not asked too often."""
    proof = (
        attempt(form, counted, address=request.META.get("REMOTE_ADDR"), prove=prove)
        if form.is_valid()
        else None
    )
    blocked = isinstance(getattr(form, "refusal", None), TooManyInquiriesError)
    context = {"form": form, "proof": proof, **{f"{name}_form": each for name, each in forms.items()}}
    return render(request, "evaluation/verification.html", context, status=429 if blocked else 200)


def counted(*, address, prove):
    count_inquiry(address=address)
    return prove()
