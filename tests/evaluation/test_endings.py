"""What a warning says of the data-only score is what the act then makes of it, for every way a standard ends."""

from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.endings.change import Change
from evaluation.endings.citations import citations_after
from evaluation.endings.coming import ending_tasks
from evaluation.endings.losses import change_with
from evaluation.endings.reading import change_of
from evaluation.gaps.reading import forecast_of
from evaluation.scoring.outlook import Outlook
from evaluation.services.fulfilment import set_fulfilments
from gridgov.organizations.models import Role
from standards.forms.standards import AdoptedForm
from standards.models import Node, Standard
from standards.services.adoption import adopt_standard
from standards.services.citations import add_citations
from standards.services.lifecycle import take_step
from standards.services.replacement import intend_replacement
from standards.services.status_checks import apply_finding, make_check
from standards.services.upkeep import conclude_review, withdraw_standard
from standards.upkeep import ending, ending_by, ending_with
from standards.views.looking import LOOK
from tests.factories import make_adopted, make_document, make_published, make_user
from tests.standards import steps
from tests.standards.importing import making as importing
from tests.standards.upkeeping import make_notice, make_review

TODAY = date(2026, 6, 1)
DAYS = {"issued_on": TODAY, "effective_on": TODAY}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree", "edition", "_in_june")]


@pytest.fixture
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


def leaf(code) -> Node:
    return Node.objects.get(code=code)


@pytest.fixture
def linked(office):
    """A standard with its text, ticked for requirements."""

    def link(standard, *codes):
        make_document(standard, "text")
        if standard.is_own:
            make_document(standard, "approval", name="批准.pdf")
        set_fulfilments(actor=office, standard=standard, codes=codes)
        return standard

    return link


@pytest.fixture
def own(city, linked):
    """The only standard for A3-3-5, in force."""
    return linked(make_published(city, leaf("5.2.2e"), sequence=5, title="跨网格事项服务工作程序"), "A3-3-5")


@pytest.fixture
def other(city, linked):
    """Another that is in force, and cites an edition of each of those that may end."""
    row = linked(make_published(city, leaf("5.4.2"), sequence=2, title="网格巡查规范"), "A3-5-3")
    add_citations(actor=None, standard=row, text="Q/ALWG TG202•5-2025\nGB/T 34300-2017")
    return row


@pytest.fixture
def adopted(city, linked):
    row = make_adopted(city, leaf("5.4.1"), checked_on=date(2026, 5, 1))
    return linked(row, "A3-5-2")


def warned_and_real(city, edition, warned: Change, act) -> tuple:
    """The ranges before and after: as warned, as they are."""
    before = forecast_of(city, edition, on=TODAY).range
    act()
    return (warned.before, warned.after), (before, forecast_of(city, edition, on=TODAY).range)


def warned_of(found) -> Change:
    """As the page asks for it."""
    return change_with(found.standards, found.by)


def test_taking_an_adopted_standard_out(city, office, edition, own, other, adopted):
    act = partial(withdraw_standard, actor=office, standard=adopted, on=TODAY, reason="不适用")
    warned, real = warned_and_real(city, edition, change_with([adopted]), act)
    assert warned == real
    assert real[0] != real[1]


def test_the_conclusion_of_a_review(city, office, edition, own, other):
    review = make_review(own)
    make_notice(own)
    act = partial(conclude_review, actor=office, review=review, conclusion="withdraw", reason="不用")
    warned, real = warned_and_real(city, edition, change_with([own]), act)
    assert warned == real
    assert real[0].low - real[1].low > 0


@pytest.mark.parametrize(
    ("said", "how", "by"), [("废止", "withdrawn", ""), ("被代替", "replaced", "GB/T 34300-2026")]
)
def test_what_a_check_of_the_state_ends(city, office, edition, other, adopted, said, how, by):
    line = f"GB/T 34300-2017 {said}"
    check = make_check(
        actor=office, organization=city, source="标准馆", checked_on=date(2026, 5, 20), text=line
    )
    act = partial(apply_finding, actor=office, finding=check.findings.get(), how=how, on=TODAY, by=by)
    warned, real = warned_and_real(city, edition, change_with([adopted]), act)
    assert warned == real


def test_publishing_a_revision(city, office, edition, own, other):
    draft = steps.make_approved(city, own.node, own.title, revision_of=own)
    act = partial(take_step, actor=office, standard=draft, step="publish", **DAYS)
    warned, real = warned_and_real(city, edition, warned_of(ending_with(draft)), act)
    assert warned == real


