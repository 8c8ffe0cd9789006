"""Who may do what with the result of a panel after its lock: 通报, 整改, 复评, 申诉, 归档 (evaluation §3.3).

Signing stands in `permissions`, beside what a member of the panel does before the lock. Predicates about one result
want its evaluation from `with_people`.
"""

from gridgov.organizations.models import User

from ..models import Evaluation, Notice, Problem, Result
from ..permissions import can_organize, is_leader, is_office, sees_organizer


def is_newest(result: Result) -> bool:
    """Whether the result holds: its evaluation is locked, and was not reopened since."""
    return result.evaluation.is_locked and result.version == result.evaluation.version


def is_told(result: Result) -> bool:
    return hasattr(result, "notice")


def can_notify(user: User, result: Result) -> bool:
    """The organiser tells the evaluated organisation the newest locked result (7.7), once."""
    return is_newest(result) and can_organize(user, result.evaluation) and not is_told(result)


def can_list_problems(user: User, result: Result) -> bool:
    """Organiser and leader write the 问题清单 of the newest locked result."""
    evaluation = result.evaluation
    return is_newest(result) and (can_organize(user, evaluation) or is_leader(user, evaluation))


def can_oversee_problems(user: User, evaluation: Evaluation) -> bool:
    """The organiser notifies, verifies, sends back and escalates; after a reopening too."""
    return can_organize(user, evaluation)


def can_see_problem(user: User, problem: Problem, evaluation: Evaluation) -> bool:
    """Who sees the organiser and the panel see the whole list; the evaluated organisation what it was notified of."""
    return sees_whole_list(user, evaluation) or problem.state != Problem.State.LISTED


def sees_whole_list(user: User, evaluation: Evaluation) -> bool:
    return sees_organizer(user, evaluation) or any(
        person.user_id == user.pk and person.is_present for person in evaluation.participants.all()
    )


def can_repeat(user: User, result: Result) -> bool:
    """The organiser opens a 复评 of a result that was told."""
    return is_newest(result) and can_organize(user, result.evaluation) and is_told(result)


def can_complain(user: User, evaluation: Evaluation) -> bool:
    """The organiser writes down what it is told; the evaluated office lodges its own after a 通报."""
    if can_organize(user, evaluation):
        return True
    told = Notice.objects.filter(result__evaluation=evaluation.pk).exists()
    return evaluation.is_by_panel and told and is_office(user, evaluation.organization_id)


def can_archive(user: User, result: Result) -> bool:
    """The organiser takes the archive package of a locked panel."""
    return is_newest(result) and can_organize(user, result.evaluation)
