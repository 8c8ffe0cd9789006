"""The panels of the demo: opened, formed, with a plan; then what each has done so far (T/CSSG 001.5 §5–§9)."""

from datetime import date

from evaluation.models import Application, Evaluation
from evaluation.services.opening import open_by_organizer, open_for_application
from evaluation.services.panels import appoint, assign_tables, declare
from evaluation.services.planning import add_site, approve_plan, propose_schedule, write_plan

from .aftermath import Aftermath
from .clock import at
from .data import day
from .experts import expert_of
from .organizations import World
from .scoring import Scoring
from .visits import Visit


def load_panels(data: dict, words: dict, applications: dict, world: World) -> None:
    for entry in data["panels"]:
        Panel(entry, world).load(words, applications)


class Panel:
    """One panel: its entry of the data, and the evaluation it makes."""

    evaluation: Evaluation

    def __init__(self, entry: dict, world: World):
        self.entry, self.world = entry, world
        self.organizer = world.offices[entry["organizer"]]

    def load(self, words: dict, applications: dict) -> None:
        with at(self.day(self.entry["opened"])):
            self.evaluation = self.open(applications)
            self.form()
        with at(self.day(self.entry["declared"])):
            self.declare()
        with at(self.day(self.entry["plan"]["approved"])):
            self.plan()
        Visit(self).load()
        Scoring(self, words).load()
        if "locked" in self.entry:
            Aftermath(self).load()

    def day(self, text: str | list[str]) -> date:
        """The day that is meant; of several the latest: a term never ends before the notice."""
        texts = [text] if isinstance(text, str) else text
        return max(day(each, self.world.today) for each in texts)

    def user(self, name: str):
        return self.world.users[name]

    def fresh(self) -> Evaluation:
        return Evaluation.objects.with_people().get(pk=self.evaluation.pk)

    def open(self, applications: dict[str, Application]) -> Evaluation:
        """For the application where there is one; else the organiser opens it by himself."""
        entry = self.entry
        common = {
            "actor": self.organizer,
            "kind": entry["kind"],
            "year": self.world.today.year + entry["year"],
            "as_of": self.day(entry["as_of"]),
        }
        if entry.get("applied"):
            return open_for_application(application=applications[entry["organization"]], **common)
        return open_by_organizer(
            organizer=self.world.organizations[entry["organizer"]],
            organization=self.world.organizations[entry["organization"]],
            commissioned=entry.get("commissioned", ""),
            **common,
        )

    def form(self) -> None:
        """Its people from the pool of the organiser, the first one leads, each with tables."""
        for place, (name, sections) in enumerate(self.entry["members"].items()):
            expert = expert_of(self.world, self.entry["organizer"], name)
            participant = appoint(
                actor=self.organizer,
                evaluation=self.evaluation,
                user=self.user(name),
                duty="member" if place else "leader",
                side=expert.side,
                employer=expert.employer,
                expert=expert,
            )
            assign_tables(actor=self.organizer, participant=participant, sections=sections)

    def declare(self) -> None:
        """Each for himself; who has not done it yet finds it among what he has to do."""
        rows = self.evaluation.participants.select_related("user", "evaluation")
        for participant in rows.exclude(user__username__in=self.entry.get("undeclared", ())):
            declare(actor=participant.user, participant=participant)

    def plan(self) -> None:
        data = self.entry["plan"]
        days = {name: self.day(data[name]) for name in ("starts_on", "ends_on")}
        texts = {name: data[name] for name in ("place", "sampling", "survey")}
        plan = write_plan(actor=self.organizer, evaluation=self.evaluation, **days, **texts)
        propose_schedule(actor=self.organizer, evaluation=self.evaluation)
        for site in data["sites"]:
            told = {name: site[name] for name in ("name", "address", "reason")}
            add_site(actor=self.organizer, plan=plan, **told)
        approve_plan(actor=self.organizer, evaluation=self.evaluation)
