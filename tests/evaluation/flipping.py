"""The opposite of what stands: one real act per kind of evidence rule turns a proposal of class a over.

Each act is made inside a transaction of the caller, who rolls it back.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from evaluation.models import ScorecardEdition
from evaluation.proposing.editions import rules_of
from evaluation.proposing.facts import Facts
from evaluation.proposing.judging import propose
from evaluation.proposing.proposal import Proposal
from evaluation.proposing.reading import read_facts
from evaluation.services.fulfilment import set_fulfilments
from gridgov.organizations.models import Organization
from standards.activities.models import Person, Plan, TrainingSession
from standards.models import Citation, Node, NodeRemoval, Standard, StandardDocument, SystemVersion
from standards.services.citations import add_citations
from standards.statistics import coverage
from tests import factories
from tests.activities import making

numbers = itertools.count(900)


@dataclass
class Registry:
    """What an organisation has, and how to turn the proposal for a requirement over."""

    city: Organization
    office: object
    edition: ScorecardEdition
    on: date

    def facts(self, code: str) -> Facts:
        rules = rules_of(self.edition.code)
        return read_facts(self.city, edition=self.edition, rules=rules, on=self.on, codes=[code])

    def proposal(self, code: str) -> Proposal:
        rules = rules_of(self.edition.code)
        return propose(self.edition.scorecard, rules, self.facts(code), [code])[code]

    def restore(self, code: str) -> None:
        """The places of a requirement that the organisation left out come back into its tree (3.4.2)."""
        nodes = self.edition.scorecard.requirements_by_code[code].node_codes
        NodeRemoval.objects.filter(organization=self.city, node__code__in=nodes).delete()

    def flip(self, code: str, proposal: Proposal) -> None:
        """Make what is met not met, and what is not met be met."""
        rule = rules_of(self.edition.code)[code]
        act = TAKE.get(rule.kind) if proposal.outcome in ("met", "measured") else GIVE.get(rule.kind)
        (act or RECORDS[code])(self, code)

    @property
    def rows(self):
        return Standard.objects.of(self.city)

    def take_texts(self, code: str) -> None:
        """The texts of every standard that counts for it are taken away."""
        facts = self.facts(code)
        nodes = rules_of(self.edition.code)[code].nodes
        keys = {each.pk for each in facts.linked.get(code, ())}
        keys |= {row.pk for row in facts.registry if set(nodes) & set(row.path)}
        texts = StandardDocument.objects.filter(standard__in=keys, kind="text")
        texts.update(removed_at=self.city.created_at)

    def publish(self, code: str) -> None:
        """A standard of its own is published, with a text, and ticked for it."""
        leaf = self.leaf_for(code)
        row = factories.make_published(self.city, leaf, next(numbers), f"为 {code} 制定的规范", self.on.year)
        factories.make_document(row)
        set_fulfilments(actor=self.office, standard=row, codes=[code])

    def leaf_for(self, code: str) -> Node:
        wanted = self.edition.scorecard.requirements_by_code[code].node_codes
        return Node.objects.get(code=wanted[0] if wanted else "6.9.2")

    def go_back(self, code: str) -> None:
        """The day before the first version ran: an issued version is fixed for good."""
        first = SystemVersion.objects.of(self.city).issued().order_by("effective_on").first()
        self.on = first.effective_on - timedelta(days=1)

    def cover(self, code: str) -> None:
        """What is not in force yet is given up, and every empty leaf is removed from the tree."""
        facts = {"abandoned_on": self.on, "abandonment_reason": "不再需要", "stage": "abandoned"}
        self.rows.with_status(on=self.on).filter(status_on="draft").update(**facts)
        upcoming = self.rows.with_status(on=self.on).filter(status_on="upcoming")
        upcoming.update(effective_on=self.on)
        for branch in leaves(coverage(self.city, on=self.on).roots):
            if not branch.present:
                NodeRemoval.objects.create(organization=self.city, node=branch.node, reason="不需要")

    def cite(self, code: str) -> None:
        """A standard in force of the sub-system cites one that was replaced."""
        subsystem = rules_of(self.edition.code)[code].subsystem
        row = self.rows.in_force(on=self.on).filter(node__subsystem=subsystem, origin="own").first()
        ended = self.rows.filter(replaced_on__lte=self.on, origin="adopted").first()
        add_citations(actor=self.office, standard=row, text=ended.number)

    def uncite(self, code: str) -> None:
        Citation.objects.filter(standard__in=self.rows).delete()

    def take_one_text(self, code: str) -> None:
        row = self.rows.in_force(on=self.on).first()
        row.documents.filter(kind="text").update(removed_at=self.city.created_at)

    def attach_texts(self, code: str) -> None:
        for row in self.facts(code).registry:
            if row.is_in_force and not row.has_text:
                factories.make_document(Standard.objects.get(pk=row.pk))

    def forget_approver(self, code: str) -> None:
        row = self.rows.in_force(on=self.on).filter(origin="own").first()
        Standard.objects.filter(pk=row.pk).update(approver="")

    def drop_sessions(self, code: str) -> None:
        TrainingSession.objects.of(self.city).update(removed_at=self.city.created_at)

    def dismiss_officers(self, code: str) -> None:
        Person.objects.of(self.city).update(officer="")

    def plan(self, code: str) -> None:
        for name in rules_of(self.edition.code)[code].source_names:
            kind = name.removeprefix("plan:")
            making.make_plan(self.city, type=kind, year=self.on.year, state="approved")

    def withdraw_plans(self, code: str) -> None:
        Plan.objects.of(self.city).update(removed_at=self.city.created_at)


def leaves(branches):
    rows = [row for root in branches for row in (root, *root.rows)]
    return [row for row in rows if row.node.is_leaf]


Act = Callable[[Registry, str], None]
TAKE: dict[str, Act] = {
    "standards": Registry.take_texts,
    "places": Registry.take_texts,
    "version": Registry.go_back,
    "currency": Registry.cite,
    "texts": Registry.take_one_text,
    "approvals": Registry.forget_approver,
    "measured": Registry.drop_sessions,
}
GIVE: dict[str, Act] = {
    "standards": Registry.publish,
    "coverage": Registry.cover,
    "currency": Registry.uncite,
    "texts": Registry.attach_texts,
}
# By requirement: who is trained, planned and employed is not one thing.
RECORDS: dict[str, Act] = {
    "A1-3-1": Registry.dismiss_officers,
    "A1-5-2": Registry.plan,
    "A6-1-1": Registry.drop_sessions,
    "A6-4-3": Registry.withdraw_plans,
}
