"""复评: which items are judged anew; the rest stands as the first result has it (evaluation §3.3 整改). Pure."""

from ..models import Evaluation


def is_judged_anew(evaluation: Evaluation, target: str) -> bool:
    """Whether people judge this requirement or item: everything, but of a 复评 its affected items alone."""
    if evaluation.kind != Evaluation.Kind.REPEAT:
        return True
    item = evaluation.edition.scorecard.item_of.get(target)
    return (item.code if item else target) in evaluation.affected


def kept_values(document: dict, evaluation: Evaluation) -> dict[str, dict]:
    """Target → its judgement in the first result, of everything that is not judged anew."""
    sheet = document["sheet"]
    found = {**sheet["judgements"], **sheet["items"]}
    return {target: value for target, value in found.items() if not is_judged_anew(evaluation, target)}


def items_with_losses(document: dict) -> list[str]:
    """Items that lost points in a result, or were decided by 8.2, in printed order: what a 复评 is for."""
    figures = document["result"]["items"]
    return [
        item["code"]
        for section in document["scorecard"]["definition"]["sections"]
        for item in section["items"]
        if figures[item["code"]]["score"] < item["points"] or figures[item["code"]]["decision"]
    ]
