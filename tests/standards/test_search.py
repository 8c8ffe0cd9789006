"""Search as clerks type: part of a number, words of the title, pinyin initials; and what is marked."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from standards.filters import StandardFilter
from standards.models import Standard
from standards.querysets import three_years_before
from standards.services.keeping import title_initials
from standards.templatetags.registry import mark_number, mark_words
from tests import factories

TODAY = date(2026, 6, 1)


@pytest.fixture
def rows(city, node):
    """Two of ours and one of a stranger that every search would hit."""
    adopted = factories.make_adopted(
        city, node, title_initials="cxsqwghfwglgf", second_number="T/CA 007-2020"
    )
    own = factories.make_published(city, node, title_initials="wgxcglgf")
    elsewhere = factories.make_organization("远山市网格化治理中心", initials="AL")
    factories.make_published(elsewhere, node, title_initials="wgxcglgf")
    factories.make_adopted(elsewhere, node, title_initials="cxsqwghfwglgf")
    return {"adopted": adopted, "own": own}


def found(user, query: str) -> list[Standard]:
    return list(StandardFilter(QueryDict(query), user=user, on=TODAY).chosen)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("number=gbt34300", ["adopted"]),
        ("number=34300", ["adopted"]),
        ("number=ＧＢ∕Ｔ　34300—2017", ["adopted"]),
        ("number=alwgtg2", ["own"]),
        ("number=204.1", ["own"]),
        ("number=q/alwg TG204•1", ["own"]),
        ("number=99999", []),
        ("title=巡查", ["own"]),
        ("title=wgxc", ["own"]),
        ("title=WGXC", ["own"]),
        ("title=wgh", ["adopted"]),
        ("title=gbt34300", ["adopted"]),
        ("title=没有这个", []),
        ("number=2&title=规范", ["adopted", "own"]),
    ],
)
def test_a_search_finds_what_a_clerk_means(reader, rows, query, names):
    assert found(reader, query) == [rows[name] for name in sorted(names, key=("own", "adopted").index)]


def test_rows_stand_in_the_order_of_the_tree_and_of_the_parts_of_numbers(reader, city, node):
    later = factories.make_published(city, factories.make_node("GL201x", subsystem="GL", class_code="GL201"))
    numbers = [factories.make_published(city, node, sequence=sequence) for sequence in (10, 2, 1)]
    assert found(reader, "") == [*reversed(numbers), later]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("node=TG", ["own", "adopted"]),
        ("node=TG204", ["own", "adopted"]),
        ("node=TG204x", ["own", "adopted"]),
        ("node=GL", []),
        ("effective_from=2020-01-01", ["own"]),
        ("effective_to=2020-01-01", ["adopted"]),
        ("effective_from=2018-04-01&effective_to=2018-04-01", ["adopted"]),
        ("effective_from=never", ["own", "adopted"]),
        ("status=in_force", ["own", "adopted"]),
        ("status=withdrawn", []),
        ("review=overdue", []),
    ],
)
def test_filters_narrow_the_list(reader, rows, query, names):
    assert found(reader, query) == [rows[name] for name in names]


def test_the_department_filter_finds_what_it_implements(reader, rows, department):
    rows["own"].departments.add(department)
    assert found(reader, f"department={department.pk}") == [rows["own"]]


def test_counts_by_status_leave_the_status_itself_out(reader, rows, city, node):
    factories.make_draft(city, node, "网格巡查记录")
    filters = StandardFilter(QueryDict("status=draft&title=网格"), user=reader, on=TODAY)
    assert (filters.counts, len(filters.chosen)) == (
        {
            **dict.fromkeys(Standard.Status, 0),
            "draft": 1,
            "in_force": 2,
        },
        1,
    )


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("", ["of_city"]),
        ("own", ["of_city"]),
        ("below", ["of_county"]),
        ("all", ["of_city", "of_county"]),
        ("{county}", ["of_county"]),
        ("{stranger_city}", []),
    ],
)
def test_the_organisation_filter_looks_down_never_sideways(reader, county, stranger_city, node, scope, names):
    rows = {
        "of_city": factories.make_published(reader.organization, node, sequence=1),
        "of_county": factories.make_published(county, node, sequence=2),
    }
    factories.make_published(stranger_city, node, sequence=3)
    scope = scope.format(county=county.pk, stranger_city=stranger_city.pk)
    assert set(found(reader, f"organization={scope}")) == {rows[name] for name in names}


@pytest.mark.parametrize("within", [-1, 30, 90])
@pytest.mark.parametrize("start", [date(2023, 6, 30), date(2023, 5, 31), date(2024, 2, 29), date(2023, 9, 1)])
def test_due_for_review_is_the_rule_of_the_model(city, node, start, within):
    row = factories.make_published(
        city, node, year=2023, approved_on=date(2023, 1, 1), issued_on=date(2023, 1, 1), effective_on=start
    )
    expected = row.review_due_on <= TODAY + timedelta(days=within)
    assert Standard.objects.due_for_review(on=TODAY, within=within).exists() == expected


@pytest.mark.parametrize(
    ("due", "start"),
    [
        (date(2026, 6, 1), date(2023, 6, 1)),
        (date(2027, 2, 27), date(2024, 2, 27)),
        (date(2027, 2, 28), date(2024, 2, 29)),
        (date(2027, 3, 1), date(2024, 3, 1)),
        (date(2028, 2, 29), date(2025, 2, 28)),
    ],
)
def test_three_years_before_knows_leap_days(due, start):
    assert three_years_before(due) == start


@pytest.mark.parametrize("change", [{"confirmed_on": date(2025, 1, 1)}, {"withdrawn_on": date(2030, 1, 1)}])
def test_what_was_confirmed_or_ends_is_not_due(city, node, change):
    factories.make_published(city, node, year=2020, withdrawal_reason="不用", **change)
    assert not Standard.objects.due_for_review(on=TODAY, within=0).exists()


@pytest.mark.parametrize(
    ("title", "initials"),
    [("网格巡查管理规范", "wgxcglgf"), ("GIS 平台（第2版）", "gisptd2b"), ("《安全生产法》", "aqscf")],
)
def test_initials_of_a_title_keep_letters_and_digits(title, initials):
    assert title_initials(title) == initials


@pytest.mark.parametrize(
    ("number", "words", "marked"),
    [
        ("Q/ALWG TG201•1-2025", "alwgtg2", "Q/<mark>ALWG TG2</mark>01•1-2025"),
        ("GB/T 34300-2017", "343", "GB/T <mark>343</mark>00-2017"),
        ("GB/T 34300-2017", "gbt 34300", "<mark>GB/T 34300</mark>-2017"),
        ("GB/T 34300-2017", "999", "GB/T 34300-2017"),
        ("GB/T 34300-2017", "", "GB/T 34300-2017"),
        ("建质〔2009〕87号", "建质2009", "<mark>建质〔2009</mark>〕87号"),
    ],
)
def test_the_hit_is_marked_in_the_number(number, words, marked):
    assert mark_number(number, words) == marked


def test_marking_does_not_let_markup_through():
    assert mark_words("<b>网格</b>巡查", "网格") == "&lt;b&gt;<mark>网格</mark>&lt;/b&gt;巡查"


@pytest.mark.parametrize("query", ["", "status=in_force", "status=draft", "title=规范"])
def test_the_rows_of_every_page_together_are_the_list(reader, city, query):
    for node in [factories.make_node(f"leaf{place}") for place in range(3)]:
        factories.make_published(city, node, sequence=node.order)
        factories.make_draft(city, node, "甲规范")
        factories.make_draft(city, node, "乙")
    filters = StandardFilter(QueryDict(query), user=reader, on=TODAY)
    listed, numbers = list(filters.chosen), range(len(filters.chosen))
    pages = [list(filters.rows_at(numbers[start : start + 2])) for start in range(0, len(numbers), 2)]
    assert [row for page in pages for row in page] == listed


def test_no_page_of_an_empty_list_has_rows(reader):
    assert list(StandardFilter(QueryDict(""), user=reader).rows_at(range(0))) == []
