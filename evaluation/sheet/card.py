"""Own sheet and the 底稿 of the others on the page of an evaluation by a panel."""

from ..models import Evaluation
from ..permissions import can_return, can_see_working_sheet, can_submit, own_sheet
from .handing_in import gaps_of, return_reason


def working_card(user, evaluation: Evaluation) -> dict:
    """The own sheet with its tables, and the submitted ones this user may read or send back."""
    sheet = own_sheet(user, evaluation)
    if sheet is not None:
        sheet.evaluation = evaluation
    return {
        "own_sheet": sheet,
        "own_gaps": gaps_of(sheet) if sheet is not None and sheet.is_open else [],
        "own_returned": return_reason(sheet) if sheet is not None else "",
        "may_hand_in": can_submit(user, evaluation),
        "first_section": evaluation.edition.scorecard.sections[0].code,
        "submitted": submitted(user, evaluation),
    }


def submitted(user, evaluation: Evaluation) -> list[tuple]:
    """(participant, sheet, may read, may send back) of every submitted 底稿 that is of use to this user."""
    people = {row.pk: row for row in evaluation.participants.all()}
    found = []
    for sheet in evaluation.sheets.all():
        reads = can_see_working_sheet(user, evaluation, sheet)
        returns = can_return(user, evaluation, sheet)
        if reads or returns:
            found.append((people[sheet.participant_id], sheet, reads, returns))
    return found
