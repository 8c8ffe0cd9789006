"""How the registry shows numbers, status and days."""

from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models.standard import Status
from ..numbering import search_form

register = template.Library()
SIGNS = {
    Status.IDENTIFIED: "◇",
    Status.DRAFT: "○",
    Status.UPCOMING: "◐",
    Status.IN_FORCE: "●",
    Status.REPLACED: "⇄",
    Status.WITHDRAWN: "×",
    Status.ABANDONED: "–",
}


@register.simple_tag
def status_tag(status: str, standard=None) -> SafeString:
    """Sign, word and colour of a status: the sign stays when printed in grey.

    With the standard, one's own that is being made says its stage too: 制定中·审查.
    """
    known = Status(status)
    making = known == Status.DRAFT and standard is not None and standard.is_own
    words = f"{known.label}·{standard.get_stage_display()}" if making else known.label
    html = '<span class="tag tag-{}"><span aria-hidden="true">{}</span> {}</span>'
    return format_html(html, known.value, SIGNS[known], words)


@register.simple_tag
def standard_status(standard, on: date) -> SafeString:
    """The status of a standard on a date, as `status_tag` shows it."""
    return status_tag(standard.status(on))


@register.filter
def mark_number(number: str, words: str) -> str:
    """The number with what was searched for marked: `alwgtg2` marks `ALWG TG2` in `Q/ALWG TG201•1-2025`."""
    places = [place for place, character in enumerate(number) for _ in search_form(character)]
    at = search_form(number).find(search_form(words or "")) if words else -1
    if at < 0 or not search_form(words) or len(places) != len(search_form(number)):
        return number
    begin, end = places[at], places[at + len(search_form(words)) - 1] + 1
    return marked(number, begin, end)


@register.simple_tag
def former_number(row, words: dict[str, str]) -> SafeString:
    """「曾用 …」 when the row was found by a number it had before; its `aliases` are prefetched."""
    asked = [form for name in ("number", "title") if (form := search_form(words[name]))]
    hits = [alias for alias in row.aliases.all() if any(form in alias.number_search for form in asked)]
    if not hits or any(form in search_form(row.number_key) for form in asked):
        return SafeString("")
    number = mark_number(hits[0].number, words["number"])
    return format_html('<br><span class="quiet">曾用 {}</span>', number)


@register.filter
def mark_words(text: str, words: str) -> str:
    """The text with the words searched for marked, where they stand in it as typed."""
    words = (words or "").strip()
    at = text.find(words) if words else -1
    return text if at < 0 else marked(text, at, at + len(words))


def marked(text: str, begin: int, end: int) -> SafeString:
    return format_html("{}<mark>{}</mark>{}", text[:begin], text[begin:end], text[end:])


@register.simple_tag
def days_left(due: date, today: date, warn_below: int = 90) -> SafeString:
    """「剩 28 天」 or 「逾期 3 天」 beside a due date; nothing while it is far away."""
    days = (due - today).days
    if days < 0:
        return format_html('<span class="bad"><strong>逾期 {} 天</strong></span>', -days)
    if days > warn_below:
        return SafeString("")
    return format_html('<span class="warn">{}</span>', f"剩 {days} 天" if days else "今天到期")


@register.filter
def short_hash(sha256: str) -> str:
    """First 8 … last 4 of a SHA-256; the whole stands in the title."""
    return f"{sha256[:8]}…{sha256[-4:]}"


@register.filter
def joined(rows) -> SafeString:
    """Names of rows with 、 between."""
    return format_html_join("、", "{}", ((row,) for row in rows))
