"""Reaching rows the way every view of this app does: seen or 404, allowed or 403."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Evaluation, Result

NOT_YOURS = "这一步由本组织的标准化管理办公室或评价组长办理。"
NOT_JUDGING = "只有评价人员可以评分，锁定后不能再改。"


def require(allowed: bool, words: str = NOT_YOURS) -> None:
    """Go on, or answer 403 with the sentence."""
    if not allowed:
        raise PermissionDenied(words)


def seen_evaluation(request: HttpRequest, pk: int) -> Evaluation:
    """An evaluation the user may see, with its people; 404 otherwise."""
    return get_object_or_404(Evaluation.objects.visible_to(request.user).with_people(), pk=pk)


def seen_result(request: HttpRequest, pk: int) -> Result:
    """A locked result of an evaluation the user may see; 404 otherwise."""
    seen = Evaluation.objects.visible_to(request.user).values("pk")
    rows = Result.objects.filter(evaluation__in=seen).select_related("evaluation__organization", "locked_by")
    return get_object_or_404(rows.defer("evaluation__edition__definition"), pk=pk)


def reads_registry(user, evaluation: Evaluation) -> bool:
    """Whether links to the registry of the evaluated organisation lead somewhere for this user."""
    return any(evaluation.organization.path.startswith(path) for path in user.scope)
