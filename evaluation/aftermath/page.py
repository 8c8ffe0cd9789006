"""The rows of the 问题清单 as a user may see them, each with the steps he may take."""

from dataclasses import dataclass
from datetime import date

from standards.activities.steps import Step, open_steps

from ..models import Evaluation, Problem, Result
from ..results.permissions import can_list_problems, can_oversee_problems, can_see_problem
from .steps import BEING_MENDED, PROBLEM_STEPS

TONES = {"listed": "plain", "notified": "info", "reported": "warn", "returned": "bad", "closed": "good"}
SIGNS = {"listed": "○", "notified": "◐", "reported": "◐", "returned": "×", "closed": "✓"}


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One line: `steps` are (name, step) the user may take, `may_edit` while it is not notified."""

    problem: Problem
    is_late: bool
    steps: tuple[tuple[str, Step], ...]
    may_edit: bool

    @property
    def tone(self) -> str:
        return "bad" if self.is_late else TONES[self.problem.state]

    @property
    def sign(self) -> str:
        return SIGNS[self.problem.state]

    @property
    def word(self) -> str:
        return self.problem.get_state_display() + ("，逾期" if self.is_late else "")


def rows_for(user, result: Result, *, on: date) -> list[ProblemRow]:
    """Two statements; its evaluation comes from `with_people`."""
    evaluation = result.evaluation
    oversees, lists = can_oversee_problems(user, evaluation), can_list_problems(user, result)
    rows = Problem.objects.filter(result__evaluation=evaluation).select_related(
        "finding", "verified_by", "result"
    )
    # What was notified from a version reopened since is still to be mended.
    shown = [row for row in rows if row.result_id == result.pk or row.state != Problem.State.LISTED]
    seen = [row for row in shown if can_see_problem(user, row, evaluation)]
    return [row_of(row, on, steps_at(row, evaluation) if oversees else {}, lists) for row in seen]


def steps_at(problem: Problem, evaluation: Evaluation) -> dict[str, Step]:
    """What the organiser may do now; taking it up needs somebody above."""
    steps = dict(open_steps(PROBLEM_STEPS, problem.state))
    if evaluation.organizer.parent_id is None:
        steps.pop("escalate", None)
    return steps


def row_of(problem: Problem, on: date, steps: dict[str, Step], lists: bool) -> ProblemRow:
    may_edit = lists and problem.state == Problem.State.LISTED
    return ProblemRow(problem, is_late(problem, on), tuple(steps.items()), may_edit)


def is_late(problem: Problem, on: date) -> bool:
    """Being mended, past its day."""
    return problem.state in BEING_MENDED and problem.due_on is not None and problem.due_on < on
