"""What is known of an organisation on a day, alone or with a sheet on top, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ..models import ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.facts import Facts, Measured
from ..proposing.judging import propose
from ..proposing.proposal import Proposal
from ..proposing.reading import read_facts
from ..proposing.rules import Rules
from ..scoring import Scorecard
from .forecast import Forecast, forecast


@dataclass(frozen=True)
class Standing:
    """The data of an organisation on a day, and what a sheet says on top of them (`judged`, by target).

    `frozen` are the proposals of a locked result: they stand for those of the data, which may have moved on.
    """

    card: Scorecard
    rules: Rules
    facts: Facts
    judged: Mapping[str, dict] = field(default_factory=dict)
    frozen: Mapping[str, Proposal] = field(default_factory=dict)

    @cached_property
    def proposals(self) -> Mapping[str, Proposal]:
        return self.frozen or propose(self.card, self.rules, self.facts)

    @cached_property
    def forecast(self) -> Forecast:
        return forecast(self.card, self.proposals, self.judged)


def standing_of(
    organization,
    edition: ScorecardEdition,
    *,
    on: date,
    year: int | None = None,
    judged: Mapping[str, dict] | None = None,
    measured: Mapping[str, Measured] | None = None,
    files: Mapping[str, int] | None = None,
    frozen: Mapping[str, Proposal] | None = None,
) -> Standing:
    """The standing on a day; `year` as of `read_facts`, `measured` and `files` as of Facts, `frozen` of Standing."""
    rules = rules_of(edition.code)
    facts = read_facts(organization, edition=edition, rules=rules, on=on, year=year)
    facts = replace(facts, measured=measured or {}, files=files or {})
    known = {at: value for at, value in (judged or {}).items() if value}
    return Standing(edition.scorecard, rules, facts, known, frozen or {})


def forecast_of(organization, edition: ScorecardEdition, *, on: date) -> Forecast:
    """The forecast by the data alone, as of a day."""
    return standing_of(organization, edition, on=on).forecast
