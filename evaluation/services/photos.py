"""Photos taken at a requirement: what a tablet sends, perhaps late, perhaps twice."""

from uuid import UUID

from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evidence, Sheet
from .evidence import add_file

# The page sends at most 1600 px, well below one megabyte.
MOST_MEGABYTES = 8
JPEG = b"\xff\xd8\xff"


def add_photo(*, actor: User, sheet: Sheet, uuid: UUID, target: str, file, caption: str = "") -> Evidence:
    """Keep a photo as evidence of a target under the id the tablet gave it; sent twice, it stays once.

    Raises EvaluationError for what is no JPEG, or too large; else as `add_file`.
    """
    if file.size > MOST_MEGABYTES * 1024 * 1024:
        raise EvaluationError(
            f"{target} 的照片有 {file.size / 1024 / 1024:.1f} MB，最多 {MOST_MEGABYTES} MB。请用较低的分辨率重拍。"
        )
    if file.read(len(JPEG)) != JPEG:
        raise EvaluationError(f"{target} 的照片不是 JPG 图片。请在评分页上重新拍照或选择图片。")
    file.seek(0)
    file.name = f"{target} {caption.replace(':', '')}".strip() + ".jpg"
    return add_file(actor=actor, sheet=sheet, target=target, file=file, uuid=uuid, caption=caption)
