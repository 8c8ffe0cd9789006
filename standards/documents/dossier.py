"""What the registry holds of a standard as plain data, for its archive package. Reading only."""

from django.db.models import Q

from gridgov.changes import as_text
from gridgov.dates import moment
from gridgov.records.models import Event

from ..history import ACCESSES
from ..models import Standard
from .contexts.making import CHECKS

DERIVED = {"title_initials", "number_key", "number_family", "number_sort", "number_search", "search_grams"}
RELATED = ("information", "rounds", "reviews", "amendments", "revision_requests", "citations", "aliases")


def standard_part(row: Standard) -> dict:
    """The columns of the row, by their names, then the rows that belong to it."""
    return columns_of(row, DERIVED) | {
        "departments": [str(each) for each in row.departments.all()],
        "replaces": [str(each) for each in row.replaces.order_by("number_sort", "pk")],
        "replaced_by": [str(each) for each in row.replaced_by.order_by("number_sort", "pk")],
        **{name: [columns_of(each) for each in getattr(row, name).all()] for name in RELATED},
    }


def columns_of(row, left_out=frozenset({"standard", "organization"})) -> dict:
    """Every column as text; choices by their words, rows by what they are called, moments with their offset."""
    found = {}
    for each in row._meta.concrete_fields:
        if each.primary_key or each.name in left_out:
            continue
        value, shown = getattr(row, each.name), getattr(row, f"get_{each.name}_display", None)
        if each.get_internal_type() == "DateTimeField" and value:
            value = moment(value)
        found[each.name] = as_text(shown() if shown else value)
    return found


def opinions_part(row: Standard) -> list[dict]:
    """Rounds that have ended, with the signed forms and what became of each opinion."""
    rounds = row.rounds.exclude(outcome="").prefetch_related("forms__opinions", "forms__reviewer__department")
    return [
        columns_of(round)
        | {
            "forms": [
                form_part(form) for form in round.forms.all() if form.is_signed and not form.recalled_at
            ]
        }
        for round in rounds
    ]


def form_part(form) -> dict:
    return {
        "reviewer": str(form.reviewer),
        "department": str(form.reviewer.department or ""),
        "sent_on": as_text(form.sent_on),
        "signed_at": moment(form.signed_at),
        **{name: getattr(form, f"get_{name}_display")() for name in CHECKS},
        "conclusion": form.get_conclusion_display(),
        "remark": form.remark,
        "opinions": [columns_of(opinion, {"form"}) for opinion in form.opinions.all()],
    }


def events_part(row: Standard) -> list[dict]:
    """What was decided about the standard and about what belongs to it, oldest first."""
    return [
        {
            "at": moment(event.at),
            "who": event.actor_name,
            "verb": event.get_verb_display(),
            "target": event.target_label,
            "changes": event.changes,
            "reason": event.reason,
        }
        for event in Event.objects.filter(about(row)).exclude(verb__in=ACCESSES).order_by("id")
    ]


def about(row: Standard) -> Q:
    """Events of the standard, and of its rounds, forms, opinions, reviews and so on."""
    condition = Q(target_type=row._meta.label_lower, target_id=str(row.pk))
    rounds = row.rounds.prefetch_related("forms__opinions")
    forms = [form for round in rounds for form in round.forms.all()]
    # What became of the opinions of an open round is not for those who have still to sign.
    closed = [form for form in forms if not form.round.is_open]
    opinions = [opinion for form in closed for opinion in form.opinions.all()]
    groups = [list(getattr(row, name).all()) for name in (*RELATED, "documents", "suitability_reviews")]
    for rows in filter(None, [*groups, forms, opinions]):
        keys = [str(each.pk) for each in rows]
        condition |= Q(target_type=rows[0]._meta.label_lower, target_id__in=keys)
    return condition
