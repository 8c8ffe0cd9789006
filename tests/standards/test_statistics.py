"""应有数, 现有数, 覆盖率: one source for the page and the Excel file."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.models import Node, NodeRemoval
from standards.statistics import Line, coverage, percentage, statistics_table
from tests.factories import make_adopted, make_draft, make_published

ON = date(2026, 3, 1)


def leaf(code):
    return Node.objects.get(organization=None, code=code)


def branch(covered, code):
    """The branch of a node, wherever it hangs."""
    found = [row for root in covered.roots for row in (root, *root.rows) if row.node.code == code]
    return found[0]


def figures(covered, code):
    found = branch(covered, code)
    return found.present, found.expected, found.state


def test_empty_registry_is_expected_to_fill_every_leaf(city, tree):
    covered = coverage(city, on=ON)
    assert (covered.expected, covered.present, covered.percentage) == (
        Node.objects.leaves().count(),
        0,
        Decimal(0),
    )


def test_roots_stand_in_the_order_of_part_3(city, tree):
    assert [root.node.code for root in coverage(city, on=ON).roots] == ["ZD", "JC", "TG", "GL", "GZ"]


def test_standard_in_force_fills_its_leaf(city, tree):
    make_published(city, leaf("5.4.2"))
    assert figures(coverage(city, on=ON), "5.4.2") == (1, 1, "complete")


def test_second_standard_of_a_leaf_raises_both_figures(city, tree):
    make_published(city, leaf("5.4.2"), 1)
    make_published(city, leaf("5.4.2"), 2)
    assert figures(coverage(city, on=ON), "5.4.2") == (2, 2, "complete")


def test_draft_is_expected_and_not_present(city, tree):
    make_draft(city, leaf("5.4.2"))
    covered = coverage(city, on=ON)
    assert figures(covered, "5.4.2") == (0, 1, "empty")
    assert branch(covered, "5.4.2").progress == "制定中 1"


def test_upcoming_standard_is_expected_and_not_present(city, tree):
    make_published(city, leaf("5.4.2"), effective_on=ON + timedelta(days=1))
    covered = coverage(city, on=ON)
    assert figures(covered, "5.4.2") == (0, 1, "empty")
    assert branch(covered, "5.4.2").progress == "即将实施 1"


def test_calendar_turns_an_upcoming_standard_into_a_present_one(city, tree):
    make_published(city, leaf("5.4.2"), effective_on=ON + timedelta(days=1))
    assert figures(coverage(city, on=ON + timedelta(days=1)), "5.4.2") == (1, 1, "complete")


@pytest.mark.parametrize("end", [{"withdrawn_on": ON, "withdrawal_reason": "不再适用"}, {"replaced_on": ON}])
def test_ended_standard_leaves_an_empty_leaf_that_still_counts_one(city, tree, end):
    make_published(city, leaf("5.4.2"), **end)
    assert figures(coverage(city, on=ON), "5.4.2") == (0, 1, "empty")


def test_branch_adds_up_its_leaves(city, tree):
    make_published(city, leaf("5.4.1"), 1)
    make_published(city, leaf("5.4.2"), 2)
    make_draft(city, leaf("5.4.2"))
    assert figures(coverage(city, on=ON), "TG204") == (2, 7, "partial")


def test_standards_of_another_organization_do_not_count(city, stranger_city, tree):
    make_published(stranger_city, leaf("5.4.2"))
    assert coverage(city, on=ON).present == 0


def test_removed_leaf_is_not_expected(city, tree):
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.2"), reason="不设巡查")
    assert branch(coverage(city, on=ON), "TG204").expected == 5


def test_removal_of_another_organization_changes_nothing(city, stranger_city, tree):
    NodeRemoval.objects.create(organization=stranger_city, node=leaf("5.4.2"), reason="不设巡查")
    assert branch(coverage(city, on=ON), "TG204").expected == 6


def test_living_standard_under_a_removed_node_is_told_and_not_counted(city, tree):
    make_published(city, leaf("5.4.2"))
    NodeRemoval.objects.create(organization=city, node=leaf("5.4.2"), reason="不设巡查")
    covered = coverage(city, on=ON)
    assert (covered.present, covered.outside) == (0, 1)


def test_leaf_below_a_removed_class_is_outside_the_tree(city, tree):
    make_published(city, leaf("5.4.2"))
    NodeRemoval.objects.create(organization=city, node=leaf("TG204"), reason="不设")
    covered = coverage(city, on=ON)
    assert (covered.root("TG").expected, covered.outside) == (15, 1)


def test_statistics_table_has_classes_subtotals_and_a_total(city, tree):
    codes = [(line.kind, line.code) for line in statistics_table(coverage(city, on=ON))]
    classes = {
        "JC": ["JC101", "JC102", "JC103"],
        "TG": ["TG201", "TG202", "TG203", "TG204"],
        "GL": [f"GL20{number}" for number in range(1, 10)],
        "GZ": ["GZ301", "GZ302"],
    }
    expected = [("layer", "ZD")]
    for whole, parts in zip(["JC100", "TG200", "GL200", "GZ300"], classes.values(), strict=True):
        expected += [*(("class", code) for code in parts), ("subtotal", whole)]
    assert codes == [*expected, ("total", "")]


def test_levels_stand_in_their_columns(city, tree):
    node = leaf("4.1.1")
    for number, rank in enumerate(["national", "industry", "local", "group", "law", "other", "own"], start=1):
        make_adopted(city, node, "", f"标准{number}", rank=rank)
    make_published(city, node, 9)
    (line,) = [line for line in statistics_table(coverage(city, on=ON)) if line.code == "JC101"]
    assert line == Line(
        kind="class",
        code="JC101",
        name="标准化工作导则、指南",
        levels=(1, 1, 1, 1, 1, 3),
        expected=9,
        present=8,
    )


def test_sum_of_the_levels_is_what_is_present(city, tree):
    make_adopted(city, leaf("4.1.1"))
    make_draft(city, leaf("5.4.2"))
    make_published(city, leaf("7.2a"))
    lines = statistics_table(coverage(city, on=ON))
    assert [line.total for line in lines] == [line.present for line in lines]
    assert lines[-1].total == 2


@pytest.mark.parametrize("count", [1, 30])
def test_coverage_takes_two_statements(city, tree, django_assert_num_queries, count):
    for sequence in range(1, count + 1):
        make_published(city, leaf("5.4.2"), sequence)
    with django_assert_num_queries(2):
        statistics_table(coverage(city, on=ON))


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_percentage_is_near_and_never_full_while_one_is_missing(present, expected):
    present = min(present, expected)
    found = percentage(present, expected)
    assert abs(found - Decimal(100 * present) / expected) <= Decimal("0.1")
    assert (found == 100) == (present == expected)


def test_percentage_of_nothing_expected_is_none():
    assert percentage(0, 0) is None
