"""Standards of the demo that are still being made: each is taken by its steps to where its data say it stands."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from standards.models import (
    CollectedInformation,
    Opinion,
    OpinionForm,
    ReviewRound,
    Standard,
    StandardDocument,
)
from standards.services.documents import attach_document
from standards.services.lifecycle import collect_information, plan_standard, take_step
from standards.services.reviewing import arrange_round, send_forms

from .files import word_file

Kind, Aspect = StandardDocument.Kind, CollectedInformation.Aspect
COLLECTED = {
    Aspect.SITUATION: "各社区现行做法、近三年台账和统计数据",
    Aspect.LATEST: "近两年的有关论文、案例汇编和会议材料",
    Aspect.EXPECTATIONS: "居民、网格员和协同部门座谈记录",
    Aspect.STANDARDS: "有关国家标准、地方标准的检索结果",
}
TO_PLAN = ("approve_plan",)
TO_DRAFT = (*TO_PLAN, "collect", "start")
TO_REVIEW = (*TO_DRAFT, "submit")
TO_REPORT = (*TO_REVIEW, "answer", "finalize")
WAYS = {
    "proposed": (),
    "planned": TO_PLAN,
    "drafting": TO_DRAFT,
    "reviewing": (*TO_REVIEW, "ask"),
    "returned": (*TO_REVIEW, "answer", "return"),
    "submitted": TO_REPORT,
    "approved": (*TO_REPORT, "approve"),
}
# Days after the approval of the plan on which the next steps were taken.
AFTER = {"collect": 5, "start": 14, "submit": 45, "answer": 60, "finalize": 66, "return": 66, "approve": 70}


@dataclass
class Maker:
    """Takes one standard along its way, each step by the person whose it is."""

    registry: object
    entry: dict
    standard: Standard
    planned_on: date

    @property
    def people(self) -> dict:
        return self.registry.world.users

    @property
    def office(self):
        return self.registry.world.offices[self.entry["organization"]]

    def day(self, step: str) -> date:
        return self.planned_on + timedelta(days=AFTER.get(step, 0))

    def take(self, step: str, actor, **facts) -> None:
        self.standard = take_step(actor=actor, standard=self.standard, step=step, **facts)

    def attach(self, kind: str) -> None:
        heading = f"演示文件：《{self.standard.title}》{Kind(kind).label}"
        file = ContentFile(word_file(heading, "仅供演示，没有正文。"), name=f"{Kind(kind).label}.docx")
        attach_document(actor=self.office, standard=self.standard, kind=kind, file=file)

    def approve_plan(self) -> None:
        self.take("approve_plan", self.people["representative"], on=self.planned_on)

    def collect(self) -> None:
        for aspect, content in COLLECTED.items():
            collect_information(
                actor=self.office,
                standard=self.standard,
                aspect=aspect,
                content=content,
                source="标准化办公室",
                collected_on=self.day("collect"),
            )

    def start(self) -> None:
        self.take("start", self.office, on=self.day("start"))

    def submit(self) -> None:
        self.attach(Kind.DRAFT)
        self.attach(Kind.EXPLANATION)
        self.take("submit", self.office, on=self.day("submit"))

    @property
    def round(self) -> ReviewRound:
        return self.standard.rounds.get(outcome="")

    @property
    def reviewers(self) -> list:
        asked = [self.people[name] for name in ("reviewer", "officer", "department")]
        return [person for person in asked if person.name not in self.standard.drafters]

    def ask(self) -> None:
        """The forms went out today and wait for their answers."""
        due_on = self.registry.world.today + timedelta(days=6)
        arrange_round(actor=self.office, round=self.round, method="circulation", due_on=due_on)
        send_forms(actor=self.office, round=self.round, reviewers=self.reviewers)

    def answer(self) -> None:
        """What came back on paper, under the days it came; nobody has a password yet to sign with."""
        current = self.round
        current.method, current.due_on = "circulation", self.day("answer")
        current.save()
        for reviewer in self.reviewers:
            form = OpinionForm.objects.create(
                round=current, reviewer=reviewer, sent_on=self.day("submit"), sent_by=self.office
            )
            Opinion.objects.create(
                form=form,
                clause="5.2",
                text="建议写明时限和责任人",
                handling="accepted",
                handled_by=self.office,
            )
            form.purpose = form.lawful = form.formatted = OpinionForm.Answer.YES
            form.coordinated, form.conclusion = OpinionForm.Answer.NONE, "after_changes"
            form.signed_at = timezone.make_aware(datetime.combine(self.day("answer"), time(10)))
            form.save()

    def finalize(self) -> None:
        self.attach(Kind.OPINIONS)
        self.attach(Kind.TEXT)
        self.take("finalize", self.office, on=self.day("finalize"))

    def return_(self) -> None:
        self.take("return", self.office, reason="意见涉及考评办法，请修改后重新送审", on=self.day("return"))

    def approve(self) -> None:
        self.attach(Kind.APPROVAL)
        person = self.people["authorizer"]
        self.take("approve", person, approver=person.name, approved_on=self.day("approve"))


def make(registry, entry: dict) -> None:
    """Enter the plan and take it as far as `entry["making"]["until"]` says."""
    key, making = entry["organization"], entry["making"]
    department = registry.departments(entry, [entry["department"]])[0]
    planned_on = registry.day(making["planned"])
    values = {
        "node": registry.nodes[entry["node"]],
        "title": entry["title"],
        "plan_reason": making["reason"],
        "drafting_department": department,
        "drafters": registry.own["drafters"].get(entry["department"], ""),
        "departments": [department],
        "due_on": registry.day(making["due"]),
    }
    office, organization = registry.world.offices[key], registry.world.organizations[key]
    standard = plan_standard(actor=office, organization=organization, values=values)
    registry.tick(standard, entry)
    maker = Maker(registry, entry, standard, planned_on)
    for name in WAYS[making["until"]]:
        getattr(maker, "return_" if name == "return" else name)()
