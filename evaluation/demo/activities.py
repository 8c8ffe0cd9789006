"""The records of the demo's city: lists that come in as from a sheet, steps taken by the people whose they are."""

import re
from datetime import date

from django.core.files.base import ContentFile

from standards.activities.kinds import KINDS
from standards.activities.models import PlanItem
from standards.activities.prechecking import Place
from standards.activities.services.documents import attach_document
from standards.activities.services.importing import import_rows
from standards.activities.services.records import change_record
from standards.activities.services.steps import take_step
from standards.activities.sheets import Read

from .data import FROM_TODAY, IN_YEAR, day
from .files import word_file
from .organizations import World

DAY = re.compile(r"\{(T[+-]\d+)\}")
YEAR = re.compile(r"\{Y([+-]\d+)?\}")
NAMED_BY = {"findings": "description", "people": "name"}


def load_activities(data: dict, world: World) -> None:
    """Do all the work of the data in its order."""
    work = Work(world, data["organization"])
    for entry in data["work"]:
        getattr(work, f"do_{entry['do']}")(entry)


class Work:
    """What the entries do, in one organisation."""

    def __init__(self, world: World, key: str):
        self.world, self.key = world, key
        self.organization, self.office = world.organizations[key], world.offices[key]

    def text(self, words: str) -> str:
        """A cell with the days or the year it means."""
        if FROM_TODAY.fullmatch(words) or IN_YEAR.fullmatch(words):
            return f"{day(words, self.world.today):%Y-%m-%d}"
        words = DAY.sub(lambda found: f"{self.on(found[1]):%Y-%m-%d}", words)
        return YEAR.sub(lambda found: str(self.world.today.year + int(found[1] or 0)), words)

    def record(self, entry: dict):
        """The record an entry names; of several editions of a name the newest."""
        kind = KINDS[entry["kind"]]
        named = {NAMED_BY.get(kind.slug, "title"): self.text(entry["record"])}
        return kind.model.objects.of(self.organization).filter(**named).latest("pk")

    def do_list(self, entry: dict) -> None:
        kind = KINDS[entry["kind"]]
        place = Place(kind, self.organization, self.office)
        if "part" in entry:
            place = Place(kind.part(entry["part"]), self.organization, self.office, self.record(entry))
        lines = tuple(
            (number, tuple(map(self.text, row))) for number, row in enumerate(entry["rows"], start=1)
        )
        import_rows(place, Read(tuple(entry["headings"]), lines))

    def do_step(self, entry: dict) -> None:
        take_step(
            actor=self.world.users[entry["by"]],
            kind=KINDS[entry["kind"]],
            row=self.record(entry),
            name=entry["step"],
            values={name: self.value(name, words) for name, words in entry["values"].items()},
            reason=entry["reason"],
        )

    def value(self, name: str, words: str):
        if name == "department":
            return self.world.departments[self.key, words]
        return self.on(words) if name.endswith("_on") else words

    def on(self, words: str) -> date:
        return day(words, self.world.today)

    def do_file(self, entry: dict) -> None:
        content = word_file(f"演示文件：{entry['title']}", str(self.organization), "仅供演示，没有正文。")
        file = ContentFile(content, name=f"{entry['title']}.docx")
        kind, row = KINDS[entry["kind"]], self.record(entry)
        attach_document(actor=self.office, kind=kind, row=row, paper=entry["paper"], file=file)

    def item(self, what: str) -> PlanItem:
        return PlanItem.objects.get(plan__organization=self.organization, what=what)

    def do_link(self, entry: dict) -> None:
        """A session was held for a line of a plan."""
        session = self.record({**entry, "kind": "training"})
        values = {"plan_item": self.item(entry["item"])}
        change_record(actor=self.office, table=KINDS["training"], row=session, values=values)

    def do_done(self, entry: dict) -> None:
        values = {"done_on": self.on(entry["done_on"]), "result": entry["result"]}
        part = KINDS["plans"].part("items")
        change_record(actor=self.office, table=part, row=self.item(entry["item"]), values=values)
