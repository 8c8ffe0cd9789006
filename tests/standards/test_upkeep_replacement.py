"""代替 of own standards: merge, split, drafts that only intend it, dates that were mended."""

from datetime import date

import pytest

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.services.keeping import lock
from standards.services.registry import correct_standard
from standards.services.replacement import end_replaced, first_day, intend_replacement
from tests import factories

TODAY = date(2026, 6, 1)
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


def publish(office, draft, effective_on, sequence, revised=None):
    """What publishing does with editions and their ends; numbers and papers are tested with it."""
    from standards.services.numbers import number_columns

    row = lock(draft)
    olds = end_replaced(row, revised, effective_on, actor=office)
    number = f"Q/{row.organization.initials}WG {row.node.class_code}•{sequence}-2026"
    for name, value in number_columns(number).items():
        setattr(row, name, value)
    row.approved_on = row.issued_on = date(2026, 5, 20)
    row.stage, row.effective_on = "published", effective_on
    row.save()
    row.replaces.add(*olds)
    return row


def ends(*rows) -> list[date | None]:
    for row in rows:
        row.refresh_from_db()
    return [row.replaced_on for row in rows]


def test_a_draft_that_is_meant_to_replace_changes_nothing(office, city, node):
    olds = [factories.make_published(city, node, sequence=n, title=f"旧{n}") for n in (1, 2)]
    draft = factories.make_draft(city, node, "合并后的规范")
    intend_replacement(actor=office, standard=draft, olds=olds)
    assert (ends(*olds), first_day(olds[0]), [row.status(TODAY) for row in olds]) == (
        *([None, None], None, ["in_force", "in_force"]),
    )
    event = Event.objects.about(draft).get()
    assert event.changes == {
        "拟代替的标准": ["", "Q/ALWG TG204•1-2025 旧1；Q/ALWG TG204•2-2025 旧2"],
    }


def test_one_standard_replaces_several_when_it_takes_effect(office, city, node):
    olds = [factories.make_published(city, node, sequence=n, title=f"旧{n}") for n in (1, 2)]
    draft = factories.make_draft(city, node, "合并后的规范")
    intend_replacement(actor=office, standard=draft, olds=olds)
    row = publish(office, draft, JULY, 3)
    assert (ends(*olds), set(row.replaces.all())) == ([JULY, JULY], set(olds))
    assert [old.status(day) for old in olds for day in (TODAY, JULY)] == 2 * ["in_force", "replaced"]
    assert [Event.objects.about(old).get().changes for old in olds] == 2 * [
        {"被代替日期": ["", "2026-07-01"]}
    ]


@pytest.mark.parametrize(("days", "end"), [((JULY, AUGUST), JULY), ((AUGUST, JULY), JULY)])
def test_what_is_split_ends_with_the_first_of_its_parts(office, city, node, days, end):
    old = factories.make_published(city, node)
    for sequence, day in enumerate(days, start=2):
        draft = factories.make_draft(city, node, f"第{sequence}部分")
        intend_replacement(actor=office, standard=draft, olds=[old])
        publish(office, draft, day, sequence)
    assert (ends(old), old.replaced_by.count()) == ([end], 2)


def test_a_revision_may_replace_others_too(office, city, node):
    revised = factories.make_published(city, node, sequence=1)
    merged = factories.make_published(city, node, sequence=2, title="并入的")
    draft = factories.make_draft(city, node, revision_of=revised)
    intend_replacement(actor=office, standard=draft, olds=[merged])
    row = publish(office, draft, JULY, 1, revised)
    assert (ends(revised, merged), set(row.replaces.all())) == ([JULY, JULY], {revised, merged})


def test_a_mended_effective_date_moves_the_end_of_what_was_split(office, city, node):
    old = factories.make_published(city, node)
    parts = []
    for sequence, day in ((2, JULY), (3, AUGUST)):
        draft = factories.make_draft(city, node, f"第{sequence}部分")
        intend_replacement(actor=office, standard=draft, olds=[old])
        parts.append(publish(office, draft, day, sequence))
    correct_standard(actor=office, standard=parts[0], values={"effective_on": SEPTEMBER}, reason="录错")
    assert ends(old) == [AUGUST]
    correct_standard(actor=office, standard=parts[1], values={"effective_on": JULY}, reason="录错")
    assert ends(old) == [JULY]


def test_what_was_withdrawn_meanwhile_is_not_replaced(office, city, node):
    old = factories.make_published(city, node)
    draft = factories.make_draft(city, node, "新的")
    intend_replacement(actor=office, standard=draft, olds=[old])
    old.withdrawn_on, old.withdrawal_reason = TODAY, "不用"
    old.save()
    with pytest.raises(StandardsError) as caught:
        publish(office, draft, JULY, 2)
    assert (caught.value.message, caught.value.field) == (
        "“Q/ALWG TG204•1-2025”已于 2026-06-01 废止，不能再被代替，请从“代替的标准”中去掉。",
        "replaces",
    )


@pytest.mark.parametrize("kind", ["draft", "adopted", "of_county", "itself"])
def test_only_published_own_standards_of_the_organisation_are_chosen(office, city, county, node, kind):
    draft = factories.make_draft(city, node, "新的")
    rows = {
        "draft": factories.make_draft(city, node, "另一草案"),
        "adopted": factories.make_adopted(city, node),
        "of_county": factories.make_published(county, node),
        "itself": draft,
    }
    with pytest.raises(StandardsError, match="不是本组织已发布的自制标准"):
        intend_replacement(actor=office, standard=draft, olds=[rows[kind]])
    assert not draft.replaces.exists()


def test_what_a_published_standard_replaces_is_not_chosen_any_more(office, city, node):
    row, old = (factories.make_published(city, node, sequence=n) for n in (2, 1))
    with pytest.raises(StandardsError, match="只有制定中的自制标准可以选择拟代替的标准"):
        intend_replacement(actor=office, standard=row, olds=[old])


def test_an_adopted_draft_ends_nothing_until_it_is_published(office, city, node):
    from standards.services.replacement import link_replaced

    old = factories.make_adopted(city, node, "GB/T 34300-2017")
    new = factories.make_adopted(
        city,
        node,
        "GB/T 34300-2026",
        stage="drafting",
        issued_on=None,
        effective_on=JULY,
        replaced_numbers="GB/T 34300-2017",
    )
    link_replaced(new, actor=office)
    assert ends(old) == [None]
    new.stage = "published"
    new.save()
    link_replaced(new, actor=office)
    assert ends(old) == [JULY]
