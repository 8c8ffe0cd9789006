"""The samples of an evaluation as they are frozen into its result; described in `results.document`."""

from gridgov.canonical import canonical_json, sha256
from gridgov.dates import moment

from ..models import Evaluation, Sample


def samples_part(evaluation: Evaluation) -> list[dict]:
    """Every sample, oldest first. One statement."""
    return [sample_part(sample) for sample in evaluation.samples.select_related("drawn_by")]


def sample_part(sample: Sample) -> dict:
    """Who has the list of the population can draw again: it is named by its hash."""
    return {
        "target": sample.target,
        "subject": sample.subject,
        "population": {
            "count": len(sample.population),
            "sha256": sha256(canonical_json(sample.population)),
        },
        "seed": sample.seed,
        "positions": sample.drawn,
        "drawn": [sample.population[place] for place in sample.drawn],
        "drawn_by": str(sample.drawn_by),
        "drawn_at": moment(sample.drawn_at),
    }
