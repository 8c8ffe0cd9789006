"""How records show their cells."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..kinds import Cell
from ..of_standard import done_about

register = template.Library()
SIGNS = {"good": "✓", "warn": "○", "bad": "×", "info": "◐", "plain": "–"}
LONGEST, NARROW = 60, 9


@register.simple_tag
def cell_words(cell: Cell) -> SafeString | str:
    """A value of a list: a state as sign, word and colour; an empty one as a dash."""
    if cell.value in ("", None):
        return format_html('<span class="quiet">{}</span>', "—")
    if cell.tone:
        return format_html(
            '<span class="tag tag-{}{}"><span aria-hidden="true">{}</span> {}</span>',
            cell.tone,
            " tag-long" if len(str(cell.value)) > NARROW else "",
            SIGNS[cell.tone],
            cell.value,
        )
    if cell.is_date:
        return f"{cell.value:%Y-%m-%d}"
    text = str(cell.value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


@register.simple_tag
def fact_words(value) -> SafeString | str:
    """A value of a record's page, whole."""
    if value in ("", None):
        return "—"
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


@register.inclusion_tag("activities/_of_standard.html")
def work_about(standard, user):
    """What was done about a standard, for its page."""
    return {"groups": done_about(standard, user)}
