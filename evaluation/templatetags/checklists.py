"""What people look at for a requirement that only they judge, on its row and beside its evidence."""

from django import template

from ..permissions import can_sample
from ..visits.checklists import addresses, checklist_of, samples_for

register = template.Library()


@register.inclusion_tag("evaluation/_checklist.html")
def checklist(evaluation, target, user):
    """Points to check and what was drawn for them; linked for whoever may read the registry. Two statements."""
    samples = samples_for(evaluation, target)
    names = [sample.population[place] for sample in samples for place in sample.drawn]
    known = addresses(user, evaluation, names) if names else {}
    return {
        "evaluation": evaluation,
        "target": target,
        "checklist": checklist_of(evaluation.edition.code, target),
        "drawn": [(sample, things_of(sample, known)) for sample in samples],
        "may_sample": can_sample(user, evaluation),
    }


def things_of(sample, known) -> list[tuple[str, str]]:
    """Name and address ("" for none) of everything drawn."""
    names = [sample.population[place] for place in sample.drawn]
    return [(name, known.get(name, "")) for name in names]
