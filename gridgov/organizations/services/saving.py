"""Saving a row so that a refusal is a sentence, not a traceback."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from ..errors import OrganizationsError


def save_checked(instance: models.Model, *, exclude: tuple[str, ...] = ()) -> None:
    """Validate every field and constraint, then save. Raises OrganizationsError with the first sentence.

    Two people may save the same name at once: the constraint decides, and the second one is told.
    """
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise OrganizationsError(messages[0], field=None if field == NON_FIELD_ERRORS else field) from error
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError as error:
        raise OrganizationsError("刚刚有人保存了同样的内容。请刷新页面，核对后再保存。") from error
