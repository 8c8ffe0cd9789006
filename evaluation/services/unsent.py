"""Taking in what a tablet could not send: each entry as if the tablet had sent it."""

from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from gridgov.errors import GridgovError
from gridgov.organizations.models import User

from ..errors import ConflictError, EvaluationError
from ..models import Evidence, Operation, Sheet
from ..sheet.unsent import Unsent, UnsentOperation, UnsentPhoto
from .photos import add_photo
from .sheet import apply_operation, canonical_value

AFTER_CONFLICT = "它接在上面有冲突的改动之后，没有保存。请在评分页上重新判定。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry: `state` is kept, known, conflict or refused; `sentence` says why not."""

    kind: str
    target: str
    state: str
    sentence: str = ""
    mine: dict | None = None
    theirs: dict | None = None


@dataclass
class Versions:
    """The version each target has reached within the file; `stuck` targets lost theirs to a conflict."""

    reached: dict[str, int] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)


def take_in(*, actor: User, sheet: Sheet, unsent: Unsent) -> list[Outcome]:
    """Apply every entry in order, texts before photos; afterwards each is kept, or its outcome says why it is not.

    Each is a transaction of its own, as from the tablet: what one is refused for stops no other, and the file may be
    brought again. Raises EvaluationError when the file is another user's, or of another sheet; nothing is written.
    """
    check_owner(actor, sheet, unsent)
    known = known_ids(unsent)
    versions = Versions()
    outcomes = [apply(actor, sheet, operation, versions, known) for operation in unsent.operations]
    return outcomes + [keep(actor, sheet, photo, known) for photo in unsent.photos]


def check_owner(actor: User, sheet: Sheet, unsent: Unsent) -> None:
    if unsent.user != actor.pk:
        whose = unsent.user_name or "另一位用户"
        raise EvaluationError(f"这个文件是 {whose} 导出的，只能由本人登录后上传。", field="file")
    if unsent.sheet != sheet.pk:
        raise EvaluationError("这个文件属于另一张评分表。请打开那次评价，再上传。", field="file")


def known_ids(unsent: Unsent) -> set:
    """Which of the file's ids the server has seen."""
    operations = Operation.objects.filter(uuid__in=[row.uuid for row in unsent.operations])
    photos = Evidence.objects.filter(uuid__in=[row.uuid for row in unsent.photos])
    return {*operations.values_list("uuid", flat=True), *photos.values_list("uuid", flat=True)}


def apply(actor: User, sheet: Sheet, operation: UnsentOperation, versions: Versions, known: set) -> Outcome:
    target = operation.target
    base = versions.reached.get(target, 0) if operation.base is None else operation.base
    if operation.base is None and target in versions.stuck:
        return Outcome("改动", target, "conflict", AFTER_CONFLICT)
    try:
        made = apply_operation(
            actor=actor, sheet=sheet, uuid=operation.uuid, target=target, base=base, value=operation.value
        )
    except ConflictError as error:
        return conflict(sheet, operation, error, versions)
    except GridgovError as error:
        versions.reached[target] = base
        return Outcome("改动", target, "refused", error.message)
    versions.reached[target] = made.version
    return Outcome("改动", target, "known" if operation.uuid in known else "kept")


def conflict(sheet: Sheet, operation: UnsentOperation, error: ConflictError, versions: Versions) -> Outcome:
    """Somebody was there first; when he found the same, there is nothing to choose."""
    target, theirs = operation.target, error.theirs
    if canonical_value(sheet.evaluation.edition.scorecard, target, operation.value) == theirs["value"]:
        versions.reached[target] = theirs["version"]
        return Outcome("改动", target, "known")
    versions.stuck.add(target)
    return Outcome("改动", target, "conflict", error.message, error.mine["value"], theirs)


def keep(actor: User, sheet: Sheet, photo: UnsentPhoto, known: set) -> Outcome:
    file = ContentFile(photo.content, name="photo.jpg")
    try:
        add_photo(
            actor=actor,
            sheet=sheet,
            uuid=photo.uuid,
            target=photo.target,
            caption=photo.caption,
            file=file,
        )
    except GridgovError as error:
        return Outcome("照片", photo.target, "refused", error.message)
    return Outcome("照片", photo.target, "known" if photo.uuid in known else "kept")
