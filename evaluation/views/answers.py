"""How refusals are told to a script: always JSON, always a sentence under `error`."""

from functools import wraps

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404

from gridgov.errors import GridgovError
from gridgov.keys import LARGEST

from ..errors import ConflictError, LockedError
from ..models import Evaluation, Participant, ScorecardEdition, Sheet
from ..permissions import can_judge, judging_sheet, sheet_for

# In the order of the models' fields, as `from_db` wants them.
OF_EVALUATION = ("id", "organization_id", "edition_id", "kind", "organizer_id", "state", "version")
OF_EDITION = ("id", "code", "sha256")
OF_SHEET = ("id", "evaluation_id", "participant_id", "state", "serial")
PARTS = (("e", OF_EVALUATION), ("d", OF_EDITION), ("s", OF_SHEET))
MINE = (
    f"SELECT {', '.join(f'{part}.{name}' for part, names in PARTS for name in names)}"
    f" FROM {Evaluation._meta.db_table} e JOIN {ScorecardEdition._meta.db_table} d ON d.id = e.edition_id"
    f" JOIN {Participant._meta.db_table} p ON p.evaluation_id = e.id AND p.absence = ''"
    f" JOIN {Sheet._meta.db_table} s ON s.evaluation_id = e.id"
    " AND (s.participant_id = p.id OR (e.kind = 'self' AND s.participant_id IS NULL))"
    " WHERE e.id = %s AND p.user_id = %s"
)

NOT_THEIRS = "这一改动是另一位登录人做的，没有保存。请用原来的账号登录后再试。"


def in_json(view):
    """A view whose refusals are JSON: 403, 404, 409 with both values, 413, 422, 423 locked, 503 busy."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return refusal("没有这份评价，或您无权查看。", 404)
        except PermissionDenied:
            return refusal("您不是这份评价的评价人员，不能评分。", 403)
        except SuspiciousOperation:
            return refusal("内容太多，没有保存。请缩短备注，或分几次上传文件。", 413)
        except ConflictError as error:
            return refusal(error.message, 409, mine=error.mine, theirs=error.theirs)
        except LockedError as error:
            return refusal(error.message, 423)
        except GridgovError as error:
            return refusal(error.message, 422)
        except OperationalError:
            return refusal("数据库正忙，这一项还没有保存，稍后会再试。", 503)

    return wrapped


def refusal(sentence: str, status: int, **more) -> JsonResponse:
    return answer({"error": sentence, **more}, status)


def answer(content: dict, status: int = 200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def read_by(user, pk: int) -> Sheet:
    """The sheet the user has in front of him, else 404; what its endpoints need of it is loaded, the rest later."""
    mine = judged_on(user, pk)
    if mine is not None and not (mine.is_private and mine.evaluation.is_locked):
        return mine
    found = get_object_or_404(Evaluation.objects.visible_to(user).with_people(), pk=pk)
    sheet = sheet_for(user, found)
    if sheet is None:
        raise Http404
    sheet.evaluation = found
    return sheet


def judged_by(user, pk: int) -> Sheet:
    """The sheet on which the user judges; 404 for who may not see the evaluation, 403 for who only reads it.

    Whether it is open the service asks, in the transaction that writes.
    """
    mine = judged_on(user, pk)
    if mine is not None and not user.is_site_administrator:
        return mine
    get_object_or_404(Evaluation.objects.visible_to(user), pk=pk)
    raise PermissionDenied


def judged_on(user, pk: int) -> Sheet | None:
    """The user's own sheet, or the common one he takes part in. Every save and every poll asks this: plain SQL is
    half the time.
    """
    if pk > LARGEST:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MINE, [pk, user.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    first, second = len(OF_EVALUATION), len(OF_EVALUATION) + len(OF_EDITION)
    evaluation = Evaluation.from_db(connection.alias, OF_EVALUATION, row[:first])
    evaluation.edition = ScorecardEdition.from_db(connection.alias, OF_EDITION, row[first:second])
    sheet = Sheet.from_db(connection.alias, OF_SHEET, row[second:])
    sheet.evaluation = evaluation
    return sheet


def edited_by(user, pk: int) -> Sheet:
    """The open sheet on which the user judges, with its whole evaluation: 404, 403, LockedError."""
    found = get_object_or_404(Evaluation.objects.visible_to(user).with_people(), pk=pk)
    if found.is_locked:
        raise LockedError
    sheet = judging_sheet(user, found)
    if sheet is None or not can_judge(user, found):
        raise PermissionDenied
    sheet.evaluation = found
    return sheet
