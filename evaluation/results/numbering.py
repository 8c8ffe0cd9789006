"""Numbers of reports: `ZP-2026-610900-01`: kind, year, region, version. Reading only."""

from collections.abc import Iterator
from string import ascii_uppercase

from ..errors import EvaluationError
from ..models import Evaluation, Result

PREFIXES = {"self": "ZP", "upper": "SJ", "third_party": "DSF", "repeat": "FP"}


def report_number(evaluation: Evaluation) -> str:
    """The number of the version in work; all versions of one evaluation share its stem.

    The key of the organisation (`Z12`) stands for a region code that is missing, or shared with another level. The
    second evaluation of a kind in one year is told from the first by a letter: `SJ-2026-610900B-01`.
    Raises EvaluationError when every number is used.
    """
    earlier = evaluation.results.order_by("version").values_list("number", flat=True).first()
    known = [earlier.rpartition("-")[0]] if earlier else stems(evaluation)
    for stem in known:
        number = f"{stem}-{evaluation.version:02}"
        if not Result.objects.filter(number=number).exists():
            return number
    raise EvaluationError(f"报告编号 {number} 已经用过，请核对行政区划代码。")


def stems(evaluation: Evaluation) -> Iterator[str]:
    organization = evaluation.organization
    last = None
    for place in filter(None, [organization.region_code, f"Z{organization.pk}"]):
        last = f"{PREFIXES[evaluation.kind]}-{evaluation.year}-{place}"
        if is_of_another(last, evaluation):
            continue
        yield last
        if evaluation.is_by_panel:
            yield from (f"{last}{letter}" for letter in ascii_uppercase[1:])


def is_of_another(stem: str, evaluation: Evaluation) -> bool:
    """Whether another organisation has this stem."""
    rows = Result.objects.filter(number__startswith=f"{stem}-")
    return rows.exclude(evaluation__organization=evaluation.organization_id).exists()
