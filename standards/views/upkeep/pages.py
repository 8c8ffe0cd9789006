"""What the pages of upkeep share: who may, and what the state allows."""

from django.core.exceptions import PermissionDenied

from ...errors import StandardsError
from ...models import Standard
from ...services.upkeep.standing import check_stands
from ..registry import form_page, registry_trail

OFFICE_ONLY = "只有本组织的标准化管理办公室可以办理。"


def require(allowed: bool, words: str = OFFICE_ONLY) -> None:
    if not allowed:
        raise PermissionDenied(words)


def why_not(standard: Standard, what: str) -> str:
    """Why the state of the standard does not allow it; "" when it does."""
    try:
        check_stands(standard, what)
    except StandardsError as error:
        return error.message
    return ""


def upkeep_page(request, standard: Standard, form, heading: str, *, back=None, **context):
    """A form about the upkeep of a standard; `back` is the page of the review or application it belongs to."""
    trail = registry_trail(request, standard)
    if back is not None:
        trail.append((str(back), back.get_absolute_url()))
    place = (back or standard).get_absolute_url()
    context = {"template": "standards/upkeep_form.html", "cancel_url": place, "trail": trail, **context}
    return form_page(request, form, heading, standard=standard, **context)