@pytest.fixture
def undated(city, linked, own, adopted):
    """In force, and cites the numbers of those that may end without a year."""
    row = linked(make_published(city, leaf("5.4.3"), sequence=3, title="网格记录规范"), "A3-5-4")
    add_citations(actor=None, standard=row, text="Q/ALWG TG202•5\nGB/T 34300")
    return row


def test_last_edition_of_what_is_cited_without_a_year(city, office, edition, adopted, undated):
    act = partial(withdraw_standard, actor=office, standard=adopted, on=TODAY, reason="不适用")
    warned, real = warned_and_real(city, edition, change_with([adopted]), act)
    assert warned == real
    assert citations_after(city, [adopted], [], TODAY) == {
        undated.pk: "登记簿中已没有现行版本（所引 GB/T 34300）"
    }


def test_revision_of_what_is_cited_without_a_year(city, office, edition, own, undated):
    draft = steps.make_approved(city, own.node, own.title, revision_of=own)
    assert citations_after(city, [own], [draft], TODAY) == {}
    act = partial(take_step, actor=office, standard=draft, step="publish", **DAYS)
    warned, real = warned_and_real(city, edition, warned_of(ending_with(draft)), act)
    assert warned == real


def test_publishing_a_merger(city, office, edition, own, other):
    draft = steps.make_approved(city, own.node, "合并后的程序")
    intend_replacement(actor=office, standard=draft, olds=[own, other])
    act = partial(take_step, actor=office, standard=draft, step="publish", **DAYS)
    warned, real = warned_and_real(city, edition, warned_of(ending_with(draft)), act)
    assert warned == real
    assert real[1].low < real[0].low


def test_publishing_the_first_part_of_a_split(city, office, edition, own, other):
    drafts = [steps.make_approved(city, own.node, f"第{n}部分") for n in (1, 2)]
    for draft in drafts:
        intend_replacement(actor=office, standard=draft, olds=[own])
    set_fulfilments(actor=office, standard=drafts[0], codes=["A3-3-5"])
    act = partial(take_step, actor=office, standard=drafts[0], step="publish", **DAYS)
    warned, real = warned_and_real(city, edition, warned_of(ending_with(drafts[0])), act)
    assert warned == real


def test_entering_an_edition_that_was_published_on_paper(city, office, edition, own, other):
    paper = steps.make_paper(city, own.node, own.title)
    facts = {"approver": "李主任", "approved_on": date(2026, 3, 2), "taken_over": "Q/ALWG TG202•5-2026"}
    act = partial(
        take_step, actor=office, standard=paper, step="enter_published", revises=own, **facts, **DAYS
    )
    warned, real = warned_and_real(city, edition, warned_of(ending_with(paper, own)), act)
    assert warned == real


def test_adopting_what_replaces_another(city, office, department, edition, other, adopted):
    new = make_adopted(
        city,
        leaf("5.4.1"),
        "GB/T 34300-2026",
        stage="identified",
        replaced_numbers="GB/T 34300-2017",
        effective_on=TODAY,
    )
    facts = {"applicability": "适用", "adopted_on": TODAY, "node": new.node, "departments": [department]}
    act = partial(adopt_standard, actor=office, standard=new, **facts)
    warned, real = warned_and_real(city, edition, warned_of(ending_by(new)), act)
    assert warned == real


def test_what_ends_on_a_day_to_come_is_told_with_what_comes_then(
    city, office, edition, own, other, time_machine
):
    draft = steps.make_approved(city, own.node, own.title, revision_of=own)
    facts = {"issued_on": TODAY, "effective_on": date(2026, 7, 1)}
    take_step(actor=office, standard=draft, step="publish", **facts)
    for row in (own, draft):
        row.refresh_from_db()
    warned = [warned_of(ending(row)) for row in (own, draft)]
    time_machine.move_to("2026-07-01 12:00+08:00")
    real = forecast_of(city, edition, on=date(2026, 7, 1)).range
    assert [each.after for each in warned] == [real, real]


def test_what_has_ended_already_changes_nothing_more(city, edition, linked):
    row = linked(
        make_published(city, leaf("5.2.2e"), withdrawn_on=date(2026, 5, 1), withdrawal_reason="不用")
    )
    assert change_with([row]) is None


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ending=st.sets(st.integers(0, 5), min_size=1))
def test_any_standards_that_end_together_are_reckoned_exactly(city, office, edition, ending):
    with transaction.atomic():
        rows = registry(city, office)
        chosen = [rows[place] for place in sorted(ending)]
        warned = change_of(city, edition, ended=chosen, on=TODAY)
        Standard.objects.filter(pk__in=[row.pk for row in chosen]).update(
            withdrawn_on=TODAY, withdrawal_reason="不用"
        )
        real = forecast_of(city, edition, on=TODAY).range
        transaction.set_rollback(True)
    assert warned.after == real


