"""Reading the registry and the tree, by meaning."""

from calendar import isleap
from datetime import date, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When

from gridgov.organizations.querysets import OwnedQuerySet

from .grams import grams_of
from .numbering import search_form


def three_years_before(due: date) -> date:
    """The last start whose three years end by `due`; what began on 29 February ends on the 28th."""
    start = due.replace(year=due.year - 3, day=28 if (due.month, due.day) == (2, 29) else due.day)
    return start + timedelta(days=1) if (start.month, start.day) == (2, 28) and isleap(start.year) else start


def year_before(on: date) -> date:
    """Twelve months earlier; of 29 February the 28th."""
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


class NodeQuerySet(models.QuerySet):
    def for_organization(self, organization):
        """The tree as this organisation has it: shared nodes it did not remove, and its own."""
        return self.known_to(organization).exclude(removals__organization=organization)

    def known_to(self, organization):
        """Shared nodes and the organisation's own, those it does without included."""
        return self.filter(Q(organization=None) | Q(organization=organization))

    def leaves(self):
        return self.filter(kind="leaf")


class StandardQuerySet(OwnedQuerySet):
    def published(self):
        return self.filter(stage="published")

    def standing(self):
        """Neither withdrawn nor replaced, not even on a day to come, nor given up; drafts stand too."""
        return self.filter(withdrawn_on=None, replaced_on=None, abandoned_on=None)

    def in_force(self, *, on: date):
        """现行 on a date: published, effective, neither replaced nor withdrawn by then."""
        return self.published().filter(
            Q(effective_on=None) | Q(effective_on__lte=on),
            Q(replaced_on=None) | Q(replaced_on__gt=on),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
        )

    def with_status(self, *, on: date):
        """Annotate `status_on` with a value of `Status`; the same rule as `Standard.status`."""
        return self.annotate(
            status_on=Case(
                When(stage__in=["identified", "abandoned"], then=F("stage")),
                When(stage="identified", then=Value("identified")),
                When(stage="abandoned", then=Value("abandoned")),
                When(~Q(stage="published"), then=Value("draft")),
                When(withdrawn_on__lte=on, then=Value("withdrawn")),
                When(replaced_on__lte=on, then=Value("replaced")),
                When(effective_on__gt=on, then=Value("upcoming")),
                default=Value("in_force"),
                output_field=models.CharField(),
            )
        )

    def due_for_review(self, *, on: date, within: int):
        """Own standards whose three years end at the latest `within` days after `on`; -1 means overdue.

        The same rule as `Standard.review_due_on`, T/CSSG 001.2 10.7.
        """
        start = three_years_before(on + timedelta(days=within))
        unconfirmed = Q(confirmed_on=None) | Q(confirmed_on__lte=start)
        return self.published().standing().filter(unconfirmed, origin="own", effective_on__lte=start)

    def due_for_check(self, *, on: date):
        """Adopted standards in force whose 查新 is more than twelve months old, or was never made (§5.3)."""
        stale = Q(checked_on=None) | Q(checked_on__lt=year_before(on))
        return self.in_force(on=on).filter(stale, origin="adopted")

    def search(self, words: str, *, wide: bool = False):
        """Rows whose number, title or pinyin initials hold `words`.

        `gbt34300`, `34300`, `巡查` and `wgxc` find what a clerk means by them (interface: habits). `wide` finds the
        same rows by the index: quicker among many organisations, slower within one.
        """
        words = words.strip()
        if not words:
            return self
        texts = {"title": words, "number_search": search_form(words)}
        if words.isascii() and words.isalpha():
            texts["title_initials"] = words.lower()
        return self.holding({name: text for name, text in texts.items() if text}, wide=wide)

    def holding(self, texts: dict[str, str], *, wide: bool):
        """Rows of which one of these columns contains the text beside it."""
        condition = Q()
        for name, text in texts.items():
            condition |= Q(**{f"{name}__contains": text})
        grams = {tuple(grams_of(text)) for text in texts.values()}
        # A single letter has no gram: the index knows nothing of it.
        if wide and () not in grams:
            condition &= Q(search_grams__holds=sorted(grams))
        return self.filter(condition)

    def in_order(self):
        """Guidance first, then the sub-systems as printed, numbers by their parts."""
        return self.order_by("node__order", "number_sort", "pk")


class SystemVersionQuerySet(OwnedQuerySet):
    def issued(self):
        return self.filter(state="issued")

    def running(self, *, on: date):
        """Issued and in operation on a date, the one that runs first; those behind it have had their time."""
        return self.issued().filter(effective_on__lte=on).order_by("-effective_on", "-pk")

    def without_snapshot(self):
        """Lists and pages that do not need megabytes."""
        return self.defer("snapshot")
