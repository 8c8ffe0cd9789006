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
    *, actor: User, evaluation: Evaluation, subject: str, population: list[str], size: int, target: str = ""
) -> Sample:
    """A new sample of `size` out of the list, for a requirement where `target` names one; earlier ones stay.

    The seed is made here, when list and size are fixed: nobody can look for a list that suits it. Raises
    EvaluationError for an empty or endless list, a size that it does not have, or a requirement the edition does
    not have; LockedError.
    """
    check_size(population, size)
    seed = make_seed()
    with transaction.atomic():
        current = for_writing(evaluation)
        check_target(current, target)
        sample = Sample.objects.create(
            evaluation=current,
            target=target,
            subject=subject,
            population=population,
            seed=seed,
            drawn=list(draw(population, size, seed)),
            drawn_by=actor,
        )
        words = f"{target} {subject}：{len(population)} 个中抽 {size} 个，种子 {seed}".lstrip()
        record(actor=actor, verb="sample", evaluation=current, changes={"抽样": ["", words]})
    return sample


def check_target(evaluation: Evaluation, target: str) -> None:
    if target and target not in evaluation.edition.scorecard.requirements_by_code:
        raise EvaluationError(f"评价细则中没有要求 {target}，没有抽样。请从评分页的要求进入抽样。")


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
