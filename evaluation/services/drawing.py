"""Drawing a random sample: once, from a fixed list, with a seed the server makes (evaluation §3.3)."""

from django.db import transaction

from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evaluation, Sample
from ..trail import record
from ..visits.sampling import draw, make_seed
from .evaluations import for_writing

LARGEST = 5000


def draw_sample(
    *, actor: User, evaluation: Evaluation, subject: str, population: list[str], size: int
) -> Sample:
    """A new sample of `size` out of the list; what was drawn before stays.

    The seed is made here, when list and size are fixed: nobody can look for a list that suits it. Raises
    EvaluationError for an empty or endless list, or a size that it does not have; LockedError.
    """
    check_size(population, size)
    seed = make_seed()
    with transaction.atomic():
        current = for_writing(evaluation)
        sample = Sample.objects.create(
            evaluation=current,
            subject=subject,
            population=population,
            seed=seed,
            drawn=list(draw(population, size, seed)),
            drawn_by=actor,
        )
        words = f"{subject}：{len(population)} 个中抽 {size} 个，种子 {seed}"
        record(actor=actor, verb="sample", evaluation=current, changes={"抽样": ["", words]})
    return sample


def check_size(population: list[str], size: int) -> None:
    if not population:
        raise EvaluationError("总体是空的，请先登记或粘贴总体。", field="source")
    if len(population) > LARGEST:
        raise EvaluationError(
            f"总体最多 {LARGEST} 个，现有 {len(population)} 个，请分批抽样。", field="source"
        )
    if not 1 <= size <= len(population):
        raise EvaluationError(
            f"总体有 {len(population)} 个，抽取数应在 1 至 {len(population)} 之间。", field="size"
        )
