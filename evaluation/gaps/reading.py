"""The forecast of an organisation from its registry and records, in a fixed number of statements."""

from collections.abc import Collection
from datetime import date

from ..models import ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.judging import propose
from ..proposing.proposal import Proposal
from ..proposing.reading import read_facts
from .forecast import Forecast, forecast


def proposals_of(
    organization, edition: ScorecardEdition, *, on: date, without: Collection[int] = ()
) -> dict[str, Proposal]:
    """Code → what the data of the organisation propose on a day; `without` the standards of these keys."""
    rules = rules_of(edition.code)
    facts = read_facts(organization, edition=edition, rules=rules, on=on, without=without)
    return propose(edition.scorecard, rules, facts)


def forecast_of(
    organization, edition: ScorecardEdition, *, on: date, without: Collection[int] = ()
) -> Forecast:
    """The forecast by the data alone, as of a day."""
    return forecast(edition.scorecard, proposals_of(organization, edition, on=on, without=without))
