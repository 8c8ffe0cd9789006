"""体系体检: each fault planted is found once, with its sentence and the form that mends it; mended it is gone."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from standards.health.collecting import checks, problems_of
from standards.health.dates import out_of_order
from standards.health.examining import CHECKS
from standards.models import NodeRemoval, PeriodicReview, Standard, SuitabilityReview, SystemVersion
from standards.services.citations import add_citations
from standards.services.freezing import system_document
from standards.services.status_checks import make_check
from standards.versions.snapshots import write_snapshot
from tests import factories
from tests.standards.reviewing import close_round, open_round

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
STATEMENTS = 15
VERSION = {"version", "version-behind"}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


class Place:
    """A city with a leaf of TG204 and one of GL201, whose standards have all they need."""

    def __init__(self, city, office):
        self.city, self.office = city, office
        self.department = factories.make_department(city)
        self.leaf = factories.make_node("5.4.2")
        self.other = factories.make_node("6.1.1", subsystem="GL", class_code="GL201", name="网格划分管理")

    def own(self, sequence=1, title="网格巡查管理规范", *, without=(), **fields) -> Standard:
        fields = {"node": self.leaf, **fields}
        row = factories.make_published(self.city, fields.pop("node"), sequence, title, **fields)
        return self.furnish(row, without)

    def adopted(self, number="GB/T 34300-2017", title="服务管理规范", *, without=(), **fields) -> Standard:
        facts = {"applicability": "第5章适用", "checked_on": date(2026, 3, 1), "node": self.leaf, **fields}
        row = factories.make_adopted(self.city, facts.pop("node"), number, title, **facts)
        return self.furnish(row, without)

    def furnish(self, row, without) -> Standard:
        for kind in {"text", "approval"} - set(without):
            factories.make_document(row, kind)
        if "departments" not in without:
            row.departments.add(self.department)
        return row


@pytest.fixture
def place(city, office):
    return Place(city, office)


def faults(city) -> list[tuple]:
    """(check, sentence, address of the form) of all but the version of the system."""
    found = problems_of(city, TODAY)
    return [
        (each.check.code, each.sentence, each.mend.url) for each in found if each.check.code not in VERSION
    ]


def change(row, **fields):
    """As somebody mends it in a form."""
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def form(name, *args, query="") -> str:
    return reverse(f"standards:{name}", args=args) + query


def dated_reference_to_a_replaced_edition(place):
    old = place.adopted("GB/T 5-2010", replaced_on=date(2020, 1, 1), replaced_numbers="")
    new = place.adopted("GB/T 5-2019", "新的服务规范")
    new.replaces.add(old)
    row = place.own()
    add_citations(actor=None, standard=row, text="GB/T 5-2010")
    SuitabilityReview.objects.create(
        standard=row,
        cited_key="GB/T 5-2010",
        cause="被代替",
        changed_on=date(2020, 1, 1),
        conclusion="fits",
        opinion="仍适宜",
        concluded_on=date(2026, 5, 1),
    )
    sentence = "引用 GB/T 5-2010：引用了已被代替的版本，现行为 GB/T 5-2019。"
    return "cited-ended", sentence, form("citations", row.pk), row.citations.all().delete


def undated_reference_without_an_edition_in_force(place):
    place.adopted("GB/T 5-2010", "旧规范", withdrawn_on=date(2020, 1, 1))
    place.own(2, "另一规范")
    row = place.own()
    add_citations(actor=None, standard=row, text="GB/T 5")
    sentence = "引用 GB/T 5：登记簿中已没有现行版本。"
    return "cited-none", sentence, form("citations", row.pk), lambda: place.adopted("GB/T 5-2021", "新规范")


def change_of_a_cited_standard_that_nobody_weighed(place):
    old = place.adopted("GB/T 5-2010", "旧规范", withdrawn_on=date(2026, 1, 1))
    row = place.own()
    add_citations(actor=None, standard=row, text="GB/T 5")
    place.adopted("GB/T 5-2025", "旧规范之二")
    sentence = "GB/T 5-2010 自 2026-01-01 起废止，还没有适宜性评审结论。"

    def mend():
        SuitabilityReview.objects.create(
            standard=row,
            cited_key=old.number_key,
            cause="废止",
            changed_on=date(2026, 1, 1),
            conclusion="fits",
            opinion="仍适宜",
            concluded_on=TODAY,
        )

    return "suitability", sentence, form("suitability-conclude", row.pk, old.pk), mend


def answer_of_a_status_check_that_nobody_followed(place):
    place.adopted()
    check = make_check(
        actor=place.office,
        organization=place.city,
        source="标准馆",
        checked_on=date(2026, 5, 20),
        text="GB/T 34300-2017 废止",
    )
    line = check.findings.get()
    sentence = "查新结果为“废止”，登记簿仍为现行。"
    return "unfollowed", sentence, form("check-apply", check.pk, line.pk), change(line, applied_on=TODAY)


def adopted_standard_not_looked_up_for_a_year(place):
    row = place.adopted(checked_on=date(2025, 5, 1))
    url = form("check-new", query=f"?organization={place.city.pk}")
    return "unchecked", "查新超过 12 个月，上次 2025-05-01。", url, change(row, checked_on=TODAY)


def own_number_of_another_place(place):
    row = place.own()
    type(place.city).objects.filter(pk=place.city.pk).update(initials="AK")
    place.city.refresh_from_db()
    sentence = "编号的地名代号是 AL，本组织是 AK。"

    def mend():
        type(place.city).objects.filter(pk=place.city.pk).update(initials="AL")
        place.city.refresh_from_db()

    return "number", sentence, form("revision-new", row.pk), mend


def adopted_number_without_a_year(place):
    row = place.adopted("GB/T 34300")
    sentence = warning_of("GB/T 34300")
    return "number", sentence, form("standard-edit", row.pk), change(row, number_raw="GB/T 34300-2017")


def warning_of(number) -> str:
    from standards.services.numbers import read_number

    return read_number(number).warnings[0]


def number_of_another_class(place):
    row = place.own()
    change(row, node=place.other)()
    sentence = "编号中的分类号是 TG204，体系分类是 GL201。"
    return "number-class", sentence, form("standard-move", row.pk), change(row, node=place.leaf)


def year_of_the_number_that_is_not_of_the_approval(place):
    row = place.own(approved_on=date(2024, 12, 30))
    sentence = "编号的年代号是 2025，批准日期是 2024-12-30。"
    mend = change(row, approved_on=date(2025, 1, 2))
    return "number-year", sentence, form("standard-correct", row.pk), mend


def two_editions_in_force(place):
    old = place.adopted("GB 12238-1989", "阀门")
    new = place.adopted("GB/T 12238-2008", "阀门 蝶阀")
    sentence = f"与“{old}”是同一标准的不同版本，都登记为现行。"
    return "editions", sentence, form("standard-edit", new.pk), change(old, replaced_on=date(2019, 1, 1))


def one_title_twice(place):
    row = place.own()
    other = place.own(2, "网格巡查 管理规范")
    sentence = f"与“{other.number}”同名，都登记为现行。"
    return "title", sentence, form("standard-correct", row.pk), change(other, title="网格巡查考核规范")


def standard_without_text(place):
    row = place.own(without={"text"})
    url = form("document-add", row.pk, query="?kind=text")
    mend = lambda: factories.make_document(row, "text")  # noqa: E731
    return "text", "现行，没有标准文本，评价时不计。", url, mend


def standard_without_approver(place):
    row = place.own(approver="")
    return "approval", "没有批准人。", form("standard-correct", row.pk), change(row, approver="李主任")


def standard_without_document_of_approval(place):
    row = place.own(without={"approval"})
    url = form("document-add", row.pk, query="?kind=approval")
    mend = lambda: factories.make_document(row, "notice")  # noqa: E731
    return "approval-paper", "没有批准文书或发布文。", url, mend


def standard_without_department(place):
    row = place.own(without={"departments"})
    mend = lambda: row.departments.add(place.department)  # noqa: E731
    return "department", "没有实施部门，明细表缺这一栏。", form("standard-correct", row.pk), mend


def adopted_standard_without_effective_day(place):
    row = place.adopted(effective_on=None)
    mend = change(row, effective_on=date(2018, 4, 1))
    return "effective", "没有实施日期，明细表缺这一栏。", form("standard-edit", row.pk), mend


def adopted_standard_without_applicability(place):
    row = place.adopted(applicability=" ")
    mend = change(row, applicability="全文适用")
    return "applicability", "采用标准没有适用性审核意见。", form("standard-edit", row.pk), mend


def effective_before_approval(place):
    row = place.adopted(approved_on=date(2018, 5, 1), issued_on=None)
    sentence = "实施日期 2018-04-01 早于批准日期 2018-05-01。"
    return "dates", sentence, form("standard-edit", row.pk), change(row, approved_on=None)


def issued_on_a_day_to_come(place):
    row = place.own(issued_on=date(2026, 7, 1), effective_on=date(2026, 8, 1))
    sentence = "已登记为发布，发布日期 2026-07-01 却在今天之后。"
    mend = change(row, issued_on=date(2025, 4, 15), effective_on=date(2025, 5, 1))
    return "dates-ahead", sentence, form("standard-correct", row.pk), mend


def old_edition_that_was_not_ended(place):
    old = place.adopted("GB/T 5-2010", "旧规范")
    new = place.adopted("GB/T 6-2019", "新规范", effective_on=date(2020, 1, 1))
    new.replaces.add(old)
    sentence = "“GB/T 6-2019 新规范”已自 2020-01-01 起代替它，它仍登记为现行。"
    return "not-ended", sentence, form("standard-edit", new.pk), change(old, replaced_on=date(2020, 1, 1))


def replaced_by_nobody_knows_what(place):
    place.adopted()
    place.adopted("GB/T 5-2010", "旧规范", replaced_on=date(2020, 1, 1))
    query = f"?organization={place.city.pk}&title=%E6%97%A7%E8%A7%84%E8%8C%83&node={place.leaf.pk}"
    url = form("standard-new", "adopted", query=f"{query}&replaced_numbers=GB%2FT+5-2010")
    mend = lambda: place.adopted("GB/T 5-2020", "新规范")  # noqa: E731
    return "successor", "自 2020-01-01 起被代替，登记簿中没有代替它的标准。", url, mend


def leaf_left_empty_by_the_calendar(place):
    place.own(withdrawn_on=date(2026, 1, 1), withdrawal_reason="不再需要")
    url = form("plan-new", query=f"?organization={place.city.pk}&node={place.leaf.pk}")
    sentence = "自 2026-01-01 起废止，“网格巡查管理”再没有标准，也没有计划。"
    return "left-empty", sentence, url, lambda: factories.make_draft(place.city, place.leaf, "新规范")


def standard_under_a_removed_node(place):
    row = place.own()
    removal = NodeRemoval.objects.create(organization=place.city, node=place.leaf, reason="不设")
    sentence = f"分类“{place.leaf.filing_label}”已删减，不计入现有标准。"
    return "node-removed", sentence, form("standard-move", row.pk), removal.delete


def standard_beside_the_leaves(place):
    node = factories.make_node("TG204", kind="class", name="服务运行管理", clause="5.4")
    row = place.own(node=node)
    sentence = f"归在“{node.filing_label}”下，它是类，不是末级分类。"
    return "node-kind", sentence, form("standard-move", row.pk), change(row, node=place.leaf)


def review_overdue(place):
    row = place.own(year=2022)
    sentence = "2022-05-01 起满三年，复审应在 2025-05-01 前完成，还没有发起。"
    mend = change(row, confirmed_on=date(2025, 4, 1))
    return "review", sentence, form("review-start", row.pk), mend


def review_without_conclusion(place):
    row = place.own()
    review = PeriodicReview.objects.create(standard=row, started_on=date(2026, 1, 5))
    mend = change(review, conclusion="confirm", concluded_on=TODAY, opinion="适用")
    url = form("review-opinion", row.pk, review.pk)
    return "review-open", "2026-01-05 开始复审，到今天没有结论。", url, mend


def plan_past_its_day(place):
    row = factories.make_draft(place.city, place.leaf, stage="planned", due_on=date(2026, 5, 1))
    sentence = "计划 2026-05-01 前完成，现在还在计划。"
    return "plan", sentence, form("standard-edit", row.pk), change(row, due_on=date(2026, 12, 1))


def draft_past_its_day(place):
    fields = {"stage": "drafting", "due_on": date(2026, 5, 1), "planned_on": date(2026, 1, 1)}
    row = factories.make_draft(place.city, place.leaf, **fields)
    sentence = "计划 2026-05-01 前完成，现在还在起草。"
    return "plan", sentence, form("step", row.pk, "submit"), change(row, due_on=date(2026, 12, 1))


def round_past_its_day(place):
    row = factories.make_draft(place.city, place.leaf, stage="reviewing")
    round = open_round(row, due_on=date(2026, 5, 25))
    sentence = "2026-05-20 送审，第 1 轮审查返回期限 2026-05-25 已过，没有结束。"
    return "round", sentence, form("review-round", row.pk, 1), lambda: close_round(round)


def approved_and_not_published(place):
    row = factories.make_draft(place.city, place.leaf, stage="approved", approved_on=date(2026, 5, 1))
    sentence = "2026-05-01 已批准，超过 15 天没有编号发布。"
    mend = change(row, approved_on=date(2026, 5, 25))
    return "unpublished", sentence, form("step", row.pk, "publish"), mend


def identified_and_not_adopted(place):
    row = place.adopted(stage="identified", without={"text"})
    change(row, created_at=timezone.make_aware(datetime(2026, 4, 1, 9)))()
    sentence = "2026-04-01 登记，超过 30 天没有采用审核。"
    mend = lambda: (change(row, stage="published")(), factories.make_document(row, "text"))  # noqa: E731
    return "unadopted", sentence, form("adopt", row.pk), mend


PLANTS = [
    dated_reference_to_a_replaced_edition,
    undated_reference_without_an_edition_in_force,
    change_of_a_cited_standard_that_nobody_weighed,
    answer_of_a_status_check_that_nobody_followed,
    adopted_standard_not_looked_up_for_a_year,
    own_number_of_another_place,
    adopted_number_without_a_year,
    number_of_another_class,
    year_of_the_number_that_is_not_of_the_approval,
    two_editions_in_force,
    one_title_twice,
    standard_without_text,
    standard_without_approver,
    standard_without_document_of_approval,
    standard_without_department,
    adopted_standard_without_effective_day,
    adopted_standard_without_applicability,
    effective_before_approval,
    issued_on_a_day_to_come,
    old_edition_that_was_not_ended,
    replaced_by_nobody_knows_what,
    leaf_left_empty_by_the_calendar,
    standard_under_a_removed_node,
    standard_beside_the_leaves,
    review_overdue,
    review_without_conclusion,
    plan_past_its_day,
    draft_past_its_day,
    round_past_its_day,
    approved_and_not_published,
    identified_and_not_adopted,
]
planted = pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)


@planted
def test_planted_is_found_once_and_mended_is_gone(place, plant):
    code, sentence, url, mend = plant(place)
    assert faults(place.city) == [(code, sentence, url)]
    mend()
    assert faults(place.city) == []


@planted
def test_link_leads_the_office_to_a_page_that_mends(client, place, plant):
    _, _, url, _ = plant(place)
    client.force_login(place.office)
    assert client.get(url).status_code == 200


def test_every_check_of_the_registry_has_a_fault_planted():
    assert {check.code for check in CHECKS} - VERSION == PLANTED_CODES


PLANTED_CODES = {
    *("cited-ended", "cited-none", "suitability", "unfollowed", "unchecked"),
    *("number", "number-class", "number-year", "editions", "title"),
    *("text", "approval", "approval-paper", "department", "effective", "applicability"),
    *("dates", "dates-ahead", "not-ended", "successor", "left-empty", "node-removed", "node-kind"),
    *("review", "review-open", "plan", "round", "unpublished", "unadopted"),
}


def test_a_sound_registry_has_no_fault(place):
    place.own()
    place.own(3, "信息采集规范")
    place.adopted()
    assert faults(place.city) == []


def test_gaps_in_the_sequence_are_no_fault(place):
    place.own(1)
    place.own(9, "信息采集规范")
    assert faults(place.city) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((date(2025, 3, 1), date(2025, 2, 1), None), "发布日期 2025-02-01 早于批准日期 2025-03-01。"),
        ((None, date(2025, 2, 1), date(2025, 1, 1)), "实施日期 2025-01-01 早于发布日期 2025-02-01。"),
        ((date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)), ""),
        ((None, None, None), ""),
    ],
)
def test_days_out_of_order_are_told_though_the_database_refuses_them(days, words):
    names = ("approved_on", "issued_on", "effective_on")
    assert out_of_order(Standard(**dict(zip(names, days, strict=True)))) == words


def issue_version(city) -> SystemVersion:
    snapshot, digest = write_snapshot(system_document(city, on=TODAY))
    return SystemVersion.objects.create(
        organization=city,
        name="2026 年版",
        state="issued",
        drafted_on=TODAY,
        decree_number="安网治发〔2026〕1号",
        signer="何建明",
        issued_on=TODAY,
        effective_on=TODAY,
        snapshot=snapshot,
        sha256=digest,
    )


def of_version(city) -> list[tuple]:
    found = problems_of(city, TODAY)
    return [(each.check.code, each.sentence, each.mend.url) for each in found if each.check.code in VERSION]


def test_registry_without_a_running_version_is_a_fault_until_one_is_issued(place):
    place.own()
    url = form("version-new", query=f"?organization={place.city.pk}")
    sentence = "登记簿有现行标准，还没有经发布令发布、正在运行的体系版本。"
    assert of_version(place.city) == [("version", sentence, url)]
    issue_version(place.city)
    assert of_version(place.city) == []


def test_version_behind_the_registry_says_what_came_and_what_went(place):
    row = place.own()
    issue_version(place.city)
    place.own(2, "信息采集规范")
    place.own(3, "联动规范")
    change(row, withdrawn_on=TODAY, withdrawal_reason="不再需要")()
    url = form("version-new", query=f"?organization={place.city.pk}")
    sentence = "发布后登记簿新增现行 2 项、不再现行 1 项，体系表、明细表没有跟上。"
    assert of_version(place.city) == [("version-behind", sentence, url)]


def test_version_being_prepared_is_where_the_registry_is_followed(client, place):
    place.own()
    begun = SystemVersion.objects.create(organization=place.city, name="2026 年版", drafted_on=TODAY)
    url = form("version", begun.pk)
    assert [found[2] for found in of_version(place.city)] == [url]
    client.force_login(place.office)
    assert client.get(url).status_code == 200


def test_an_empty_registry_has_no_fault(city):
    assert problems_of(city, TODAY) == []


def test_other_organisations_are_not_looked_at(place, stranger_city):
    factories.make_published(stranger_city, place.leaf, year=2020)
    assert faults(place.city) == []


@pytest.mark.parametrize("count", [3, 300])
def test_any_registry_takes_the_same_statements(place, count, edition, django_assert_num_queries):
    issue_version(place.city)
    leaf, city = place.leaf, place.city
    rows = [factories.make_published(city, leaf, at + 1, f"规范{at}") for at in range(count)]
    for row in rows[:: max(1, count // 30)]:
        add_citations(actor=None, standard=row, text="GB/T 5-2010")
    place.adopted("GB/T 5-2010", "旧规范", replaced_on=date(2026, 1, 1))
    problems_of(city, TODAY)
    with django_assert_num_queries(STATEMENTS):
        found = problems_of(city, TODAY)
    assert len(found) > 3 * count


def test_what_costs_points_is_told_first(edition):
    severities = [check.severity for check in checks()]
    assert severities == sorted(severities, key=["score", "order"].index)


def test_citing_what_has_ended_costs_points_with_a_year_or_without():
    severities = {check.code: check.severity for check in CHECKS}
    assert [severities[code] for code in ("cited-ended", "cited-none")] == ["score", "score"]
