"""The registry of the demo: own standards batch by batch, as an office would have published them, and the rest."""

from collections import Counter
from datetime import date, timedelta

from django.core.files.base import ContentFile

from evaluation.services.evaluations import newest_edition
from evaluation.services.fulfilment import set_fulfilments
from standards.models import Node, PeriodicReview, Standard, StandardDocument
from standards.services.citations import add_citations
from standards.services.documents import attach_document
from standards.services.lifecycle import take_step
from standards.services.registry import correct_standard, enter_standard
from standards.services.upkeep import (
    add_alias,
    conclude_review,
    confirm_amendment,
    record_opinion,
    request_amendment,
    start_review,
)

from .data import day, document_number
from .files import approval_of, text_of, withdrawal_of
from .making import make
from .organizations import World

Kind = StandardDocument.Kind
REVIEWERS = "吴国栋、贺敏"
STILL_FITS = "内容、指标水平仍能适应当前需要，不作修改。"


class Registry:
    """Enters the rows of the demo's data, each by the office of its organisation."""

    def __init__(self, world: World):
        self.world = world
        self.nodes = {node.code: node for node in Node.objects.all()}
        self.edition = newest_edition()
        self.own: dict = {}
        self.given: Counter = Counter()

    def load_own(self, data: dict) -> None:
        """Batch by batch, for numbers are given in the order of publishing; drafts last."""
        self.own = data
        for batch in [*data["batches"], None]:
            for entry in data["standards"]:
                if entry.get("batch") == batch:
                    self.enter_own(entry)

    def load_others(self, data: dict) -> None:
        for origin in ("adopted", "guidance"):
            for entry in data[origin]:
                self.enter_other(entry, origin)

    def enter_own(self, entry: dict) -> None:
        """What was published before this system was used, under its own number; what is being made, by its steps."""
        if "making" in entry:
            make(self, entry)
            return
        standard = self.enter(
            entry,
            "own",
            drafting_department=self.departments(entry, [entry["department"]])[0],
            drafters=self.own["drafters"].get(entry["department"], ""),
            departments=self.departments(entry, entry.get("implemented_by", [entry["department"]])),
        )
        if "batch" in entry:
            standard = self.publish(standard, entry)
            self.cite(standard, entry)
            self.keep_up(standard, entry)

    def cite(self, standard: Standard, entry: dict) -> None:
        """Its 规范性引用文件, as they stand in chapter 2."""
        if "cites" in entry:
            actor = self.world.offices[entry["organization"]]
            add_citations(actor=actor, standard=standard, text="\n".join(entry["cites"]))

    def publish(self, standard: Standard, entry: dict) -> Standard:
        key = entry["organization"]
        batch, approval = self.own["batches"][entry["batch"]], self.own["approval"][key]
        days = {f"{name}_on": self.day(batch[name]) for name in ("approved", "issued", "effective")}
        number = f"{approval['issuer']}〔{days['approved_on'].year}〕{batch['serial']}号"
        content = approval_of(number, batch["document"], str(standard.organization))
        self.attach_text(standard, entry)
        self.attach(standard, key, Kind.APPROVAL, f"批准文书 {number}.docx", content)
        old = self.current_edition(standard) if entry.get("revises") else None
        return take_step(
            actor=self.world.offices[key],
            standard=standard,
            step="enter_published",
            taken_over=self.number_of(standard, old, days["approved_on"].year),
            approver=approval["approver"],
            approval_number=number,
            revises=old,
            **days,
        )

    def number_of(self, standard: Standard, old: Standard | None, year: int) -> str:
        """The number it got on paper: that of the edition it revises, or the next in its class (10.6.4)."""
        if old:
            return f"{old.number.rpartition('-')[0]}-{year}"
        place, code = standard.organization.initials, standard.node.class_code
        self.given[place, code] += 1
        return f"Q/{place}WG {code}•{self.given[place, code]}-{year}"

    def current_edition(self, standard: Standard) -> Standard:
        same = Standard.objects.published().of(standard.organization).filter(title=standard.title)
        return same.get(replaced_on=None)

    def keep_up(self, standard: Standard, entry: dict) -> None:
        """What happened to it later: confirmed, amended, corrected, numbered anew, withdrawn."""
        actor = self.world.offices[entry["organization"]]
        if "confirmed" in entry:
            review = self.review(standard, actor, self.day(entry["confirmed"]), STILL_FITS)
            conclude_review(
                actor=actor, review=review, conclusion="confirm", concluded_on=self.day(entry["confirmed"])
            )
        if "amended" in entry:
            self.amend(standard, entry["amended"], actor)
        if "correction" in entry:
            self.correct(standard, entry, actor)
        if "former" in entry:
            former = entry["former"]
            until = self.day(former["until"])
            add_alias(
                actor=actor, standard=standard, number=former["number"], until=until, reason=former["reason"]
            )
        if "withdrawn" in entry:
            self.withdraw(standard, entry, actor)

    def review(self, standard: Standard, actor, concluded_on: date, opinion: str) -> PeriodicReview:
        """A 复审 begun three weeks before its conclusion, with the opinion of the reviewers."""
        started_on = concluded_on - timedelta(days=21)
        review = start_review(actor=actor, standard=standard, started_on=started_on)
        return record_opinion(actor=actor, review=review, reviewers=REVIEWERS, opinion=opinion)

    def amend(self, standard: Standard, entry: dict, actor) -> None:
        """A small change that its drafting department applied for three weeks before (10.7 b)."""
        confirmed_on = self.day(entry["on"])
        amendment = request_amendment(
            actor=actor,
            standard=standard,
            department=standard.drafting_department,
            reason=entry["reason"],
            content=entry["content"],
            requested_on=confirmed_on - timedelta(days=21),
        )
        confirm_amendment(
            actor=actor,
            amendment=amendment,
            confirmed_on=confirmed_on,
            effective_on=self.day(entry["effective"]),
        )

    def withdraw(self, standard: Standard, entry: dict, actor) -> None:
        """By the conclusion of a review, which the committee decides (10.7 d)."""
        on, reason = self.day(entry["withdrawn"]["on"]), entry["withdrawn"]["reason"]
        review = self.review(standard, actor, on, reason)
        notice = withdrawal_of(standard.number, standard.title, str(standard.organization))
        self.attach(standard, entry["organization"], Kind.WITHDRAWAL, "废止通知.docx", notice)
        conclude_review(
            actor=self.world.users["committee"],
            review=review,
            conclusion="withdraw",
            concluded_on=on,
            reason=reason,
            on=on,
        )

    def correct(self, standard: Standard, entry: dict, actor) -> None:
        values = dict(entry["correction"]["values"])
        if "implemented_by" in values:
            values["departments"] = self.departments(entry, values.pop("implemented_by"))
        correct_standard(actor=actor, standard=standard, values=values, reason=entry["correction"]["reason"])

    def enter_other(self, entry: dict, origin: str) -> None:
        values = {
            name: entry[name]
            for name in ("second_number", "issuer", "replaced_numbers", "remark", "approver")
            if name in entry
        }
        if entry.get("drafting"):
            values["stage"] = Standard.Stage.DRAFTING
        standard = self.enter(
            entry,
            origin,
            number=document_number(entry.get("number", ""), self.world.today),
            issued_on=self.day(entry.get("issued")),
            effective_on=self.day(entry.get("effective")),
            checked_on=self.day(entry.get("checked")),
            departments=self.departments(entry, [entry["department"]]),
            **values,
        )
        if entry.get("text", True):
            self.attach_text(standard, entry)

    def enter(self, entry: dict, origin: str, **values) -> Standard:
        """Enter the row and tick what it fulfils."""
        key = entry["organization"]
        node = self.nodes[entry["node"]]
        standard = enter_standard(
            actor=self.world.offices[key],
            organization=self.world.organizations[key],
            origin=origin,
            values={"node": node, "title": entry["title"], **values},
            is_pending=entry.get("pending", False),
        )
        self.tick(standard, entry)
        return standard

    def tick(self, standard: Standard, entry: dict) -> None:
        """What its node stands for is fulfilled by it, unless the data say otherwise."""
        actor = self.world.offices[entry["organization"]]
        if codes := entry.get("requirements", self.requirements_of(standard.node.code)):
            set_fulfilments(actor=actor, standard=standard, codes=codes, edition=self.edition)

    def requirements_of(self, node: str) -> list[str]:
        requirements = self.edition.scorecard.requirements_by_code.values()
        return [requirement.code for requirement in requirements if node in requirement.node_codes]

    def attach(self, standard: Standard, key: str, kind: str, name: str, content: bytes) -> None:
        actor = self.world.offices[key]
        attach_document(actor=actor, standard=standard, kind=kind, file=ContentFile(content, name=name))

    def attach_text(self, standard: Standard, entry: dict) -> None:
        title = entry["title"]
        self.attach(standard, entry["organization"], Kind.TEXT, f"{title}.docx", text_of(title))

    def departments(self, entry: dict, names: list[str]) -> list:
        return [self.world.departments[entry["organization"], name] for name in names]

    def day(self, text: str | None) -> date | None:
        return day(text, self.world.today)
