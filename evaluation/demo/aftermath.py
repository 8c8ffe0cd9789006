"""What came after the lock of a demo's panel: signatures, 通报, 问题清单 mended to different ends (7.6, 7.7)."""

from datetime import time

from django.core.files.base import ContentFile

from evaluation.models import Problem, Result
from evaluation.services.evaluations import write_conclusion
from evaluation.services.locking import lock_evaluation
from evaluation.services.notices import record_notice
from evaluation.services.onsite import record_step
from evaluation.services.problems import add_problem, notify_problems, take_step
from evaluation.services.signing import sign_result
from standards.activities.kinds import KINDS
from standards.activities.services import steps
from standards.activities.services.documents import attach_document

from .clock import at
from .files import word_file
from .hands import signature_of
from .visits import moment

FINDINGS = KINDS["findings"]


class Aftermath:
    """The way of one result: locked, signed by all, told, its problems mended as the data say."""

    result: Result

    def __init__(self, panel):
        self.panel, self.entry, self.evaluation = panel, panel.entry, panel.evaluation
        self.leader = panel.user(next(iter(self.entry["members"])))

    def load(self) -> None:
        with at(self.panel.day(self.entry["locked"]), time(16)):
            write_conclusion(actor=self.leader, evaluation=self.evaluation, **self.entry["conclusion"])
            self.result = lock_evaluation(actor=self.leader, evaluation=self.evaluation)
            self.sign()
        notice = self.entry["notice"]
        with at(self.panel.day(notice["on"]), time(11)):
            self.tell(notice)
        for data in self.entry["problems"]:
            for step in data.get("steps", ()):
                with at(self.panel.day(step["on"])):
                    self.mend(data["target"], step)

    def sign(self) -> None:
        for name in self.entry["members"]:
            user = self.panel.user(name)
            sign_result(
                actor=user,
                result=self.result,
                password=self.panel.world.passwords[name],
                drawing=signature_of(user.name),
            )

    def tell(self, notice: dict) -> None:
        """末次会议, 通报, and the 整改通知 with it."""
        on, organizer = self.panel.day(notice["on"]), self.panel.organizer
        record_step(
            actor=self.leader,
            evaluation=self.evaluation,
            number=7,
            began_at=moment(on, "09:30"),
            ended_at=moment(on, "10:30"),
            place=notice["place"],
            chair=self.leader.name,
            record=notice["record"],
        )
        record_notice(
            actor=organizer,
            result=self.result,
            notified_on=on,
            way=notice["way"],
            recipient=notice["recipient"],
        )
        for data in self.entry["problems"]:
            told = {name: data[name] for name in ("target", "description", "advice", "owner")}
            add_problem(actor=organizer, result=self.result, due_on=self.panel.day(data["due"]), **told)
        notify_problems(actor=organizer, result=self.result)

    def mend(self, target: str, step: dict) -> None:
        """One step of the evaluated organisation on its finding, or of the organiser on the problem."""
        problem = Problem.objects.select_related("finding", "result__evaluation").get(
            result=self.result, target=target
        )
        actor = self.panel.user(step["by"])
        if step["do"] == "close problem":
            take_step(actor=actor, problem=problem, name="verify", values=step["values"])
            return
        if step["do"] == "report":
            self.attach_proof(actor, problem)
        values = {name: self.value(name, words) for name, words in step["values"].items()}
        steps.take_step(actor=actor, kind=FINDINGS, row=problem.finding, name=step["do"], values=values)

    def attach_proof(self, actor, problem: Problem) -> None:
        content = word_file("演示文件：整改证据", problem.description, "仅供演示，没有正文。")
        file = ContentFile(content, name=f"{problem.target} 整改证据.docx")
        attach_document(actor=actor, kind=FINDINGS, row=problem.finding, paper="evidence", file=file)

    def value(self, name: str, words: str):
        if name == "department":
            return self.panel.world.departments[self.entry["organization"], words]
        return self.panel.day(words) if name.endswith("_on") else words
