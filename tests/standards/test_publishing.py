"""Publishing: every guard of life cycle §5.2, and which number comes out (T/CSSG 001.2 10.5–10.7)."""

from datetime import date
from functools import partial

import pytest

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import DuplicateError, StandardsError
from standards.lifecycle import missing_for
from standards.models import NodeRemoval, NumberCounter, Standard
from standards.services.lifecycle import take_step
from standards.services.registry import enter_standard
from tests import factories
from tests.standards import steps

ISSUE = {"issued_on": date(2026, 3, 9), "effective_on": date(2026, 4, 1)}
APPROVAL = {"approver": "李主任", "approved_on": date(2026, 3, 2), **ISSUE}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def approved(city, node, department):
    return steps.make_approved(city, node)


@pytest.fixture
def paper(city, node, department):
    return steps.make_paper(city, node, "网格走访规范", drafters="王起草、刘编写")


def publish(office, row, **values):
    return take_step(actor=office, standard=row, step="publish", **{**ISSUE, **values})


def enter(office, row, number, **values):
    facts = {**APPROVAL, "taken_over": number, **values}
    return take_step(actor=office, standard=row, step="enter_published", **facts)


def refused(act, office, row, *number, **values) -> tuple[str, str | None]:
    """The sentence and the field of the refusal; nothing may have changed."""
    with pytest.raises(StandardsError) as caught:
        act(office, row, *number, **values)
    stage = row.stage
    row.refresh_from_db()
    assert (row.number, row.stage, NumberCounter.objects.count()) == ("", stage, 0)
    return caught.value.message, caught.value.field


def test_publishing_gives_the_first_number_of_the_class_with_the_year_of_approval(office, approved):
    row = publish(office, approved)
    assert (
        *(row.number, row.number_key, row.number_family, row.class_code, row.sequence, row.part),
        *(row.stage, row.approved_on, row.issued_on, row.effective_on),
    ) == (
        *("Q/ALWG TG204•1-2026", "Q/ALWG TG204.1-2026", "Q/ALWG TG204.1", "TG204", 1, None),
        *("published", date(2026, 3, 2), date(2026, 3, 9), date(2026, 4, 1)),
    )


def test_the_year_is_that_of_the_approval_though_it_is_published_in_the_next(office, city, node):
    row = steps.make_approved(city, node, approved_on=date(2025, 12, 30))
    assert publish(office, row, issued_on=date(2026, 1, 4)).number == "Q/ALWG TG204•1-2025"


def test_publishing_is_told_to_the_trail_before_and_after(office, approved):
    publish(office, approved)
    event = Event.objects.about(approved).get()
    assert (event.verb, event.actor, event.organization, event.changes) == (
        "publish",
        office,
        approved.organization,
        {
            "标准编号": ["", "Q/ALWG TG204•1-2026"],
            "发布日期": ["", "2026-03-09"],
            "实施日期": ["", "2026-04-01"],
            "阶段": ["已批准", "已发布"],
        },
    )


def test_a_number_taken_over_is_told_with_its_approval(office, paper):
    enter(office, paper, "Q/ALWG TG204•5-2026", approval_number="安网治发〔2026〕3号")
    assert Event.objects.about(paper).get().changes == {
        "标准编号": ["", "Q/ALWG TG204•5-2026"],
        "批准人": ["", "李主任"],
        "批准文书号": ["", "安网治发〔2026〕3号"],
        "批准日期": ["", "2026-03-02"],
        "发布日期": ["", "2026-03-09"],
        "实施日期": ["", "2026-04-01"],
        "阶段": ["起草", "已发布"],
    }


def test_what_publishing_lacks_is_listed_at_once(city):
    guidance = factories.make_node("ZD9", subsystem="ZD", class_code="", name="标准化工作方针")
    row = factories.make_draft(city, guidance)
    assert missing_for(row, "enter_published") == [
        "“ZD9 标准化工作方针”不是本组织体系中可以编号的末级分类：请编辑标准，重新选择体系分类。",
        "还没有实施部门：请编辑标准，选择实施部门。",
        "还没有标准文本：请上传种类为“标准文本”的附件。",
        "还没有批准文书：请上传种类为“批准文书”的附件。",
    ]


def test_a_class_the_organisation_removed_gives_no_number(office, approved):
    NodeRemoval.objects.create(organization=approved.organization, node=approved.node, reason="不设")
    message, _ = refused(publish, office, approved)
    assert message.startswith("“TG204x 网格巡查管理”不是本组织体系中可以编号的末级分类")


def test_an_implementing_department_is_needed(office, approved):
    approved.departments.clear()
    assert refused(publish, office, approved) == ("还没有实施部门：请编辑标准，选择实施部门。", None)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"issued_on": date(2026, 3, 1)}, ("发布日期不能早于批准日期 2026-03-02。", "issued_on")),
        ({"effective_on": date(2026, 3, 8)}, ("实施日期不能早于发布日期 2026-03-09。", "effective_on")),
        (
            {"effective_on": date.max},
            (
                "实施日期 9999-12-31 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。",
                "effective_on",
            ),
        ),
    ],
)
def test_dates_follow_each_other(office, approved, paper, values, answer):
    assert refused(publish, office, approved, **values) == answer
    assert refused(enter, office, paper, "Q/ALWG TG204•5-2026", **values) == answer


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"approver": "张主任、刘编写"}, ("刘编写是起草人，不能同时是批准人。", "approver")),
        ({"approved_on": date(2026, 6, 2)}, ("批准日期不能晚于今天。", "approved_on")),
    ],
)
def test_approval_on_paper_is_checked_too(office, paper, values, answer):
    assert refused(enter, office, paper, "Q/ALWG TG204•5-2026", **values) == answer


