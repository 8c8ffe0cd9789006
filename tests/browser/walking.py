"""Going through the pages as several people on days of one's choice: forms are filled by the names of their fields."""

import io
import re
from datetime import date, datetime

from django.urls import reverse
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.factories import PDF


class Walk:
    """A walk: `on(day)` moves the clock, `as_(user)` opens a browser of that person."""

    def __init__(self, browse, clock):
        self.browse, self.clock, self.pages, self.user = browse, clock, {}, None

    def on(self, year: int, month: int, day: int) -> None:
        """Everybody has gone home in between: sessions of another day are not used again."""
        self.clock.move_to(datetime.fromisoformat(f"{date(year, month, day)}T09:00:00+08:00"))
        self.pages = {}

    def as_(self, user) -> Page:
        if user.pk not in self.pages:
            self.pages[user.pk] = self.browse(user)
        self.user = user
        return self.pages[user.pk]

    def fill(self, user, name: str, *args, query="", press=None, **fields) -> Page:
        """Open the form at a URL name, fill it and press its button; what follows must be another page."""
        page = self.as_(user)
        page.goto(reverse(name, args=args) + query)
        fill_in(page, **fields)
        button = page.locator("form.form-card .form-actions button[type=submit]")
        (page.get_by_role("button", name=press, exact=True) if press else button).click()
        expect(page.locator("[data-error-summary]")).to_have_count(0)
        return page

    def step(self, user, standard, step: str, **fields) -> Page:
        return self.fill(user, "standards:step", standard.pk, step, **fields)

    def look_at(self, user, standard) -> Page:
        page = self.as_(user)
        page.goto(standard.get_absolute_url())
        return page

    def read_paper(self, user, standard, kind: str, ext: str = "pdf", query: str = "") -> str:
        """The words of a paper as it is handed out, without white space."""
        url = reverse("standards:paper", args=[standard.pk, kind, ext]) + query
        answer = self.as_(user).context.request.get(url)
        assert answer.status == 200, (kind, answer.status)
        return words_of(answer.body(), ext)


def fill_in(page: Page, **fields) -> None:
    """Values by field name: text, a list of labels to tick, an upload for names that end in `file`, a radio."""
    for name, value in fields.items():
        if name.endswith("file") or name == "notice":
            page.locator(f"[name={name}]").set_input_files(pdf(value))
        elif isinstance(value, list):
            for label in value:
                page.get_by_label(label, exact=False).check()
        else:
            fill_one(page, name, value)


def fill_one(page: Page, name: str, value) -> None:
    found = page.locator(f"[name={name}]")
    if found.first.get_attribute("type") == "radio":
        page.locator(f"[name={name}][value='{value}']").check()
    elif found.evaluate("element => element.tagName") == "SELECT":
        found.select_option(str(value))
    else:
        found.fill(str(value))


def pdf(name: str) -> dict:
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF + name.encode()}


def words_of(content: bytes, ext: str) -> str:
    """The text of a PDF or Word file, without white space."""
    if ext == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        body = Document(io.BytesIO(content)).element.body
        text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    return re.sub(r"\s", "", text)
