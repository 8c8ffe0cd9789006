"""History rows written many at a time, as saving one by one would have written them."""

from datetime import datetime

from ...models import Standard

BATCH = 500
CHUNK = 500
History = Standard.history.model
# The tables between standards and what they are linked to, each with its history and the column of the standard.
LINKS = (
    (Standard.departments.through, "historicalstandard_departments", "standard_id"),
    (Standard.replaces.through, "historicalstandard_replaces", "from_standard_id"),
)
RELATED = {each.name: each.related_model for each in History._meta.related_objects}


def keep_histories(
    rows: list[Standard], kind: str, *, actor, at: datetime, reason: str | None, links: list | None = None
) -> None:
    """One history row for each of the standards as they are now, with what they are linked to.

    `kind` is `+`, `~` or `-`. `links` are the rows between, where the caller has them at hand.
    """
    names = [field.attname for field in History.tracked_fields]
    common = {
        "history_date": at,
        "history_user": actor,
        "history_change_reason": reason,
        "history_type": kind,
    }
    made = [History(**common, **{name: getattr(row, name) for name in names}) for row in rows]
    History.objects.bulk_create(made, BATCH)
    if kind == "-":
        return
    by_standard = {history.id: history for history in made}
    for through, name, column in LINKS:
        found = linked(through, column, list(by_standard)) if links is None else links
        keep_links([link for link in found if isinstance(link, through)], RELATED[name], column, by_standard)


def linked(through, column: str, keys: list[int]) -> list:
    found = []
    for start in range(0, len(keys), CHUNK):
        found += through.objects.filter(**{f"{column}__in": keys[start : start + CHUNK]})
    return found


def keep_links(links: list, model, column: str, by_standard: dict) -> None:
    names = [field.attname for field in links[0]._meta.fields] if links else []
    model.objects.bulk_create(
        [
            model(history=by_standard[getattr(link, column)], **{name: getattr(link, name) for name in names})
            for link in links
        ],
        BATCH,
    )
