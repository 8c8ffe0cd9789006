"""Parts of the sheet page, rendered once per content: of sixty rows a save changes one."""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..aftermath.repeats import is_judged_anew
from ..proposing.proposal import Proposal
from ..sheet.page import ItemBlock
from ..sheet.rows import Row, Written, compact

register = template.Library()
KEPT = ("evaluation", "may_judge", "reads_registry", "reads_self", "is_private", "judge_url")
RIGHTS = KEPT[1:-1]
# They stand in the kept text where every page puts its own: private characters that no text of ours contains.
TOKEN, UUID = "\ue000token\ue000", "\ue000uuid\ue000"


@dataclass(frozen=True)
class Shown:
    """A part of the page. Everything the text depends on stands in `key`: equal keys, equal text."""

    template: str
    key: tuple
    context: dict = field(compare=False)


@register.simple_tag(takes_context=True)
def sheet_row(context, row: Row) -> SafeString:
    """One requirement as HTML."""
    return show(context, "evaluation/_sheet_row.html", row.code, row_key(row), row=row)


@register.simple_tag(takes_context=True)
def sheet_head(context, block: ItemBlock) -> SafeString:
    """The head of one item as HTML, without its rows."""
    own = {"block": block, "result": block.result}
    return show(context, "evaluation/_sheet_head.html", block.code, head_key(block), **own)


def show(context, name: str, target: str, key: tuple, **own) -> SafeString:
    """A part with the form token of this page and an operation id of its own; what a 复评 keeps has no buttons."""
    page = {name: context[name] for name in KEPT}
    page["may_judge"] = page["may_judge"] and is_judged_anew(page["evaluation"], target)
    place = (page["evaluation"].pk, *(page[name] for name in RIGHTS))
    text = text_of(Shown(name, (*place, *key), page | own))
    return mark_safe(text.replace(TOKEN, str(context["csrf_token"])).replace(UUID, str(uuid4())))


def row_key(row: Row) -> tuple:
    """What tells two texts of rows apart; the edition's words come with the evaluation."""
    proofs = tuple((proof.pk, str(proof)) for proof in row.proofs)
    result = row.result
    state = (result.state, result.item_not_applicable, result.void)
    return (
        row.code,
        written_key(row),
        proofs,
        row.attention,
        state,
        row.self_judged,
        proposal_key(row.proposal),
    )


def proposal_key(proposal: Proposal | None) -> tuple:
    """Everything of a proposal that is shown; its value is a dict, which is no key."""
    if proposal is None:
        return ()
    told = (proposal.grounds, proposal.missing, proposal.cautions, proposal.checks, proposal.sample)
    return proposal.outcome, proposal.words, compact(proposal.value), *told


def head_key(block: ItemBlock) -> tuple:
    """What tells two texts of heads apart."""
    result = block.result
    figures = (result.score, result.lost, result.judged_count, result.is_finished, result.zero_state)
    return block.code, written_key(block), figures, tuple(block.met_codes), block.acceptable


def written_key(place: Written) -> tuple:
    entry = place.entry
    return (place.value, entry.version, entry.author, entry.at) if entry else ()


@lru_cache(maxsize=5_000)
def text_of(shown: Shown) -> str:
    """The text with stand-ins; about 3 kB each. Never behind the database: the key holds the content."""
    return render_to_string(shown.template, {**shown.context, "csrf_token": TOKEN, "uuid": UUID})
