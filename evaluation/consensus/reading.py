"""The 合议 of a panel from its rows: submitted sheets of present members, official sheet, rulings. Three statements."""

from collections.abc import Mapping

from django.db.models import Count

from ..models import Evaluation, Evidence, Judgement, Participant, Ruling, Sheet
from ..proposing.evaluations import verdicts_for
from ..proposing.proposal import Proposal
from ..sheet.proposals import frozen_proposals
from .targets import Consensus, Position, Standing, build_consensus

CURRENT = ("sheet_id", "target", "value", "version", "author_name", "updated_at")
RULED = ("operation__target", "operation__version", "way", "positions", "minority")


def read_consensus(evaluation: Evaluation) -> Consensus:
    """What the panel found and ruled, as it is now. `evaluation` is one `with_people`.

    Who was absent or recused, and a sheet that is not submitted, count for nothing.
    """
    sheets = {sheet.pk: person for person, sheet in handed_in(evaluation)}
    official = evaluation.official.pk
    found, current = {person.pk: {} for person in sheets.values()}, []
    rows = Judgement.objects.filter(sheet__in=[official, *sheets]).values_list(*CURRENT)
    for sheet, target, value, *rest in rows:
        if sheet == official:
            current.append((target, value, *rest))
        else:
            found[sheets[sheet].pk][target] = value
    members = tuple((person.pk, person.user.name, person.duty == "leader") for person in sheets.values())
    return build_consensus(evaluation.edition.scorecard, members, found, standing(evaluation, current))


def handed_in(evaluation: Evaluation) -> list[tuple[Participant, Sheet]]:
    """Present members whose sheet is submitted, leader first, each with the sheet."""
    own = {sheet.participant_id: sheet for sheet in evaluation.sheets.all()}
    people = [person for person in evaluation.participants.all() if person.is_present and person.pk in own]
    return [(person, own[person.pk]) for person in people if own[person.pk].submitted_at]


def waiting_for(evaluation: Evaluation) -> list[Participant]:
    """Present members who have not submitted."""
    done = {person.pk for person, _ in handed_in(evaluation)}
    return [person for person in evaluation.participants.all() if person.is_present and person.pk not in done]


def standing(evaluation: Evaluation, current: list[tuple]) -> dict[str, Standing]:
    """What stands on the official sheet, each with the ruling that made exactly this version."""
    rows = Ruling.objects.filter(operation__sheet=evaluation.official.pk).values_list(*RULED)
    rulings = {(target, version): rest for target, version, *rest in rows}
    found = {}
    for target, value, version, author, at in current:
        way, positions, minority = rulings.get((target, version), ("", [], ""))
        made_upon = tuple(Position(row["participant"], row["name"], row["value"]) for row in positions)
        found[target] = Standing(value, version, author, at, way, made_upon, minority)
    return found


def proofs_of(evaluation: Evaluation, target: str) -> dict[int, int]:
    """Member → how many files, photos and standards he laid beside a target. One statement."""
    people = {sheet.pk: person.pk for person, sheet in handed_in(evaluation)}
    rows = Evidence.objects.kept().filter(sheet__in=people, target=target).order_by()
    counts = rows.values_list("sheet").annotate(count=Count("pk"))
    return {people[sheet]: count for sheet, count in counts}


def proposals_at(
    evaluation: Evaluation, opened: str = "", proofs: Mapping[int, int] | None = None
) -> dict[str, Proposal]:
    """Code → what the data propose, of all they decide and of the target that is opened; frozen after the lock.

    `proofs`: member → how much he laid beside the opened target.
    """
    if evaluation.is_locked:
        return frozen_proposals(evaluation)
    files = {opened: sum((proofs or {}).values())}
    return verdicts_for(evaluation, also=opened, files=files)
