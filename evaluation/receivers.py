"""What evaluations have a say in when the registry changes."""

from django.dispatch import receiver

from standards.signals import edition_published, finding_closed

from .models import Fulfilment, ScorecardEdition
from .services.fulfilment import set_fulfilments
from .services.problems import take_report


@receiver(edition_published)
def carry_links_over(sender, *, actor, standard, old, **kwargs):
    """A new edition fulfils what the one it revises does, beside what was ticked for it; the office may untick.

    Otherwise the day the new edition takes effect would take its requirements away.
    """
    ticked = Fulfilment.objects.filter(standard__in=[standard, old])
    for edition in ScorecardEdition.objects.filter(pk__in=ticked.values("edition")):
        codes = ticked.filter(edition=edition).values_list("requirement", flat=True)
        set_fulfilments(actor=actor, standard=standard, codes=codes, edition=edition)


@receiver(finding_closed)
def report_problem(sender, *, actor, finding, **kwargs):
    """A finding that came from a panel's 整改通知 is reported to the organiser when its loop has closed."""
    take_report(actor=actor, finding=finding)
