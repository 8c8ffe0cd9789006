"""The score table as Excel: out, and filled in again: upload, precheck, confirmation."""

from uuid import uuid4

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.errors import GridgovError
from gridgov.records.serving import serve_workbook
from gridgov.submitting import posted, tell_in
from standards.importing.reading import check_size, read_table
from standards.importing.table import Sheet as Page

from ..errors import EvaluationError
from ..forms.working import ScoreTableForm
from ..models import Sheet
from ..obstacles import sheet_url
from ..permissions import can_judge, judging_sheet
from ..services.score_import import import_scores
from ..sheet.importing import Precheck, other_title, precheck
from ..sheet.reading import read_sheet, value_words
from ..sheet.workbook import make_book
from .access import NOT_JUDGING, require, seen_evaluation, seen_sheet
from .evaluations import evaluation_trail

SALT = "evaluation.score-table"
HOURS = 12
STALE = "预检的结果已过期，请重新上传。"
MOST_PACKED = 2_000_000  # the site takes in forms of 2.5 MB
MOST_SHOWN = 200


@require_safe
def sheet_excel(request, pk):
    """The sheet the user has in front of him as a workbook that can be filled in."""
    found = seen_evaluation(request, pk)
    sheet = seen_sheet(request, found)
    name = f"{found}{'底稿' if sheet.is_private else '评分表'}{timezone.localdate():%Y-%m-%d}.xlsx".replace(
        "/", "-"
    )
    told = {"评分表": ["", "底稿" if sheet.is_private else "正式评分表"]}
    file = make_book(sheet, read_sheet(sheet))
    return serve_workbook(request, file, name=name, target=found, organization=found.keeper, changes=told)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request, pk):
    """Take a filled table in and show what it would change; nothing is written yet."""
    sheet = judged_sheet(request, pk)
    form = ScoreTableForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return show_precheck(request, sheet, pages_of(form.cleaned_data["file"]))
        except GridgovError as error:
            tell_in(form, error)
    return render(request, "evaluation/sheet_import.html", page(sheet, form=form))


@require_POST
def sheet_import_confirm(request, pk):
    """Write what was prechecked, all or nothing."""
    sheet = judged_sheet(request, pk)
    back = redirect("evaluation:sheet-import", pk)
    try:
        changes = unpacked(sheet, request.POST.get("packed", ""))
        count = import_scores(actor=request.user, sheet=sheet, changes=changes)
    except signing.BadSignature:
        messages.error(request, STALE)
        return back
    except GridgovError as error:
        messages.error(request, error.message)
        return back
    messages.success(request, f"已导入 {count} 条判定。")
    return redirect(sheet_url(sheet.evaluation, changes[0]["target"]))


def judged_sheet(request, pk) -> Sheet:
    """The open sheet on which the user judges: 404, 403."""
    found = seen_evaluation(request, pk)
    require(can_judge(request.user, found), NOT_JUDGING)
    sheet = judging_sheet(request.user, found)
    sheet.evaluation = found
    return sheet


def pages_of(file) -> list[Page]:
    check_size(file.name, file.size)
    return read_table(file.name, file.read())


def show_precheck(request, sheet: Sheet, pages: list[Page]):
    """Errors by cell, then changes old → new; the changes travel signed to the confirmation, nothing is stored."""
    card = sheet.evaluation.edition.scorecard
    found = precheck(card, read_sheet(sheet).entries, pages)
    changes = [
        (each.target, value_words(card, each.target, each.before), value_words(card, each.target, each.value))
        for each in found.changes[:MOST_SHOWN]
    ]
    context = page(
        sheet,
        found=found,
        other=other_title(pages, str(sheet.evaluation)),
        changes=changes,
        more=max(0, len(found.changes) - MOST_SHOWN),
        packed="" if found.errors or not found.changes else packed(sheet, found),
    )
    return render(request, "evaluation/sheet_import_precheck.html", context)


def packed(sheet: Sheet, found: Precheck) -> str:
    """The changes as a field of the page, for this sheet alone; refused when no browser could send them back."""
    rows = [
        {"uuid": str(uuid4()), "target": each.target, "base": each.base, "value": each.value}
        for each in found.changes
    ]
    text = signing.dumps([sheet.pk, rows], salt=SALT, compress=True)
    if len(text) > MOST_PACKED:
        raise EvaluationError("评分表里的文字太多，请分成几个文件，分次导入。", field="file")
    return text


def unpacked(sheet: Sheet, text: str) -> list[dict]:
    pk, rows = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    if pk != sheet.pk:
        raise signing.BadSignature
    return rows


def page(sheet: Sheet, **more) -> dict:
    evaluation = sheet.evaluation
    return {
        "evaluation": evaluation,
        "sheet": sheet,
        "excel_url": reverse("evaluation:sheet-excel", args=[evaluation.pk]),
        "trail": evaluation_trail(evaluation),
        **more,
    }