def registry(city, office) -> list[Standard]:
    """Six that are in force, at leaves that some share, citing each other, some without a text."""
    places = ["5.2.2e", "5.2.2e", "5.1.1", "4.2.2", "4.2.3", "6.1.1"]
    codes = [["A3-3-5"], ["A3-3-5"], ["A3-2-1"], [], [], ["A4-2-1"]]
    rows = []
    for number, (place, ticked) in enumerate(zip(places, codes, strict=True), start=1):
        row = make_published(city, leaf(place), sequence=number, title=f"标准{number}")
        if number != 2:
            make_document(row, "text")
        set_fulfilments(actor=office, standard=row, codes=ticked)
        if rows:
            cited = f"{rows[-1].number}\nQ/ALWG TG202•1-2020"
            add_citations(actor=None, standard=row, text=cited)
        rows.append(row)
    return rows


# 待办: the office is told of what is fixed already.


def told(user) -> list[tuple]:
    return [(task.due, task.label, task.reason) for task in ending_tasks(user, TODAY)]


def test_the_office_is_told_of_each_day_on_which_the_score_will_change(city, office, edition, own, linked):
    other = linked(make_published(city, leaf("5.1.1"), sequence=2, title="服务规范"), "A3-2-1")
    days = (date(2026, 7, 1), date(2026, 6, 20))
    for row, day in zip((own, other), days, strict=True):
        Standard.objects.filter(pk=row.pk).update(withdrawn_on=day, withdrawal_reason="不用")
    first, second = told(office)
    assert (first[:2], second[:2]) == (
        (days[1], "服务规范 失效"),
        (days[0], "跨网格事项服务工作程序 失效"),
    )
    before = forecast_of(city, edition, on=TODAY).range
    after = forecast_of(city, edition, on=days[0]).range
    assert first[2].startswith(f"按数据测算 {before.range} → ")
    assert f" → {after.range}（" in second[2]


def test_what_a_new_edition_takes_over_is_no_task(city, office, edition, own):
    draft = steps.make_approved(city, own.node, own.title, revision_of=own)
    take_step(actor=office, standard=draft, step="publish", issued_on=TODAY, effective_on=date(2026, 7, 1))
    before = forecast_of(city, edition, on=TODAY).range
    after = forecast_of(city, edition, on=date(2026, 7, 1)).range
    assert bool(told(office)) == (before != after)


@pytest.mark.parametrize(("day", "count"), [(date(2026, 9, 1), 0), (date(2026, 6, 20), 1)])
def test_the_office_alone_is_told_and_of_near_ends_only(
    city, office, reader, stranger, edition, own, day, count
):
    Standard.objects.filter(pk=own.pk).update(withdrawn_on=day, withdrawal_reason="不用")
    assert [len(told(user)) for user in (office, reader, stranger)] == [count, 0, 0]


def test_without_an_end_to_come_one_statement_is_asked(city, office, edition, own, django_assert_num_queries):
    assert office.offices
    with django_assert_num_queries(1):
        assert told(office) == []


# The pages: the figure stands there before anything is confirmed.


def test_every_page_that_ends_a_standard_tells_the_figure_first(
    client, city, office, committee, own, other, adopted
):
    review = make_review(own)
    line = "GB/T 34300-2017 废止"
    check = make_check(
        actor=office, organization=city, source="标准馆", checked_on=date(2026, 5, 20), text=line
    )
    draft = steps.make_approved(city, own.node, "合并后的程序")
    intend_replacement(actor=office, standard=draft, olds=[own, other])
    new = make_adopted(
        city, leaf("5.4.1"), "GB/T 34300-2026", stage="identified", replaced_numbers=adopted.number
    )
    pages = [
        (office, reverse("standards:standard-withdraw", args=[adopted.pk])),
        (office, reverse("standards:check-apply", args=[check.pk, check.findings.get().pk])),
        (office, reverse("standards:step", args=[draft.pk, "publish"])),
        (office, reverse("standards:adopt", args=[new.pk])),
        (committee, reverse("standards:review-conclude", args=[own.pk, review.pk])),
    ]
    for user, page in pages:
        client.force_login(user)
        assert "后，按数据测算 " in client.get(page).content.decode(), page


# Forms that name what they end: sent twice, the second time after a look.


