"""发布通知, 废止通知, 资料卡 of a standard."""

from datetime import date

from django.utils import timezone

from gridgov.dates import chinese_date

from ...history import history_of
from ...models import Citation, Standard
from ..wording import joined
from .common import about_standard, dated

OPEN_DAY = "　　年　　月　　日"
NOT_SHOWN = {
    *("organization", "title_initials", "number_raw", "number_key", "number_family", "number_sort"),
    *("number_search", "search_grams"),
}


def notice(row: Standard) -> dict:
    return dated(row.organization, row.issued_on) | about_standard(row)


def withdrawal(row: Standard) -> dict:
    """The notice names the standards in force that cite what is withdrawn, by its number with or without the year.

    Before the decision it is a draft for it: the day left open, the reason as the 复审 has it so far (10.7 d).
    """
    decided = row.withdrawn_on is not None
    day = row.withdrawn_on or timezone.localdate()
    return (
        dated(row.organization, day, shown=decided)
        | about_standard(row)
        | {
            "withdrawn_on": chinese_date(row.withdrawn_on) if decided else OPEN_DAY,
            "withdrawal_reason": row.withdrawal_reason if decided else opinion_so_far(row),
            "citing": citing(row, day),
        }
    )


def opinion_so_far(row: Standard) -> str:
    return next((review.opinion for review in row.reviews.all() if review.is_open), "")


def citing(row: Standard, day: date) -> list[dict]:
    if not row.number_family:
        return []
    citations = Citation.objects.filter(
        standard__in=Standard.objects.of(row.organization).in_force(on=day).exclude(pk=row.pk),
        standard__origin=Standard.Origin.OWN,
        number_family=row.number_family,
    )
    found = citations.select_related("standard").order_by("standard__number_sort", "pk")
    return [
        {"number": each.standard.number, "title": each.standard.title, "clause": each.clause}
        for each in found
    ]


def card(row: Standard) -> dict:
    """Everything the registry holds of the standard, its files and its history."""
    return (
        dated(row.organization, row.updated_at)
        | about_standard(row)
        | {
            "origin": row.get_origin_display(),
            "status": row.status(timezone.localdate()).label,
            "facts": facts(row),
            "files": [file_row(document) for document in row.documents.kept().select_related("attachment")],
            "history": [history_row(entry) for entry in reversed(history_of(row))],
        }
    )


def facts(row: Standard) -> list[dict]:
    """Each field under its Chinese name, in the order of the model; empty ones are left out."""
    found = []
    for each in row._meta.get_fields():
        if not getattr(each, "concrete", False) or each.primary_key or each.name in NOT_SHOWN:
            continue
        if value := value_of(row, each):
            found.append({"label": str(each.verbose_name), "value": value})
    return found


def value_of(row: Standard, each) -> str:
    """A value as a reader knows it: choices by their words, dates as documents write them, rows by their names."""
    if each.many_to_many:
        return joined(getattr(row, each.name).all())
    if shown := getattr(row, f"get_{each.name}_display", None):
        return str(shown() or "")
    value = getattr(row, each.name)
    if each.get_internal_type() == "DateField":
        return chinese_date(value)
    if each.get_internal_type() == "DateTimeField":
        return moment_of(value)
    return "" if value is None else str(value)


def moment_of(value) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def file_row(document) -> dict:
    attachment = document.attachment
    return {
        "kind": document.get_kind_display(),
        "name": attachment.name,
        "size": str(attachment.size),
        "sha256": attachment.sha256,
        "day": f"{timezone.localdate(attachment.uploaded_at)}",
    }


def history_row(entry) -> dict:
    changes = [f"{name}：{before or '（空）'} → {after or '（空）'}" for name, before, after in entry.changes]
    reason = [f"理由：{entry.reason}"] if entry.reason else []
    return {
        "at": moment_of(entry.at),
        "who": entry.who,
        "verb": entry.verb,
        "words": "\n".join(changes + reason),
    }
