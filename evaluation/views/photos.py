"""Photos of a row: taking one in from a tablet, showing it on the page."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gridgov.records.media import PICTURES
from gridgov.records.serving import show_picture

from ..errors import EvaluationError
from ..models import Evidence
from ..services.photos import add_photo
from ..sheet.messages import number, read_target, read_uuid
from .access import seen_evaluation
from .answers import NOT_THEIRS, answer, in_json, judged_by, refusal
from .evidence import readable_sheets


@require_POST
@in_json
def photo_add(request, pk):
    """One photo: uuid, target, caption, user and the file → its evidence. The same uuid again: the same answer."""
    sheet = judged_by(request.user, pk)
    photo = read_photo(request)
    if number(request.POST.get("user", request.user.pk), "user") != request.user.pk:
        return refusal(NOT_THEIRS, 403)
    made = add_photo(actor=request.user, sheet=sheet, **photo)
    return answer({"uuid": str(made.uuid), "target": made.target, "evidence": told(made, pk)})


def read_photo(request) -> dict:
    """Arguments of `add_photo` from a form; raises EvaluationError naming what is missing."""
    if "file" not in request.FILES:
        raise EvaluationError("没有收到照片文件，请重新拍照。")
    return {
        "uuid": read_uuid(request.POST.get("uuid")),
        "target": read_target(request.POST.get("target")),
        "caption": request.POST.get("caption", "").strip(),
        "file": request.FILES["file"],
    }


def told(evidence: Evidence, pk: int) -> dict:
    return {
        "pk": evidence.pk,
        "name": str(evidence),
        "caption": evidence.caption,
        "removed": evidence.removed_at is not None,
        "url": reverse("evaluation:photo", args=[pk, evidence.pk]),
        "removal": reverse("evaluation:evidence-remove", args=[pk, evidence.pk]),
    }


@require_GET
def photo(request, pk, evidence_pk):
    """A picture among the evidence the user may read, as the page shows it."""
    evaluation = seen_evaluation(request, pk)
    rows = Evidence.objects.kept().filter(
        sheet__in=readable_sheets(request.user, evaluation), attachment__media_type__in=PICTURES
    )
    return show_picture(get_object_or_404(rows.select_related("attachment"), pk=evidence_pk).attachment)