def test_numbers_typed_into_a_new_standard_are_looked_at_before_they_end_anything(
    client, city, office, edition, other, adopted
):
    client.force_login(office)
    url = reverse("standards:standard-new", args=["adopted"])
    data = {
        "node": adopted.node_id,
        "number": "GB/T 34300-2026",
        "title": adopted.title,
        "issued_on": "2026-01-01",
        "effective_on": "2026-06-01",
        "replaced_numbers": adopted.number,
        "way": AdoptedForm.NOW,
        "applicability": "适用于网格巡查",
        "adopted_on": "2026-06-01",
    }
    page = client.post(url, data)
    assert page.context["form"].errors == {"__all__": [LOOK]}
    assert (page.status_code, Standard.objects.filter(number="GB/T 34300-2026").exists()) == (200, False)
    assert "后，按数据测算" in page.content.decode()
    warned = warned_of(page.context["form"].ending)
    answer = client.post(url, data | {"seen": str(adopted.pk)})
    adopted.refresh_from_db()
    assert (answer.status_code, adopted.replaced_on) == (302, TODAY)
    assert forecast_of(city, edition, on=TODAY).range == warned.after


def test_numbers_typed_into_a_standard_in_force_are_looked_at_too(
    client, city, office, edition, other, adopted, linked
):
    newer = linked(make_adopted(city, leaf("5.4.1"), "GB/T 34300-2026", checked_on=TODAY))
    client.force_login(office)
    url = reverse("standards:standard-edit", args=[newer.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "departments"}
    data |= {"replaced_numbers": adopted.number}
    page = client.post(url, data)
    assert page.context["form"].errors == {"__all__": [LOOK]}
    warned = warned_of(page.context["form"].ending)
    assert client.post(url, data | {"seen": str(adopted.pk)}).status_code == 302
    assert forecast_of(city, edition, on=TODAY).range == warned.after


def test_the_edition_chosen_when_entering_from_paper_is_looked_at(client, city, office, edition, own, other):
    paper = steps.make_paper(city, own.node, own.title)
    client.force_login(office)
    url = reverse("standards:step", args=[paper.pk, "enter_published"])
    data = {
        "approver": "李主任",
        "approved_on": "2026-03-02",
        "issued_on": "2026-06-01",
        "effective_on": "2026-06-01",
        "taken_over": "Q/ALWG TG202•5-2026",
        "revises": own.pk,
    }
    page = client.post(url, data)
    assert "后，按数据测算" in page.content.decode()
    assert client.post(url, data | {"seen": str(own.pk)}).status_code == 302
    own.refresh_from_db()
    assert own.replaced_on == TODAY


def test_an_import_that_ends_others_tells_the_figure_before_it_is_confirmed(
    client, city, office, other, adopted
):
    newer = importing.row(
        标准编号="GB/T 34300-2026",
        体系分类代号="5.4.1",
        被代替标准号="GB/T 34300-2017",
        实施日期="2026-05-01",
    )
    batch = importing.checked(office, newer)
    client.force_login(office)
    page = client.get(batch.get_absolute_url())
    assert [row.pk for row in page.context["ending"].standards] == [adopted.pk]
    assert "随导入失效后，按数据测算" in page.content.decode()


@pytest.fixture
def committee(city):
    return make_user("committee", organization=city, roles=[Role.COMMITTEE])


def statements(act) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_the_facts_are_read_once_however_many_end(city, office, edition):
    rows = registry(city, office)
    assert edition.scorecard  # its text is kept per process
    bare = statements(partial(forecast_of, city, edition, on=TODAY))
    one, three = (statements(partial(change_of, city, edition, ended=rows[:n], on=TODAY)) for n in (1, 3))
    # Who cites them, and the editions meant with what replaced them.
    assert (one, three) == (bare + 4, bare + 4)


def outlook(low, high) -> Outlook:
    return Outlook(low, high, 500, 300)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            (247, 428),
            (242, 423),
            "按数据测算 247–428 → 242–423（最低分 −5，最高分 −5）；到 300 还差 58，要靠由人判定的部分",
        ),
        ((310, 428), (305, 428), "按数据测算 310–428 → 305–428（最低分 −5）；最低分仍过 300"),
        (
            (100, 301),
            (100, 298),
            "按数据测算 100–301 → 100–298（最高分 −3）；到 300 还差 200，由人判定的全部满足也到不了",
        ),
        (
            (100, 301),
            (103, 301),
            "按数据测算 100–301 → 103–301（最低分 +3）；到 300 还差 197，要靠由人判定的部分",
        ),
        ((100, 301), (100, 301), "按数据测算不变，仍为 100–301"),
    ],
)
def test_the_change_in_words(before, after, words):
    assert Change(outlook(*before), outlook(*after)).words == words


@pytest.mark.parametrize(("after", "is_loss"), [((100, 300), True), ((99, 302), True), ((103, 301), False)])
def test_only_points_that_go_are_a_loss(after, is_loss):
    assert Change(outlook(100, 301), outlook(*after)).is_loss == is_loss
