"""Reaching rows the way every view of this app does: seen or 404, allowed or 403."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Evaluation, Result, Sheet
from ..permissions import sheet_for

NOT_YOURS = "这一步由组织评价的标准化管理办公室或评价组长办理。"
NOT_JUDGING = "只有评价人员可以评分，锁定后不能再改。"


def require(allowed: bool, words: str = NOT_YOURS) -> None:
    """Go on, or answer 403 with the sentence."""
    if not allowed:
        raise PermissionDenied(words)


def seen_evaluation(request: HttpRequest, pk: int) -> Evaluation:
    """An evaluation the user may see, with its people; 404 otherwise."""
    return get_object_or_404(Evaluation.objects.visible_to(request.user).with_people(), pk=pk)


def seen_panel(request: HttpRequest, pk: int) -> Evaluation:
    """An evaluation by a panel that the user may see; 404 for a 自我评价."""
    found = seen_evaluation(request, pk)
    if not found.is_by_panel:
        raise Http404
    return found


def seen_sheet(request: HttpRequest, evaluation: Evaluation) -> Sheet:
    """The sheet of a seen evaluation the user has in front of him; 404 when he may see none."""
    sheet = sheet_for(request.user, evaluation)
    if sheet is None:
        raise Http404
    sheet.evaluation = evaluation
    return sheet


def seen_result(request: HttpRequest, pk: int) -> Result:
    """A locked result the user may see, its evaluation with its people; 404 otherwise."""
    people = Prefetch("evaluation", Evaluation.objects.with_people())
    rows = Result.objects.visible_to(request.user).select_related("locked_by").prefetch_related(people)
    return get_object_or_404(rows, pk=pk)


def reads_registry(user, evaluation: Evaluation) -> bool:
    """Whether links to the registry of the evaluated organisation lead somewhere for this user."""
    return any(evaluation.organization.path.startswith(path) for path in user.scope)
