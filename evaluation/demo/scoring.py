"""The private sheets of the demo's panels, as far as they have come, and what their leaders ruled so far."""

from datetime import time
from uuid import uuid4

from evaluation.models import Participant
from evaluation.services.consensus import rule, take_over_agreed
from evaluation.services.sheet import apply_operation
from evaluation.services.submitting import submit_sheet

from .clock import at
from .judging import Judge


class Scoring:
    """All sheets of one panel; `judged` of the data: to how many requirements those have come who are not done."""

    def __init__(self, panel, words: dict):
        self.panel, self.entry = panel, panel.entry
        self.judge = Judge(
            panel.evaluation, self.entry["judgements"], words, silent=self.entry.get("silent", {})
        )

    def load(self) -> None:
        members = self.panel.evaluation.participants.select_related("user", "sheet", "evaluation__edition")
        with at(self.panel.day(self.entry["scored"]), time(12, 30)):
            for member in members.order_by("pk"):
                self.fill(member)
        if "ruled_on" in self.entry:
            with at(self.panel.day(self.entry["ruled_on"]), time(14)):
                self.settle()

    def fill(self, member: Participant) -> None:
        name = member.user.username
        for code, value in self.findings(member)[: self.entry.get("judged", {}).get(name)]:
            self.apply(member, code, value)
        if name in self.entry["submitted"]:
            submit_sheet(actor=member.user, sheet=member.sheet)

    def apply(self, member: Participant, code: str, value: dict) -> None:
        member.sheet.evaluation = member.evaluation
        apply_operation(actor=member.user, sheet=member.sheet, uuid=uuid4(), target=code, base=0, value=value)

    def findings(self, member: Participant) -> list[tuple[str, dict]]:
        """What the member finds in the tables given to him, in printed order; his own view before the common one."""
        own = self.entry["views"].get(member.user.username, {})
        given = self.entry["members"][member.user.username]
        return [
            (requirement.code, self.judge.told(requirement, own[requirement.code]))
            if requirement.code in own
            else (requirement.code, self.judge.values(section.code, requirement)[-1])
            for section in member.evaluation.edition.scorecard.sections
            if section.code in given
            for item in section.items
            for requirement in item.requirements
        ]

    def settle(self) -> None:
        """What all found alike is taken over where the data say so; then the rulings, in their order."""
        leader, evaluation = self.panel.user(next(iter(self.entry["members"]))), self.panel.fresh()
        if self.entry.get("agreed"):
            take_over_agreed(actor=leader, evaluation=evaluation)
        for ruling in self.entry.get("rulings", ()):
            rule(
                actor=leader,
                evaluation=evaluation,
                target=ruling["target"],
                base=0,
                value=ruling["value"],
                minority=ruling.get("minority", ""),
                uuid=uuid4(),
            )
