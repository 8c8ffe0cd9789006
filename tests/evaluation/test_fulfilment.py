"""Which requirements a standard fulfils, and what of it counts on the evaluation's date (tree and evidence §6.2)."""

from datetime import date

import pytest
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.models import Fulfilment
from evaluation.proposing.links import registry_facts
from evaluation.services.fulfilment import set_fulfilments
from gridgov.records.models import Event
from standards.services.lifecycle import take_step
from tests.factories import make_adopted, make_document, make_draft, make_published

pytestmark = pytest.mark.django_db


def kept(standard):
    return list(
        Fulfilment.objects.filter(standard=standard).order_by("pk").values_list("requirement", flat=True)
    )


def test_ticking_is_kept_in_printed_order_and_told_before_and_after(office, city, edition, node):
    standard = make_adopted(city, node)
    set_fulfilments(actor=office, standard=standard, codes=["A4-10-1", "A4-9-1"])
    codes = set_fulfilments(actor=office, standard=standard, codes=["A4-10-1", "A3-2-1"])
    assert (codes, sorted(kept(standard))) == (["A3-2-1", "A4-10-1"], ["A3-2-1", "A4-10-1"])
    assert list(Event.objects.filter(verb="link").order_by("pk").values_list("changes", flat=True)) == [
        {"挂接的评价要求": ["", "A4-9-1、A4-10-1"]},
        {"挂接的评价要求": ["A4-9-1、A4-10-1", "A3-2-1、A4-10-1"]},
    ]


def test_row_that_stays_is_not_written_again(office, city, edition, node):
    standard = make_adopted(city, node)
    set_fulfilments(actor=office, standard=standard, codes=["A3-2-1"])
    first = Fulfilment.objects.get()
    set_fulfilments(actor=office, standard=standard, codes=["A3-2-1", "A3-2-2"])
    assert Fulfilment.objects.get(requirement="A3-2-1").added_at == first.added_at


def test_same_ticks_again_tell_the_trail_nothing(office, city, edition, node):
    standard = make_adopted(city, node)
    for _ in range(2):
        set_fulfilments(actor=office, standard=standard, codes=["A3-2-1"])
    assert Event.objects.filter(verb="link").count() == 1


def test_unknown_requirement_is_named_and_nothing_is_kept(office, city, edition, node):
    standard = make_adopted(city, node)
    with pytest.raises(EvaluationError) as refusal:
        set_fulfilments(actor=office, standard=standard, codes=["A3-2-1", "A3-2", "X"])
    assert refusal.value.message == "评价细则 T/CSSG 001.5-2020 中没有要求 A3-2、X。"
    assert kept(standard) == []


@pytest.fixture
def linked(office, evaluation):
    """Links a standard with a text to A3-2-1 and gives its fact."""

    def link(standard, *, text=True):
        if text:
            make_document(standard)
        set_fulfilments(actor=office, standard=standard, codes=["A3-2-1"])
        fact = registry_facts(evaluation)["A3-2-1"][-1]
        return fact.word, fact.counts, fact.why_not

    return link


def test_standard_in_force_with_its_text_counts(linked, city, node):
    assert linked(make_published(city, node)) == ("现行", True, "")


def test_adopted_standard_counts_without_our_approval(linked, city, node):
    assert linked(make_adopted(city, node)) == ("现行", True, "")


def test_standard_without_text_does_not_count(linked, city, node):
    assert linked(make_published(city, node), text=False) == ("现行", False, "无文本")


def test_draft_does_not_count(linked, city, node):
    assert linked(make_draft(city, node)) == ("制定中", False, "起草中")


def test_standard_not_yet_effective_does_not_count(linked, city, node):
    standard = make_published(city, node, effective_on=date(2026, 1, 16))
    assert linked(standard) == ("即将实施", False, "即将实施，2026-01-16 起")


def test_standard_of_no_effective_day_does_not_count_before_it_was_issued(linked, city, node):
    standard = make_adopted(city, node, issued_on=date(2026, 1, 16), effective_on=None)
    assert linked(standard) == ("现行", False, "2026-01-16 才发布")


def test_standard_withdrawn_by_then_does_not_count(linked, city, node):
    standard = make_published(city, node, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不再适用")
    assert linked(standard) == ("废止", False, "2026-01-01 起废止")


def test_standard_withdrawn_later_still_counts(linked, city, node):
    standard = make_published(city, node, withdrawn_on=date(2026, 1, 16), withdrawal_reason="不再适用")
    assert linked(standard) == ("现行", True, "")


def test_replaced_standard_does_not_count(linked, city, node):
    assert linked(make_published(city, node, replaced_on=date(2026, 1, 15))) == (
        "被代替",
        False,
        "2026-01-15 起被代替",
    )


def test_text_taken_away_does_not_count(linked, city, node):
    standard = make_published(city, node)
    document = make_document(standard)
    document.removed_at = timezone.now()
    document.save()
    assert linked(standard, text=False) == ("现行", False, "无文本")


@pytest.mark.parametrize("number", [1, 3])
def test_registry_is_read_in_one_statement(office, city, evaluation, node, number, django_assert_num_queries):
    for sequence in range(1, number + 1):
        standard = make_published(city, node, sequence)
        make_document(standard)
        set_fulfilments(actor=office, standard=standard, codes=["A3-2-1", "A3-2-2"])
    with django_assert_num_queries(1):
        facts = registry_facts(evaluation)
    assert {code: len(rows) for code, rows in facts.items()} == {"A3-2-1": number, "A3-2-2": number}


def test_links_of_another_organisation_are_not_read(stranger, stranger_city, evaluation, node):
    standard = make_adopted(stranger_city, node)
    set_fulfilments(actor=stranger, standard=standard, codes=["A3-2-1"])
    assert registry_facts(evaluation) == {}


def test_a_new_edition_fulfils_what_the_old_one_did(city, office, node, department, edition):
    old = make_published(city, node, year=2024)
    set_fulfilments(actor=office, standard=old, codes=["A3-5-3"])
    approved = {"approver": "李主任", "approved_on": date(2026, 1, 5), "drafters": "王起草"}
    new = make_draft(city, node, stage="approved", revision_of=old, title=old.title, **approved)
    set_fulfilments(actor=office, standard=new, codes=["A3-5-5"])
    new.departments.add(department)
    for kind in ("text", "approval"):
        make_document(new, kind)
    days = {"issued_on": date(2026, 1, 10), "effective_on": date(2026, 3, 1)}
    take_step(actor=office, standard=new, step="publish", **days)
    assert set(new.fulfilments.values_list("requirement", flat=True)) == {"A3-5-3", "A3-5-5"}
