"""One predicate per question; views, templates and tests ask the same ones (T/CSSG 001.5 5.1–5.3)."""

from gridgov.organizations.models import Organization, Role, User

from .models import Evaluation, Participant

Duty = Participant.Duty


def evaluable_organizations(user: User):
    """Organisations whose self-evaluation the user may open: its own office does, administrators never score."""
    return Organization.objects.filter(pk__in=() if user.is_site_administrator else user.offices)


def can_judge(user: User, evaluation: Evaluation) -> bool:
    """Who takes part judges, while the sheet is open; adds and removes evidence, writes the conclusion."""
    return not evaluation.is_locked and is_participant(user, evaluation)


def can_manage(user: User, evaluation: Evaluation) -> bool:
    """The office and the leader write the facts of 6.1–6.3 and choose who takes part, while the sheet is open."""
    return not evaluation.is_locked and is_in_charge(user, evaluation)


def can_conclude(user: User, evaluation: Evaluation) -> bool:
    """Whoever takes part, and the office, write achievements, problems, advice."""
    return can_judge(user, evaluation) or can_manage(user, evaluation)


def can_lock(user: User, evaluation: Evaluation) -> bool:
    """The leader or the office locks an open sheet."""
    return can_manage(user, evaluation)


def can_reopen(user: User, evaluation: Evaluation) -> bool:
    """Only the organiser reopens, for a self-evaluation the office (life cycle §5.5)."""
    return evaluation.is_locked and is_office(user, evaluation.organization_id)


def can_link(user: User, standard) -> bool:
    """The office ticks which requirements a standard of its registry fulfils."""
    return is_office(user, standard.organization_id)


def is_office(user: User, organization_id: int) -> bool:
    return not user.is_site_administrator and user.has_role(organization_id, Role.OFFICE)


def is_in_charge(user: User, evaluation: Evaluation) -> bool:
    return is_office(user, evaluation.organization_id) or duty_of(user, evaluation) == Duty.LEADER


def is_participant(user: User, evaluation: Evaluation) -> bool:
    """Whether the user takes part. The administrator of the site never does, whatever a row says."""
    return not user.is_site_administrator and duty_of(user, evaluation) is not None


def duty_of(user: User, evaluation: Evaluation) -> str | None:
    """The user's part in it; costs no query where the participants are prefetched (`with_people`)."""
    return next((row.duty for row in evaluation.participants.all() if row.user_id == user.pk), None)
