"""How many requirements of Appendix A each place of the tree meets by the data: 「附录A 3/3 条满足」 (tree §6).

Only requirements that a standard at a leaf proves, and that the data decide; what people judge is not counted.
"""

from collections.abc import Mapping

from standards.statistics import Branch, Coverage

from .models import ScorecardEdition
from .proposing.editions import rules_of
from .proposing.judging import propose
from .proposing.proposal import Proposal
from .proposing.reading import read_facts
from .scoring import Scorecard

OF_PLACES = {"standards", "places"}


def notes(organization, covered: Coverage) -> dict[int, str]:
    """Key of a node → the words; of the newest edition, as of the day of `covered`. Six statements."""
    edition = ScorecardEdition.objects.newest()
    if edition is None:
        return {}
    rules = rules_of(edition.code)
    codes = [
        code
        for code, requirement in edition.scorecard.requirements_by_code.items()
        if requirement.node_codes and rules[code].kind in OF_PLACES
    ]
    facts = read_facts(organization, edition=edition, rules=rules, on=covered.on, codes=codes)
    proposals = propose(edition.scorecard, rules, facts, codes=codes)
    return words_of(covered, met_at(edition.scorecard, proposals))


def met_at(card: Scorecard, proposals: Mapping[str, Proposal]) -> dict[str, dict[str, bool]]:
    """Leaf → its requirements that the data decide, and whether each is met. What does not apply is left out."""
    found: dict[str, dict[str, bool]] = {}
    for code, proposal in proposals.items():
        if proposal.outcome in ("met", "not_met"):
            for leaf in card.requirements_by_code[code].node_codes:
                found.setdefault(leaf, {})[code] = proposal.outcome == "met"
    return found


def words_of(covered: Coverage, met: Mapping[str, Mapping[str, bool]]) -> dict[int, str]:
    """The words for every branch that has requirements at it or below."""
    words = {}
    for root in covered.roots:
        for branch in (root, *root.rows):
            if asked := asked_of(branch, met):
                words[branch.node.pk] = f"附录A {sum(asked.values())}/{len(asked)} 条满足"
    return words


def asked_of(branch: Branch, met: Mapping[str, Mapping[str, bool]]) -> dict[str, bool]:
    """Every requirement at the branch and below, once each."""
    found = dict(met.get(branch.node.code, {}))
    for row in branch.rows:
        found |= met.get(row.node.code, {})
    return found
