"""Eight at once plan the same gap, accept the same proposals, tick the same suggestion: one outcome."""

from collections import Counter
from datetime import date
from uuid import uuid4

import pytest

from evaluation.models import Fulfilment, Judgement, Operation
from evaluation.proposing.evaluations import proposals_for
from evaluation.services.accepting import Change, accept_proposals
from evaluation.services.fulfilment import tick_suggested
from evaluation.services.gap_plans import Entry, EntryError, plan_gaps
from gridgov.records.models import Event
from standards.activities.models import Plan, PlanItem
from standards.models import Node, Standard
from tests.evaluation.test_concurrency import HANDS, at_once
from tests.factories import make_document, make_published

pytestmark = pytest.mark.django_db(transaction=True)
ITEM = ["A4-2-1", "A4-2-2", "A4-2-3", "A4-2-4"]


def test_eight_who_plan_one_gap_make_one_standard_and_seven_are_told(city, office, department, edition, tree):
    node = Node.objects.get(code="5.2.2e")
    row = Entry("A3-3-5", "A3-3-5", node, "跨网格事项服务工作程序", department, date(2099, 12, 31), "补齐")

    def plan(_):
        return plan_gaps(actor=office, organization=city, edition=edition, entries=[row])

    answers = Counter(type(answer) for answer in at_once(plan, range(HANDS)))
    assert answers == {Plan: 1, EntryError: HANDS - 1}
    made = [model.objects.count() for model in (Plan, PlanItem, Standard, Fulfilment)]
    assert made == [1, 1, 1, 1]


def test_eight_who_accept_one_item_make_one_judgement_of_each(office, evaluation):
    proposals = proposals_for(evaluation, codes=ITEM)

    def accept(_):
        changes = [Change(uuid4(), code, 0, dict(proposals[code].value)) for code in ITEM]
        return accept_proposals(actor=office, sheet=evaluation.official, changes=changes, proposals=proposals)

    answers = at_once(accept, range(HANDS))
    assert sorted(code for answer in answers for code in answer.taken) == ITEM
    assert Counter(code for answer in answers for code, _ in answer.left) == dict.fromkeys(ITEM, HANDS - 1)
    operations = Operation.objects.order_by("serial").values_list("serial", "version")
    assert list(operations) == [(serial, 1) for serial in range(1, 5)]
    assert Judgement.objects.count() == 4


def test_eight_who_send_one_acceptance_keep_it_once(office, evaluation):
    proposals = proposals_for(evaluation, codes=ITEM)
    changes = [Change(uuid4(), code, 0, dict(proposals[code].value)) for code in ITEM]

    def accept(_):
        return accept_proposals(actor=office, sheet=evaluation.official, changes=changes, proposals=proposals)

    answers = at_once(accept, range(HANDS))
    assert [(answer.taken, answer.left) for answer in answers] == [(tuple(ITEM), ())] * HANDS
    assert Operation.objects.count() == 4


def test_eight_who_tick_one_suggestion_add_it_once(city, office, edition, tree):
    standard = make_published(city, Node.objects.get(code="5.2.2e"), title="跨网格事项服务工作程序")
    make_document(standard)

    def tick(_):
        return tick_suggested(actor=office, standard=standard, codes=["A3-3-5"])

    answers = at_once(tick, range(HANDS))
    assert sorted(answers) == [[]] * (HANDS - 1) + [["A3-3-5"]]
    assert Fulfilment.objects.count() == Event.objects.filter(verb="link").count() == 1
