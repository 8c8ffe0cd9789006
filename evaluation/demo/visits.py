"""What the demo's panels did on site: a sample, the steps of §7 with who signed in, sites, questionnaires, times."""

from datetime import date, datetime, time

from django.utils import timezone

from evaluation.models import Site
from evaluation.services.drawing import draw_sample
from evaluation.services.measures import save_survey, save_turnaround
from evaluation.services.onsite import record_step, record_visit, sign_in
from evaluation.visits.populations import population_of

from .clock import at
from .hands import signature_of


class Visit:
    """The visit of one panel, written down by its leader."""

    def __init__(self, panel):
        self.panel, self.entry, self.evaluation = panel, panel.entry, panel.evaluation
        self.leader = panel.user(next(iter(self.entry["members"])))

    def load(self) -> None:
        with at(self.panel.day(self.entry["plan"]["approved"]), time(15)):
            self.draw()
        for step in self.entry["steps"]:
            with at(self.panel.day(step["on"]), time.fromisoformat(step["ends"])):
                self.hold(step)
        for site in self.entry["plan"]["sites"]:
            if "visited" in site:
                self.visit(site)
        for survey in self.entry.get("surveys", ()):
            self.ask(survey)
        for row in self.entry.get("turnarounds", ()):
            save_turnaround(actor=self.leader, evaluation=self.evaluation, **row)

    def draw(self) -> None:
        """Own standards in force whose texts are looked at."""
        size = self.entry["plan"]["sample"]
        population = population_of(self.evaluation, "own")
        draw_sample(
            actor=self.leader,
            evaluation=self.evaluation,
            subject="现行自制标准",
            population=population,
            size=min(size, len(population)),
        )

    def hold(self, step: dict) -> None:
        on = self.panel.day(step["on"])
        for person in self.people(step):
            sign_in(evaluation=self.evaluation, number=step["number"], **person)
        record_step(
            actor=self.leader,
            evaluation=self.evaluation,
            number=step["number"],
            began_at=moment(on, step["begins"]),
            ended_at=moment(on, step["ends"]),
            place=step["place"],
            chair=step["chair"],
            record=step["record"],
        )

    def people(self, step: dict) -> list[dict]:
        """The panel signs by hand; the others have signed on paper."""
        if not step.get("signed"):
            return []
        members = self.evaluation.participants.select_related("user").order_by("pk")
        own = [
            {
                "actor": each.user,
                "name": each.user.name,
                "employer": each.employer,
                "drawing": signature_of(each.user.name),
            }
            for each in members
        ]
        return own + [{"actor": self.leader, **guest} for guest in step["signed"]]

    def visit(self, site: dict) -> None:
        row = Site.objects.select_related("plan__evaluation").get(
            plan__evaluation=self.evaluation, name=site["name"]
        )
        day = self.panel.day(site["visited"])
        record_visit(actor=self.leader, site=row, visited_on=day, record=site["record"])

    def ask(self, survey: dict) -> None:
        days = {name: self.panel.day(survey[name]) for name in ("began_on", "ended_on")}
        save_survey(actor=self.leader, evaluation=self.evaluation, **{**survey, **days})


def moment(on: date, text: str) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.fromisoformat(text)))
