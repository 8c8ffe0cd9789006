"""Writing the trail and taking in files."""

import hashlib
import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile

from gridgov.changes import as_text

from .errors import RecordsError
from .media import media_type
from .models import Attachment, Event, attachment_storage
from .querysets import target_key

# Whoever types a wrong password is not known to be the owner of the name.
NOBODY = {"login_failed": "未登录者"}


def record_event(
    *,
    actor,
    verb: str,
    target=None,
    label="",
    organization=None,
    changes=None,
    reason: str = "",
    address=None,
) -> Event:
    """Append one event; call it inside the transaction of the change it tells of.

    `target` is any saved model, shown as `label` or as it prints itself; `organization` defaults to the
    target's own. Values in `changes` become text.
    """
    if organization is None:
        organization = getattr(target, "organization", None)
    return Event.objects.create(
        actor=actor,
        actor_name=str(actor) if actor else NOBODY.get(verb, "系统"),
        organization=organization,
        verb=verb,
        target_label=(label or ("" if target is None else str(target)))[:200],
        changes={name: [as_text(old), as_text(new)] for name, (old, new) in (changes or {}).items()},
        reason=reason,
        address=address,
        **(target_key(target) if target is not None else {}),
    )


def receive_attachment(*, organization, name: str, file, uploaded_by) -> Attachment:
    """A file sniffed, measured, its bytes kept once under their SHA-256; the row returned is not saved yet.

    `file` is any Django file. Raises RecordsError when it is empty, too large, or not an allowed kind;
    nothing is kept then. The bytes are written before the row, so a row never points at nothing, and outside
    the transaction that saves it: a large file must not hold up everybody who writes.
    """
    name = clean_name(name)
    check_size(name, file.size)
    content = file.read()
    if not content:
        raise RecordsError(f"“{name}”是空文件，请重新选择。")
    attachment = Attachment(
        organization=organization,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type(name, content),
        uploaded_by=uploaded_by,
    )
    keep_bytes(attachment.storage_name, content)
    return attachment


def check_size(name: str, size: int) -> None:
    limit = settings.ATTACHMENT_LIMIT
    if size > limit:
        raise RecordsError(
            f"“{name}”有 {size / 1024 / 1024:.1f} MB，超过 {limit // 1024 // 1024} MB 的上限。请压缩或拆分后再上传。"
        )


def keep_bytes(storage_name: str, content: bytes) -> None:
    """Write the bytes unless the same bytes are there; a half-written file of a crash is written again."""
    storage = attachment_storage()
    if storage.exists(storage_name):
        if storage.size(storage_name) == len(content):
            return
        storage.delete(storage_name)
    storage.save(storage_name, ContentFile(content))


def clean_name(name: str) -> str:
    """A file name as people read it: no path, no control characters, at most 200 characters in all."""
    name = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .") or "未命名"
    stem, suffix = PurePath(name).stem, PurePath(name).suffix[:10]
    return stem[: 200 - len(suffix)] + suffix
