"""How refusals are told to a script: always JSON, always a sentence under `error`."""

from functools import wraps

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404

from gridgov.errors import GridgovError
from gridgov.keys import LARGEST

from ..errors import ConflictError, LockedError
from ..models import Evaluation, Participant, ScorecardEdition
from ..permissions import can_judge

# In the order of the models' fields, as `from_db` wants them.
OF_EVALUATION = ("id", "organization_id", "edition_id", "state", "version", "serial")
OF_EDITION = ("id", "code", "sha256")
MINE = (
    f"SELECT {', '.join(f'e.{name}' for name in OF_EVALUATION)}, {', '.join(f'd.{name}' for name in OF_EDITION)}"
    f" FROM {Evaluation._meta.db_table} e JOIN {ScorecardEdition._meta.db_table} d ON d.id = e.edition_id"
    f" JOIN {Participant._meta.db_table} p ON p.evaluation_id = e.id WHERE e.id = %s AND p.user_id = %s"
)


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


def read_by(user, pk: int) -> Evaluation:
    """An evaluation the user may read, else 404; what the sheet's endpoints need of it is loaded, the rest later."""
    if mine := taken_part_in(user, pk):
        return mine
    rows = Evaluation.objects.visible_to(user).select_related("edition").defer("edition__definition")
    return get_object_or_404(rows, pk=pk)


def judged_by(user, pk: int) -> Evaluation:
    """An evaluation the user takes part in; 404 for who may not see it, 403 for who may only read it.

    Whether it is open the service asks, in the transaction that writes.
    """
    mine = taken_part_in(user, pk)
    if mine is not None and not user.is_site_administrator:
        return mine
    get_object_or_404(Evaluation.objects.visible_to(user), pk=pk)
    raise PermissionDenied


def taken_part_in(user, pk: int) -> Evaluation | None:
    """The evaluation if the user takes part in it. Every save and every poll asks this: plain SQL is half the time."""
    if pk > LARGEST:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MINE, [pk, user.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    evaluation = Evaluation.from_db(connection.alias, OF_EVALUATION, row[: len(OF_EVALUATION)])
    evaluation.edition = ScorecardEdition.from_db(connection.alias, OF_EDITION, row[len(OF_EVALUATION) :])
    return evaluation


def edited_by(user, pk: int) -> Evaluation:
    """The whole row, with people, of an open evaluation the user may judge: 404, 403, LockedError."""
    evaluation = get_object_or_404(Evaluation.objects.visible_to(user).with_people(), pk=pk)
    if evaluation.is_locked:
        raise LockedError
    if not can_judge(user, evaluation):
        raise PermissionDenied
    return evaluation