def test_a_published_standard_is_not_published_again(office, approved):
    publish(office, approved)
    with pytest.raises(StandardsError, match="只有状态为“已批准”的标准可以“编号并发布”"):
        publish(office, approved)
    assert NumberCounter.objects.get().last == 1


def test_a_revision_keeps_the_number_and_ends_the_old_edition(office, city, node, department):
    old = factories.make_published(city, node, sequence=7, year=2023)
    new = publish(office, steps.make_approved(city, node, revision_of=old))
    old.refresh_from_db()
    assert (new.number, list(new.replaces.all()), old.replaced_on, old.number) == (
        "Q/ALWG TG204•7-2026",
        [old],
        date(2026, 4, 1),
        "Q/ALWG TG204•7-2023",
    )


def test_both_editions_have_their_status_between_issue_and_effect(office, city, node, department):
    old = factories.make_published(city, node, year=2023)
    new = publish(office, steps.make_approved(city, node, revision_of=old))
    old.refresh_from_db()
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [(old.status(day), new.status(day)) for day in days] == [
        ("in_force", "upcoming"),
        ("replaced", "in_force"),
    ]


def test_several_that_are_merged_end_when_the_new_one_begins(office, city, node, department):
    olds = [factories.make_published(city, node, sequence=each, year=2023) for each in (1, 2)]
    row = steps.make_approved(city, node)
    row.replaces.set(olds)
    new = publish(office, row)
    ended = [Standard.objects.get(pk=old.pk).replaced_on for old in olds]
    assert (new.number, ended, set(new.replaces.all())) == (
        *("Q/ALWG TG204•3-2026", 2 * [date(2026, 4, 1)]),
        set(olds),
    )


def test_one_that_is_split_ends_when_the_first_part_begins(office, city, node, department):
    old = factories.make_published(city, node, year=2023)
    for title, day in (
        ("甲规范", date(2026, 5, 1)),
        ("乙规范", date(2026, 4, 1)),
        ("丙规范", date(2026, 7, 1)),
    ):
        row = steps.make_approved(city, node, title)
        row.replaces.add(old)
        publish(office, row, effective_on=day)
    old.refresh_from_db()
    assert (old.replaced_on, old.replaced_by.count()) == (date(2026, 4, 1), 3)


def test_a_second_edition_in_one_year_is_refused_and_the_amendment_offered(office, city, node, department):
    old = factories.make_published(city, node, year=2026)
    row = steps.make_approved(city, node, revision_of=old)
    message, field = refused(publish, office, row)
    assert (field, "请改用修改单" in message, "Q/ALWG TG204•1-2026" in message) == ("approved_on", True, True)


@pytest.mark.parametrize("ended", ["withdrawn_on", "replaced_on"])
def test_the_revision_of_what_has_ended_is_not_published(office, city, node, department, ended):
    old = factories.make_published(
        city, node, year=2023, withdrawal_reason="不用", **{ended: date(2025, 1, 1)}
    )
    row = steps.make_approved(city, node, revision_of=old)
    words = "修订的“Q/ALWG TG204•1-2023”已废止或已有新版本，不能再发布它的修订版。"
    assert refused(publish, office, row) == (words, None)


def test_what_was_approved_is_given_up_only_when_what_it_revises_has_ended(city, node):
    old = factories.make_published(city, node, year=2023)
    row = steps.make_approved(city, node, revision_of=old)
    representative = factories.make_user("r", organization=city, roles=[Role.REPRESENTATIVE])
    give_up = partial(take_step, actor=representative, standard=row, step="abandon", reason="原版已废止")
    with pytest.raises(StandardsError, match="已批准，应编号发布"):
        give_up()
    Standard.objects.filter(pk=old.pk).update(withdrawn_on=date(2025, 1, 1), withdrawal_reason="不用")
    assert give_up().stage == "abandoned"


def test_what_ended_before_is_not_in_force_again_by_a_merge(office, city, node, department):
    """A list may say that an edition ended, and not by what."""
    old = factories.make_published(city, node, year=2020, replaced_on=date(2024, 1, 1))
    row = steps.make_approved(city, node, "合并后的规范")
    row.replaces.add(old)
    publish(office, row)
    old.refresh_from_db()
    assert old.replaced_on == date(2024, 1, 1)


def test_a_standard_moved_to_another_class_is_numbered_anew_at_its_revision(office, city, node, department):
    other = factories.make_node("GL201x", subsystem="GL", class_code="GL201")
    old = factories.make_published(city, node, sequence=3, year=2023)
    new = publish(office, steps.make_approved(city, other, revision_of=old))
    old.refresh_from_db()
    assert (new.number, old.replaced_on) == ("Q/ALWG GL201•1-2026", date(2026, 4, 1))


