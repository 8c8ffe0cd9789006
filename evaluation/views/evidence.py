"""Evidence of a requirement or an item: adding, handing out, taking away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridgov.errors import GridgovError
from gridgov.middleware import wants_json
from gridgov.records.models import Attachment
from gridgov.records.serving import serve_attachment

from ..errors import LockedError
from ..forms.evidence import EvidenceForm
from ..models import Evaluation, Evidence, Sheet
from ..obstacles import sheet_url
from ..permissions import can_judge, can_see_self_evaluation, can_see_working_sheets, judging_sheet, sheet_for
from ..services.evidence import add_file, add_standard, remove_evidence
from ..sheet.beside import self_evaluation_of
from ..sheet.reading import evidence_of
from .access import NOT_JUDGING, require, seen_evaluation
from .answers import answer, edited_by, in_json
from .evaluations import evaluation_trail


@require_http_methods(["GET", "POST"])
def evidence_add(request, pk, target):
    """The evidence of one target, and the form that adds to it; a script posts the same form and gets JSON."""
    if request.method == "POST" and wants_json(request):
        return evidence_add_json(request, pk, target)
    evaluation = seen_evaluation(request, pk)
    if target not in evaluation.edition.scorecard.targets:
        raise Http404
    require(can_judge(request.user, evaluation), NOT_JUDGING)
    sheet = judging_sheet(request.user, evaluation)
    sheet.evaluation = evaluation
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*sent, organization=evaluation.organization)
    if form.is_valid():
        try:
            add_all(request.user, sheet, target, form.cleaned_data)
        except GridgovError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "证据已保存。")
            return redirect("evaluation:evidence-add", pk, target)
    return show(request, sheet, target, form)


@in_json
def evidence_add_json(request, pk, target):
    sheet = edited_by(request.user, pk)
    evaluation = sheet.evaluation
    if target not in evaluation.edition.scorecard.targets:
        raise Http404
    form = EvidenceForm(request.POST, request.FILES, organization=evaluation.organization)
    if not form.is_valid():
        return answer({"error": " ".join(error for errors in form.errors.values() for error in errors)}, 422)
    rows = add_all(request.user, sheet, target, form.cleaned_data)
    return answer({"evidence": [{"pk": row.pk, "name": str(row)} for row in rows]}, 201)


def add_all(user, sheet, target, data):
    place = {"actor": user, "sheet": sheet, "target": target}
    rows = [add_file(**place, file=file) for file in data["files"]]
    if data["standard"]:
        rows.append(add_standard(**place, standard=data["standard"]))
    return rows


def show(request, sheet, target, form):
    evaluation = sheet.evaluation
    context = {
        "evaluation": evaluation,
        "target": target,
        "form": form,
        "proofs": evidence_of(sheet).get(target, []),
        "back": sheet_url(evaluation, target),
        "trail": evaluation_trail(evaluation),
    }
    return render(request, "evaluation/evidence.html", context)


@require_GET
def evidence(request, pk, evidence_pk):
    """A file as a download; a standard by its page. What was taken away is not handed out."""
    evaluation = seen_evaluation(request, pk)
    rows = Evidence.objects.kept().filter(sheet__in=readable_sheets(request.user, evaluation))
    proof = get_object_or_404(rows.select_related("attachment", "sheet"), pk=evidence_pk)
    if proof.standard_id:
        return redirect("standards:standard", proof.standard_id)
    # Of a 底稿 not even the name of a file stands in the trail, which more people read than the sheet.
    told = "底稿的证据" if proof.sheet.is_private else ""
    return serve_attachment(
        request, proof.attachment, target=evaluation, organization=evaluation.keeper, told=told
    )


@require_GET
def self_evidence(request, pk, sha256):
    """A file the organisation named in the self-evaluation that stands beside the sheets of this panel."""
    evaluation = seen_evaluation(request, pk)
    if not can_see_self_evaluation(request.user, evaluation):
        raise Http404
    if sha256 not in self_evaluation_of(evaluation).hashes:
        raise Http404
    files = Attachment.objects.filter(organization=evaluation.organization_id, sha256=sha256)
    return serve_attachment(
        request, get_list_or_404(files)[0], target=evaluation, organization=evaluation.keeper
    )


def readable_sheets(user, evaluation: Evaluation) -> list[Sheet]:
    """Sheets whose evidence the user may read: the one in front of him, and submitted ones where those are open."""
    mine = sheet_for(user, evaluation)
    found = [mine] if mine is not None else []
    if can_see_working_sheets(user, evaluation):
        found += [sheet for sheet in evaluation.sheets.all() if not sheet.is_open or not sheet.is_private]
    return found


@require_POST
def evidence_remove(request, pk, evidence_pk):
    if wants_json(request):
        return evidence_remove_json(request, pk, evidence_pk)
    evaluation = seen_evaluation(request, pk)
    require(can_judge(request.user, evaluation), NOT_JUDGING)
    proof = get_object_or_404(judging_sheet(request.user, evaluation).evidence, pk=evidence_pk)
    try:
        remove_evidence(actor=request.user, evidence=proof)
    except LockedError as error:
        messages.error(request, error.message)
    return redirect("evaluation:evidence-add", pk, proof.target)


@in_json
def evidence_remove_json(request, pk, evidence_pk):
    sheet = edited_by(request.user, pk)
    remove_evidence(actor=request.user, evidence=get_object_or_404(sheet.evidence, pk=evidence_pk))
    return answer({"removed": evidence_pk})
