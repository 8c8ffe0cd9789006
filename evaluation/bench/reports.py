"""The report of a locked self-evaluation, beside the same HTML through WeasyPrint as it comes."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context

from django.utils import timezone

from gridgov.printing.fonts import make_faces

from ..models import Evaluation, Result
from ..reports.report import print_job
from ..scoring.rules import FaultRule
from ..services.evaluations import edit_facts, open_evaluation
from ..services.locking import lock_evaluation
from . import Sizes
from .measuring import Row, ratio
from .untuned import Printed, print_ours, print_untuned
from .world import judge, make_organization, make_user

AWARDS = {
    "A7-1-1": {"value": "89.96"},
    "A7-2-1": {"value": "30"},
    "A7-3-1": {"choice": "无"},
    "A7-4-1": {"choice": "不足5%"},
}
FAULT = {"faults": 1, "reason": "现场查阅时没有找到有效文本"}


def measure(sizes: Sizes) -> Iterator[Row]:
    job = print_job(make_result())
    make_faces(job.fonts)  # made once per installation, and hungrier than any report
    with alone() as ours, alone() as theirs:
        rounds = [
            (ours.submit(print_ours, job).result(), theirs.submit(print_untuned, job).result())
            for _ in range(sizes.rounds + 1)
        ]
    tuned, untuned = zip(*rounds[1:], strict=True)
    yield Row("报告 ÷ 未调的 WeasyPrint", ratio(seconds(tuned), seconds(untuned)), 0.65)
    yield Row("报告文件大小", tuned[-1].size / 1000, 300, "kB")
    yield Row("报告内存峰值", tuned[-1].memory, 130, "MB")


def alone() -> Executor:
    """One fresh process, which stays warm."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def seconds(printed: tuple[Printed, ...]) -> list[float]:
    return [each.seconds for each in printed]


def make_result() -> Result:
    """A locked self-evaluation with every tenth requirement that counts faults at fault."""
    organization = make_organization("报告市网格化治理中心", "city")
    office = make_user(organization)
    today = timezone.localdate()
    evaluation = open_evaluation(actor=office, organization=organization, year=today.year, as_of=today)
    for place, requirement in enumerate(evaluation.edition.scorecard.requirements):
        is_fault = place % 10 == 0 and isinstance(requirement.rule, FaultRule)
        found = FAULT if is_fault else {"met": True}
        judge(office, evaluation, requirement.code, AWARDS.get(requirement.code, found))
    began = {"operated_from": date(today.year - 2, 1, 1), "self_evaluated_on": today - timedelta(days=1)}
    edit_facts(actor=office, evaluation=evaluation, incidents="none", **began)
    return lock_evaluation(actor=office, evaluation=Evaluation.objects.get(pk=evaluation.pk))