def test_an_edition_on_paper_ends_the_one_it_revised(office, city, node, paper):
    old = factories.make_published(city, node, sequence=5, year=2023)
    new = enter(office, paper, "Q/ALWG TG204•5-2026", revises=old)
    old.refresh_from_db()
    assert (list(new.replaces.all()), old.replaced_on) == ([old], date(2026, 4, 1))


def test_an_edition_on_paper_has_the_number_of_the_one_it_revised(office, city, node, paper):
    old = factories.make_published(city, node, sequence=5, year=2023)
    words = "修订沿用原编号，只换年代号：“Q/ALWG TG204•6-2026”与“Q/ALWG TG204•5-2023”不是同一编号，请核对。"
    assert refused(enter, office, paper, "Q/ALWG TG204•6-2026", revises=old) == (words, "taken_over")


def test_a_standard_of_another_organisation_is_not_revised(office, county, node, paper):
    old = factories.make_published(county, node, sequence=5, year=2023)
    words = ("修订的标准应是本组织已发布的自制标准，请重新选择。", "revises")
    assert refused(enter, office, paper, "Q/ALWG TG204•5-2026", revises=old) == words


def test_a_number_taken_over_is_kept_and_never_given_again(office, city, node, paper):
    first = enter(office, paper, "Q/ALWGTG204.5—2026")
    second = publish(office, steps.make_approved(city, node, "网格巡查记录规范"))
    assert (first.number, second.number) == ("Q/ALWG TG204•5-2026", "Q/ALWG TG204•6-2026")


def test_a_lower_number_taken_over_does_not_set_the_counter_back(office, city, node, department):
    enter(office, steps.make_paper(city, node, "甲"), "Q/ALWG TG204•5-2026")
    enter(office, steps.make_paper(city, node, "乙"), "Q/ALWG TG204•2-2026")
    assert NumberCounter.objects.get().last == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q/YSWG TG204•5-2026", "“Q/YSWG TG204•5-2026”地名代号应为本组织的 AL，请改正。"),
        ("Q/ALWG GL201•5-2026", "“Q/ALWG GL201•5-2026”分类号应与体系分类一致，为 TG204，请改正。"),
        ("Q/ALWG TG204•5-2025", "“Q/ALWG TG204•5-2025”年代号应为批准年份 2026，请改正。"),
        ("Q/ALWG TG204•5", "“Q/ALWG TG204•5”年代号应为批准年份 2026，请改正。"),
        ("GB/T 34300-2017", "“GB/T 34300-2017”不是本组织的编号，应如“Q/ALWG TG204•1-2026”。"),
        (
            "Q/ALWG TG304•5-2026",
            "分类号“TG304”不对：TG 的分类号以 2 开头，应在 TG200 至 TG299 之间，请改正。",
        ),
    ],
)
def test_a_number_taken_over_must_fit_place_class_and_year(office, paper, text, words):
    assert refused(enter, office, paper, text) == (words, "taken_over")


def test_number_of_a_withdrawn_standard_is_not_taken_over_for_another_year(office, city, node, paper):
    factories.make_published(
        city, node, sequence=5, title="旧规范", withdrawn_on=date(2026, 1, 1), withdrawal_reason="复审"
    )
    assert refused(enter, office, paper, "Q/ALWG TG204•5-2026") == (
        "“Q/ALWG TG204•5-2025”已废止，它的编号不再使用，请核对。",
        "taken_over",
    )


def test_a_number_taken_over_twice_names_the_row_that_has_it(office, city, node, paper):
    existing = factories.make_published(city, node, sequence=5, year=2026)
    existing = Standard.objects.get(pk=existing.pk)
    with pytest.raises(DuplicateError) as caught:
        enter(office, paper, "Q/ALWG TG204•5-2026")
    assert (caught.value.existing, NumberCounter.objects.count()) == (existing, 0)


def test_a_withdrawn_number_is_not_given_again(office, city, node, approved):
    first = publish(office, approved)
    Standard.objects.filter(pk=first.pk).update(withdrawn_on=date(2026, 5, 1), withdrawal_reason="复审")
    second = publish(office, steps.make_approved(city, node, "网格巡查记录规范"))
    assert second.number == "Q/ALWG TG204•2-2026"


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(9999, 12, 31)])
def test_a_date_nobody_can_mean_is_refused(office, node, city, day):
    law = {"node": node, "title": "治安管理处罚法", "effective_on": day}
    with pytest.raises(StandardsError) as caught:
        enter_standard(actor=office, organization=city, origin="guidance", values=law)
    sentence = f"实施日期 {day} 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。"
    assert (caught.value.message, caught.value.field) == (sentence, "effective_on")


def test_number_adopted_from_a_namesake_does_not_stop_the_class(office, city, node, approved):
    factories.make_adopted(city, node, "Q/ALWG TG204•1-2026", "邻市巡查规范", rank="own")
    assert publish(office, approved).number == "Q/ALWG TG204•2-2026"
