"""What the page of a standard shows of its upkeep: 复审, 修改单, 修订申请, editions in the making. Reading only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from . import permissions
from .models import PeriodicReview, Standard

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
    """Standards that ended or will, how, and the day from which they do not count."""

    standards: list
    verb: str
    on: date


def ending(standard: Standard) -> Ending | None:
    """What ends on this page: the standard itself, or those it takes the place of; None when nothing does."""
    today = timezone.localdate()
    if day := min(filter(None, [standard.withdrawn_on, standard.replaced_on]), default=None):
        return Ending([standard], "废止" if day == standard.withdrawn_on else "被代替", max(day, today))
    if not standard.is_published:
        return None
    olds = [old for old in standard.replaces.all() if old.replaced_on]
    return Ending(olds, "被代替", max(today, *(old.replaced_on for old in olds))) if olds else None
