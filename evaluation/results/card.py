"""The card of the result on the page of a panel: its versions, and what can be done with the newest."""

from django.urls import reverse

from .. import permissions
from ..models import Evaluation, Result
from . import permissions as result_permissions
from .signatures import unsigned


def result_card(user, evaluation: Evaluation) -> dict:
    """Empty while the user may see no result: the evaluated organisation before the 通报."""
    rows = Result.objects.visible_to(user).filter(evaluation=evaluation)
    versions = list(rows.defer("document").select_related("locked_by", "notice").order_by("-version"))
    for version in versions:
        version.evaluation = evaluation
    newest = versions[0] if versions and result_permissions.is_newest(versions[0]) else None
    return {
        "result_versions": [(version, result_permissions.is_newest(version)) for version in versions],
        "result_unsigned": unsigned(newest) if newest else [],
        "result_links": links(user, newest) if newest else [],
        "complaints_url": complaints_url(user, evaluation),
    }


def links(user, result: Result) -> list[tuple[str, str]]:
    """(words, address) of what this user may do with the newest result."""
    evaluation = result.evaluation
    offered = [
        ("签字", "sign", permissions.can_sign(user, result)),
        ("通报评估情况", "notice", result_permissions.can_notify(user, result)),
        ("问题清单与整改", "problems", True),
        ("开始复评", "repeat-new", result_permissions.can_repeat(user, result)),
        ("下载归档包", "archive", result_permissions.can_archive(user, result)),
        ("重开", "reopen", permissions.can_reopen(user, evaluation)),
    ]
    return [
        (words, reverse(f"evaluation:{name}", args=[evaluation.pk])) for words, name, may in offered if may
    ]


def complaints_url(user, evaluation: Evaluation) -> str:
    if not result_permissions.can_complain(user, evaluation):
        return ""
    return reverse("evaluation:complaints", args=[evaluation.pk])
