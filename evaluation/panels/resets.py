"""Passwords of a panel's members that somebody else reset while the panel works: who holds the account is confirmed.

People forget passwords, and an administrator may reset them. But whoever reset one could log in as that member: until
the leader or the organiser has seen the person, the panel is not locked and the person does not sign (GB/T 34300 7.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.models import Event, Verb

from ..models import Evaluation, Participant, Signature
from ..obstacle import Obstacle


@dataclass(frozen=True, slots=True)
class Reset:
    """One reset nobody has confirmed: whose password, and the event that tells of it."""

    person: Participant
    event: Event

    @property
    def words(self) -> str:
        at = timezone.localtime(self.event.at)
        return f"{self.person.user.name} 的密码于 {at:%Y-%m-%d %H:%M} 由 {self.event.actor_name} 重置，请当面核实"

    @property
    def mark(self) -> str:
        return mark_of(self.event.pk)


def mark_of(event_pk: int) -> str:
    """Under this name the confirming event tells which reset was looked into."""
    return f"密码重置 {event_pk}"


def unconfirmed(evaluation: Evaluation) -> list[Reset]:
    """Of those who have still to judge or to sign, oldest first; three statements at most."""
    return unconfirmed_of(unsigned_people(Participant.objects.filter(evaluation=evaluation)))


def unsigned_people(rows) -> list[Participant]:
    """Present members of panels who have not signed the version in work, or that was locked last."""
    signed = Signature.objects.filter(
        participant=OuterRef("pk"), result__version=OuterRef("evaluation__version")
    )
    people = rows.present().exclude(evaluation__kind=Evaluation.Kind.SELF).filter(~Exists(signed))
    return list(people.select_related("user", "evaluation__organization"))


def unconfirmed_of(people: Sequence[Participant]) -> list[Reset]:
    """Two statements at most, however many people and resets there are."""
    found = resets_of(people)
    if not found:
        return []
    confirmed = confirmations({reset.person.evaluation_id for reset in found})
    return [reset for reset in found if (reset.person.evaluation_id, reset.mark) not in confirmed]


def resets_of(people: Sequence[Participant]) -> list[Reset]:
    """Passwords written by somebody else since the panel was opened."""
    places: dict[int, list[Participant]] = {}
    for person in people:
        places.setdefault(person.user_id, []).append(person)
    rows = Event.objects.filter(
        verb=Verb.PASSWORD,
        target_type=User._meta.label_lower,
        target_id__in=[str(key) for key in places],
        at__gte=min((person.evaluation.opened_at for person in people), default=timezone.now()),
    )
    return [
        Reset(person, event)
        for event in rows.order_by("pk")
        for person in places[int(event.target_id)]
        if event.actor_id != person.user_id and event.at >= person.evaluation.opened_at
    ]


def confirmations(evaluations: set[int]) -> set[tuple[int, str]]:
    """(evaluation, mark of the reset) of everything confirmed."""
    rows = Event.objects.filter(
        verb=Verb.CONFIRM,
        target_type=Evaluation._meta.label_lower,
        target_id__in=[str(key) for key in evaluations],
    )
    return {(int(key), mark) for key, changes in rows.values_list("target_id", "changes") for mark in changes}


def reset_obstacles(evaluation: Evaluation) -> list[Obstacle]:
    """What stops the lock: an account that may be in other hands."""
    url = f"{reverse('evaluation:evaluation', args=[evaluation.pk])}#resets"
    return [Obstacle(f"{reset.words}。", url) for reset in unconfirmed(evaluation)]
