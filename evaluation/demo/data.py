"""Reading the demo's data: JSON under `fixtures/demo`, with days told from the day of loading.

`T-40` is forty days before that day, `Y-1 12-20` the 20th of December of the year before, `2018-02-06` itself.
So the demo stays alive: something always falls due soon, last year's evaluation is always last year's.
"""

import json
import re
from datetime import date, timedelta

from django.conf import settings

FROM_TODAY = re.compile(r"T([+-]\d+)?")
IN_YEAR = re.compile(r"Y([+-]\d+)? (\d\d)-(\d\d)")
YEAR_OF_DOCUMENT = re.compile(r"〔Y([+-]\d+)?〕")


def read(name: str) -> dict:
    """The content of `fixtures/demo/<name>.json`."""
    return json.loads((settings.BASE_DIR / "fixtures" / "demo" / f"{name}.json").read_text("utf-8"))


def day(text: str | None, today: date) -> date | None:
    """The day `text` means when the demo is loaded on `today`; None for none. ValueError for anything else."""
    if not text:
        return None
    if found := FROM_TODAY.fullmatch(text):
        return today + timedelta(days=int(found[1] or 0))
    if found := IN_YEAR.fullmatch(text):
        return date(today.year + int(found[1] or 0), int(found[2]), int(found[3]))
    return date.fromisoformat(text)


def year_of(text: str, today: date) -> str:
    """`Y-2 年版` with the year it means."""
    return re.sub(r"^Y([+-]\d+)?", lambda found: str(today.year + int(found[1] or 0)), text)


def document_number(text: str, today: date) -> str:
    """`安网治发〔Y-2〕1号` with the year it means."""
    return YEAR_OF_DOCUMENT.sub(lambda found: f"〔{today.year + int(found[1] or 0)}〕", text)
