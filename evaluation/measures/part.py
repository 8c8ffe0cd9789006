"""What the panel measured, in the frozen result: rates with their derivation, and computing them again from it."""

from collections.abc import Sequence
from decimal import Decimal

from ..models import Survey, Turnaround
from . import Efficiency, Satisfaction, summary_of

ANSWERS = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")


def measures_part(surveys: Sequence[Survey], turnarounds: Sequence[Turnaround]) -> dict:
    """The rows and what follows from them: {"surveys", "satisfaction", "turnarounds", "efficiency"}."""
    return {
        "surveys": [survey_part(survey) for survey in surveys],
        "turnarounds": [turnaround_part(row) for row in turnarounds],
        **rates_part(surveys, turnarounds),
    }


def rates_part(surveys: Sequence[Survey], turnarounds: Sequence[Turnaround]) -> dict:
    summary = summary_of(surveys, turnarounds, is_by_panel=True)
    return {
        "satisfaction": {
            "panel": satisfaction_part(summary.decisive),
            "organization": satisfaction_part(summary.given),
            "refusal": summary.refusal,
        },
        "efficiency": efficiency_part(summary.efficiency),
    }


def rates_again(panel: dict) -> dict:
    """The rates computed anew from the rows in a document; they stand there as `rates_part` wrote them."""
    surveys = [survey_from(row) for row in panel["surveys"]]
    return rates_part(surveys, [turnaround_from(row) for row in panel["turnarounds"]])


def survey_part(survey: Survey) -> dict:
    return {
        "source": survey.get_source_display(),
        "method": survey.get_method_display(),
        "place": survey.place,
        "began_on": survey.began_on.isoformat(),
        "ended_on": survey.ended_on.isoformat(),
        "issued": survey.issued,
        "valid": survey.valid,
        "formula": survey.get_formula_display(),
        "answers": {name: getattr(survey, name) for name in ANSWERS},
        "note": survey.note,
    }


def survey_from(row: dict) -> Survey:
    return Survey(
        source=key_of(Survey.Source, row["source"]),
        formula=key_of(Survey.Formula, row["formula"]),
        issued=row["issued"],
        **{name: row["answers"][name] for name in ANSWERS},
    )


def turnaround_part(row: Turnaround) -> dict:
    return {
        "matter": row.matter,
        "basis": row.get_basis_display(),
        "unit": row.get_unit_display(),
        "before": str(row.before),
        "now": str(row.now),
        "volume": row.volume,
    }


def turnaround_from(row: dict) -> Turnaround:
    return Turnaround(
        matter=row["matter"],
        basis=key_of(Turnaround.Basis, row["basis"]),
        before=Decimal(row["before"]),
        now=Decimal(row["now"]),
        volume=row["volume"],
    )


def key_of(choices, label: str) -> str:
    return dict(zip(choices.labels, choices.values, strict=True))[label]


def satisfaction_part(found: Satisfaction | None) -> dict | None:
    if found is None:
        return None
    return {
        "value": found.value,
        "words": found.words,
        "valid": found.valid,
        "issued": found.issued,
        "interval": found.interval_words,
        "derivation": found.derivation,
        "cautions": list(found.cautions),
    }


def efficiency_part(found: Efficiency | None) -> dict | None:
    if found is None:
        return None
    return {
        "value": found.value,
        "words": found.words,
        "matters": [saving.derivation for saving in found.savings],
        "derivation": found.derivation,
        "cautions": list(found.cautions),
    }
