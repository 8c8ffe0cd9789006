"""What is known of an organisation before anybody types it: its last self-evaluation and the versions of its system."""

from datetime import date

from standards.models import SystemVersion

from ..models import Evaluation


def known_facts(organization, *, on: date) -> dict:
    """The facts of 6.1–6.3 as far as they are known on a day, by their names in `Evaluation`; two statements."""
    facts = {"operated_from": began_running(organization, on=on)}
    rows = Evaluation.objects.filter(organization=organization, kind="self", state="locked", as_of__lte=on)
    if last := rows.order_by("-as_of", "-pk").first():
        facts |= {
            "operated_from": last.operated_from or facts["operated_from"],
            "self_evaluated_on": last.self_evaluated_on,
            "pilot_ends_on": last.pilot_ends_on,
            "incidents": last.incidents,
            "incident_note": last.incident_note,
        }
    return {name: value for name, value in facts.items() if value}


def began_running(organization, *, on: date) -> date | None:
    """When the first issued version took effect: later ones carry the operation on."""
    days = SystemVersion.objects.of(organization).running(on=on).values_list("effective_on", flat=True)
    return days.last()
