"""What the page of a standard shows of its upkeep: 复审, 修改单, 修订申请, editions in the making. Reading only."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from . import permissions
from .models import ImportBatch, PeriodicReview, Standard
from .services.replacement import named_by

MAKING = ("planned", "drafting", "reviewing", "submitted", "approved")


@dataclass(frozen=True)
class Upkeep:
    """Everything of the section 复审与修改, in its order."""

    reviews: list
    confirmed_on: str
    amendments: list
    requests: list
    aliases: list
    coming: list
    intended: list

    @property
    def count(self) -> int:
        return len(self.reviews) + len(self.amendments) + len(self.requests) + len(self.aliases)


def upkeep_context(standard: Standard, user) -> dict:
    """For the page of one standard: its upkeep and what the user may do about it now."""
    reviews = list(standard.reviews.select_related("concluded_by").order_by("-pk"))
    open_review = next((review for review in reviews if review.is_open), None)
    coming = editions_coming(standard)
    revised = any(row.revision_of_id == standard.pk for row in coming)
    return {
        "upkeep": Upkeep(
            reviews=reviews,
            confirmed_on=confirmations(standard, reviews),
            amendments=list(standard.amendments.select_related("department").order_by("-pk")),
            requests=list(
                standard.revision_requests.select_related("department", "successor").order_by("-pk")
            ),
            aliases=list(standard.aliases.all()),
            coming=coming,
            intended=list(standard.replaces.in_order()) if not standard.is_published else [],
        ),
        "open_review": open_review,
        "ending": ending(standard),
        "can_review": permissions.can_review(user, standard),
        "can_conclude": open_review is not None and permissions.can_conclude(user, open_review),
        "can_amend": permissions.can_amend(user, standard),
        "can_request_revision": not revised and permissions.can_request_revision(user, standard),
        "can_move": permissions.can_move(user, standard),
        "can_name_replaced": permissions.can_name_replaced(user, standard),
        "can_register_alias": permissions.can_register_alias(user, standard),
    }


def confirmations(standard: Standard, reviews: list) -> str:
    """复审确认日期, the earliest first: several with ； between (GB/T 22373, field 207)."""
    confirm = PeriodicReview.Conclusion.CONFIRM
    days = {review.concluded_on for review in reviews if review.conclusion == confirm}
    return "；".join(str(day) for day in sorted(days | {standard.confirmed_on} - {None}))


def editions_coming(standard: Standard) -> list[Standard]:
    """Drafts that revise it or are meant to replace it; until one is published nothing changes for it."""
    meant = Q(revision_of=standard) | Q(replaces=standard)
    return list(Standard.objects.filter(meant, stage__in=MAKING).distinct().in_order())


@dataclass(frozen=True)
class Ending:
    """Standards that ended or will, how, the day from which they do not count, and what comes in their place then."""

    standards: list
    verb: str
    on: date
    by: list = field(default_factory=list)


def ending(standard: Standard) -> Ending | None:
    """What ends on this page: the standard itself, or those it takes the place of; None when nothing does."""
    today = timezone.localdate()
    if day := min(filter(None, [standard.withdrawn_on, standard.replaced_on]), default=None):
        if day == standard.withdrawn_on:
            return Ending([standard], "废止", max(day, today))
        return Ending([standard], "被代替", max(day, today), coming_by(standard, day))
    if not standard.is_published:
        return None
    olds = [old for old in standard.replaces.all() if old.replaced_on]
    by = [standard] if standard.status(today) == Standard.Status.UPCOMING else []
    return Ending(olds, "被代替", max(today, *(old.replaced_on for old in olds)), by) if olds else None


def coming_by(standard: Standard, day: date) -> list[Standard]:
    """What replaces it and is still to come, in force by that day."""
    rows = standard.replaced_by.published().filter(
        effective_on__gt=timezone.localdate(), effective_on__lte=day
    )
    return list(rows.select_related("node"))


def ending_with(draft: Standard, revised: Standard | None = None) -> Ending | None:
    """What publishing a draft ends: the edition it revises (`revised` where that is only now being said), and what it
    is meant to replace; None when nothing does.
    """
    old = revised or draft.revision_of
    olds = {*draft.replaces.all(), *([old] if old else [])}
    draft.revision_of = old
    return replaced_by(draft, olds)


def ending_by(row: Standard) -> Ending | None:
    """What adopting a standard, or saving the numbers it replaces, ends: those of the registry that it names."""
    return replaced_by(row, {old for old in named_by(row) if old.replaced_on is None})


def replaced_by(row: Standard, olds: set[Standard]) -> Ending | None:
    named = sorted(olds, key=lambda old: (old.number_sort, old.pk))
    return Ending(named, "被代替", timezone.localdate(), [row]) if named else None


def ending_by_list(batch: ImportBatch) -> Ending | None:
    """What confirming an import ends: rows it marks so itself, and those its rows replace; None when nothing."""
    keys = {int(pk) for row in batch.rows for pk in row.get("ends", {})}
    keys |= {row["pk"] for row in batch.rows if row["verdict"] == "changed" and ENDS & row["set"].keys()}
    if not keys or not batch.is_open:
        return None
    rows = Standard.objects.of(batch.organization_id).filter(pk__in=keys).select_related("organization")
    return Ending(list(rows.in_order()), "随导入失效", timezone.localdate())


ENDS = {"replaced_on", "withdrawn_on"}
