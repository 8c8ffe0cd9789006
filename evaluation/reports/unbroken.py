"""Numbers and dates of a printed report that are never torn over two lines. Pure."""

import re

DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
SPAN = r"\d{2}:\d{2}–\d{2}:\d{2}"
STANDARD = r"[A-Z][A-Z0-9]{0,7}(?:/[A-Z0-9]{1,12})+(?:[ .—–-][A-Z]{0,4}\d[\d.]*)*"
REPORT = r"[A-Z]{2,4}(?:-\d+){3}"
WHOLE = re.compile(f"{DAY}|{SPAN}|{STANDARD}|{REPORT}")
# What carries no words of its own: tags, and drawings with theirs.
MARKUP = re.compile(r"(<svg\b.*?</svg>|<[^>]*>)", re.DOTALL)


def unbroken(html: str) -> str:
    """The page with a span around every day, time, number of a standard and number of a report in its body."""
    head, body, rest = html.partition("<body>")
    parts = MARKUP.split(rest)
    parts[::2] = [WHOLE.sub(r'<span class="nowrap">\g<0></span>', words) for words in parts[::2]]
    return head + body + "".join(parts)
