"""Rows of the sheet page, rendered once per content: of sixty rows a save changes one."""

from dataclasses import dataclass, field
from functools import lru_cache
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..sheet_rows import Row

register = template.Library()
KEPT = ("evaluation", "may_judge", "reads_registry", "judge_url")
# They stand in the kept text where every page puts its own: private characters that no text of ours contains.
TOKEN, UUID = "\ue000token\ue000", "\ue000uuid\ue000"


@dataclass(frozen=True)
class Shown:
    """A row and its page. Everything the text depends on stands in `key`: equal keys, equal text."""

    key: tuple
    row: Row = field(compare=False)
    page: dict = field(compare=False)


@register.simple_tag(takes_context=True)
def sheet_row(context, row: Row) -> SafeString:
    """One requirement as HTML, with the form token of this page and an operation id of its own."""
    page = {name: context[name] for name in KEPT}
    place = (page["evaluation"].pk, page["may_judge"], page["reads_registry"])
    text = row_html(Shown((*place, *row_key(row)), row, page))
    return mark_safe(text.replace(TOKEN, str(context["csrf_token"])).replace(UUID, str(uuid4())))


def row_key(row: Row) -> tuple:
    """What tells two texts of rows apart; the edition's words come with the evaluation."""
    entry = row.entry
    written = (row.value, entry.version, entry.author, entry.at) if entry else ()
    proofs = tuple((proof.pk, str(proof)) for proof in row.proofs)
    result = row.result
    state = (result.state, result.item_not_applicable, result.void)
    return row.code, written, tuple(row.linked), proofs, row.attention, state


@lru_cache(maxsize=4_000)
def row_html(shown: Shown) -> str:
    """The text with stand-ins; about 3 kB each. Never behind the database: the key holds the content."""
    context = {**shown.page, "row": shown.row, "csrf_token": TOKEN, "uuid": UUID}
    return render_to_string("evaluation/_sheet_row.html", context)
