"""A registry with planted faults yields exactly the expected proposals; mend the fault and the proposal changes."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from evaluation.models import Survey, Turnaround
from evaluation.proposing.editions import rules_of
from evaluation.proposing.evaluations import proposals_for
from evaluation.proposing.judging import propose
from evaluation.proposing.reading import read_facts
from evaluation.services.evidence import add_file
from evaluation.services.fulfilment import set_fulfilments
from evaluation.sheet.work_records import records_for
from standards.activities.evidence import found_of
from standards.activities.models import Plan
from standards.models import Node, NodeRemoval, Standard, StatusFinding, SystemVersion
from standards.services.citations import add_citations, remove_citation
from standards.services.documents import attach_document
from standards.services.status_checks import apply_finding, confirm_unchanged, make_check
from tests.activities import making
from tests.evaluation.making import make_evaluation
from tests.factories import PDF, make_adopted, make_document, make_draft, make_node, make_published

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 20)
# Statements for the facts of all requirements, whatever the size of the registry.
STATEMENTS = 25


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-20 12:00+08:00")


@pytest.fixture
def proposed(city, edition):
    """Proposes for one requirement from what stands in the database."""

    def read(code: str, on: date = ON):
        rules = rules_of(edition.code)
        facts = read_facts(city, edition=edition, rules=rules, on=on, codes=[code])
        return propose(edition.scorecard, rules, facts, [code])[code]

    return read


def told(proposal) -> tuple:
    """Words, each ground that does not count with its reason, what is missing."""
    return (
        proposal.words,
        [(ground.words, ground.why_not) for ground in proposal.not_counting],
        list(proposal.missing),
    )


MET = ("满足", [], [])


def tick(office, standard, *codes):
    set_fulfilments(actor=office, standard=standard, codes=list(codes))
    return standard


def bring(office, standard, kind):
    file = ContentFile(PDF, name="文件.pdf")
    return attach_document(actor=office, standard=standard, kind=kind, file=file)


# A standard ticked for it


def test_ticked_standard_without_a_text(office, city, node, proposed):
    standard = tick(office, make_published(city, node), "A3-5-3")
    number = "Q/ALWG TG204•1-2025 网格巡查管理规范 现行"
    assert told(proposed("A3-5-3")) == ("不满足", [(number, "无文本")], ["挂接的标准都不能计入"])
    bring(office, standard, "text")
    assert told(proposed("A3-5-3")) == MET


def test_nothing_ticked(office, city, node, proposed):
    standard = make_published(city, node)
    make_document(standard)
    assert told(proposed("A3-5-3")) == ("不满足", [], ["没有挂接的标准"])
    tick(office, standard, "A3-5-3")
    assert told(proposed("A3-5-3")) == MET


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"stage": "identified"}, "待采用"),
        (
            {"stage": "abandoned", "abandoned_on": ON, "abandonment_reason": "不再采用"},
            "已终止",
        ),
        ({"withdrawn_on": date(2026, 1, 1), "withdrawal_reason": "作废"}, "2026-01-01 起废止"),
        ({"replaced_on": date(2026, 1, 1)}, "2026-01-01 起被代替"),
        ({"effective_on": date(2027, 1, 1)}, "即将实施，2027-01-01 起"),
    ],
)
def test_adopted_standard_that_is_not_in_force_does_not_count(office, city, node, proposed, fields, reason):
    standard = tick(office, make_adopted(city, node), "A3-5-3")
    make_document(standard)
    assert told(proposed("A3-5-3")) == MET
    Standard.objects.filter(pk=standard.pk).update(**fields)
    words = "GB/T 34300-2017 城乡社区网格化服务管理规范"
    assert told(proposed("A3-5-3")) == ("不满足", [(words, reason)], ["挂接的标准都不能计入"])


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        ("planned", "计划"),
        ("drafting", "起草中"),
        ("reviewing", "审查中"),
        ("submitted", "报批"),
        ("approved", "已批准"),
    ],
)
def test_own_standard_that_is_still_made_says_how_far_it_is(office, city, node, proposed, stage, reason):
    draft = tick(office, make_draft(city, node, "巡查办法", stage=stage), "A3-5-3")
    make_document(draft)
    assert told(proposed("A3-5-3")) == (
        "不满足",
        [("巡查办法", reason)],
        ["挂接的标准都不能计入"],
    )
    make_document(tick(office, make_published(city, node, title="巡查办法"), "A3-5-3"))
    assert proposed("A3-5-3").words == "满足"


def test_leaf_that_was_removed_is_told_until_it_is_taken_back(city, tree, proposed):
    removal = NodeRemoval.objects.create(
        organization=city, node=Node.objects.get(code="5.4.2"), reason="由公安机关巡查"
    )
    assert proposed("A3-5-3").cautions == (
        "体系中已删减 5.4.2 网格巡查管理，理由：由公安机关巡查。确无需要的，经界定可判不适用（第5部分 8.2）。",
    )
    removal.delete()
    assert proposed("A3-5-3").cautions == ()


# Places, version, coverage


def test_empty_place(city, tree, proposed):
    goals = make_adopted(city, Node.objects.get(code="ZD2"), "GB/T 7-2020", "标准化工作目标")
    nothing = ["第2部分 9.3.2 标准化工作目标没有能计入的标准"]
    assert told(proposed("A1-1-2")) == ("不满足", [("GB/T 7-2020 标准化工作目标", "无文本")], nothing)
    make_document(goals)
    assert told(proposed("A1-1-2")) == MET


def make_issued(city, name, **fields) -> SystemVersion:
    fields = {"drafted_on": date(2026, 1, 8), "issued_on": date(2026, 3, 1), **fields}
    fields.setdefault("effective_on", fields["issued_on"])
    return SystemVersion.objects.create(
        organization=city,
        name=name,
        state="issued",
        decree_number="1号",
        signer="李主任",
        snapshot="{}",
        **fields,
    )


def test_no_version_then_one_without_its_explanation_then_one_with_it(city, proposed):
    assert told(proposed("A1-7-1")) == ("不满足", [], ["没有已发布、正在运行的标准体系表"])
    assert proposed("A1-7-3").words == "缺4项"
    make_issued(city, "2025 年版")
    assert told(proposed("A1-7-1")) == MET
    assert told(proposed("A1-7-3")) == ("缺1项", [], ["2025 年版没有体系表编制说明"])
    make_issued(city, "2026 年版", issued_on=date(2026, 9, 1), explanation={"basis": "依据 GB/T 13016。"})
    assert told(proposed("A1-7-3")) == MET


def test_uncovered_leaf(city, node, proposed):
    words = "应有标准 1 项，现有 0 项；末级节点 1 个，有现行标准的 0 个"
    missing = ["5.4.2 网格巡查管理：应有 1 项，现有 0 项"]
    assert told(proposed("A1-8-1")) == ("不满足", [(words, "缺 1 项")], missing)
    make_published(city, node)
    assert told(proposed("A1-8-1")) == MET


# What is in force, one by one


def test_citation_of_an_edition_that_has_ended(office, city, node, proposed):
    make_adopted(city, node, replaced_on=date(2026, 1, 1))
    standard = make_published(city, node)
    add_citations(actor=office, standard=standard, text="GB/T 34300-2017")
    reason = "引用了已被代替的版本，2026-01-01 起被代替，登记簿中没有代替它的标准（所引 GB/T 34300-2017）"
    share = ("现行标准 1 项，未引用、执行过期作废标准的 0 项", "1 项不符合")
    label = "Q/ALWG TG204•1-2025 网格巡查管理规范"
    assert told(proposed("A3-1-4")) == ("不满足", [share, (label, reason)], [f"{label}：{reason}"])
    remove_citation(actor=office, citation=standard.citations.get())
    assert told(proposed("A3-1-4")) == MET


def test_status_check_that_nobody_followed(office, city, node, proposed):
    make_adopted(city, node)
    make_published(city, node)
    check = make_check(
        actor=office,
        organization=city,
        source="标准馆",
        checked_on=date(2026, 11, 1),
        text="GB/T 34300-2017 废止",
    )
    assert proposed("A3-1-4").missing == (
        "GB/T 34300-2017 城乡社区网格化服务管理规范：查新结果“废止”尚未处理",
    )
    assert proposed("A3-1-4", on=date(2026, 10, 31)).words == "满足"
    apply_finding(actor=office, finding=check.findings.get(), how="withdrawn", on=date(2026, 11, 1))
    assert told(proposed("A3-1-4")) == MET


def test_undated_citation_of_what_has_no_edition_in_force(office, city, node, proposed):
    make_adopted(city, node, replaced_on=date(2026, 1, 1))
    standard = make_published(city, node)
    add_citations(actor=office, standard=standard, text="GB/T 34300\nGB/T 1.1")
    label = "Q/ALWG TG204•1-2025 网格巡查管理规范"
    missing = f"{label}：登记簿中已没有现行版本（所引 GB/T 34300）"
    assert [proposed(code).missing for code in ("A3-1-4", "A1-6-3")] == [(missing,)] * 2
    make_adopted(city, node, "GB/T 34300-2026", checked_on=ON)
    assert [proposed(code).missing for code in ("A3-1-4", "A1-6-3")] == [()] * 2


def test_undated_citation_of_all_parts_of_which_none_is_in_force(office, city, node, proposed):
    make_adopted(city, node, "GB/T 24421.1-2009", replaced_on=date(2026, 1, 1))
    standard = make_published(city, node)
    add_citations(actor=office, standard=standard, text="GB/T 24421（所有部分）")
    assert proposed("A3-1-4").words == "不满足"
    make_adopted(city, node, "GB/T 24421.2-2009")
    assert told(proposed("A3-1-4")) == MET


def test_adopted_standard_whose_status_was_not_checked(office, city, node, proposed):
    make_adopted(city, node)
    assert proposed("A1-6-3").missing == ("GB/T 34300-2017 城乡社区网格化服务管理规范：未查新",)
    facts = {"source": "标准馆", "checked_on": date(2025, 11, 19), "text": "GB/T 34300-2017 现行"}
    confirm_unchanged(actor=office, check=make_check(actor=office, organization=city, **facts))
    assert proposed("A1-6-3").missing == ("GB/T 34300-2017 城乡社区网格化服务管理规范：查新超过 12 个月",)
    facts["checked_on"] = date(2025, 11, 20)
    confirm_unchanged(actor=office, check=make_check(actor=office, organization=city, **facts))
    assert proposed("A1-6-3").missing == ()
    assert StatusFinding.objects.filter(applied_on=None).count() == 0


def test_number_that_disagrees_with_its_class(city, node, proposed):
    standard = make_published(city, node)
    other = make_node("TG203x", class_code="TG203")
    Standard.objects.filter(pk=standard.pk).update(node=other)
    reason = "编号中的分类号是 TG204，体系分类是 TG203"
    assert proposed("A3-1-5").missing == (f"Q/ALWG TG204•1-2025 网格巡查管理规范：{reason}",)
    Standard.objects.filter(pk=standard.pk).update(node=node)
    assert told(proposed("A3-1-5")) == ("由人判定", [], [])


def test_standard_in_force_without_a_text(office, city, node, proposed):
    make_document(make_published(city, node))
    standard = make_published(city, node, 2, "网格巡查记录规范")
    label = "Q/ALWG TG204•2-2025 网格巡查记录规范"
    share = ("现行标准 2 项，有文本的 1 项", "1 项不符合")
    assert told(proposed("A1-6-4")) == ("不满足", [share, (label, "无文本")], [f"{label}：无文本"])
    bring(office, standard, "text")
    assert told(proposed("A1-6-4")) == MET


def test_own_standard_without_its_approval(city, node, proposed):
    standard = make_published(city, node, approver="")
    assert proposed("A1-8-3").missing == (
        "Q/ALWG TG204•1-2025 网格巡查管理规范：没有批准人、批准文书或发布文",
    )
    Standard.objects.filter(pk=standard.pk).update(approver="李主任")
    make_document(standard, "approval", name="批准文书.pdf")
    assert told(proposed("A1-8-3")) == MET


# Work records and figures


def test_plan_that_is_not_approved(city, proposed):
    making.make_plan(city, type="inspection")
    assert told(proposed("A6-4-3")) == (
        "不满足",
        [("监督检查计划", "没有已批准的")],
        ["没有已批准的监督检查计划"],
    )
    making.make_plan(city, type="inspection", state="approved")
    assert told(proposed("A6-4-3")) == MET


def test_too_few_people_trained(city, proposed):
    session = making.make_session(city)
    staff = [making.make_person(city) for _ in range(5)]
    for person in staff[:3]:
        making.make_attendance(session, person, present=True)
    reason = ("参训率 60%（3÷5）", "未达 80%")
    assert told(proposed("A6-1-1")) == ("不满足", [reason], ["参训率 60%（3÷5）：未达 80%"])
    making.make_attendance(session, staff[3], present=True)
    assert told(proposed("A6-1-1")) == MET


def test_training_that_was_planned_and_not_held(city, proposed):
    nothing = proposed("A1-4-4")
    assert (nothing.words, nothing.value, nothing.missing) == (
        "由人判定",
        None,
        ("培训计划完成率（场次）：无从计算",),
    )
    item = making.make_item(making.make_plan(city, state="approved"), times=2)
    person = making.make_person(city)
    making.make_attendance(making.make_session(city, plan_item=item), person, present=True)
    assert (proposed("A1-4-4").words, proposed("A1-4-4").value) == (
        "完成率50%（≥50%且＜100%）",
        {"value": "50"},
    )
    making.make_attendance(making.make_session(city, plan_item=item), person, present=True)
    assert proposed("A1-4-4").value == {"value": "100"}


def test_what_was_not_measured_until_it_is(office, city, edition):
    evaluation = make_evaluation(city, office, as_of=ON)
    codes = ["A7-1-1", "A7-2-1"]
    assert [each.missing for each in proposals_for(evaluation, codes=codes).values()] == [
        ("没有满意度调查的数据",),
        ("没有办理时限对比的数据",),
    ]
    days = {"began_on": ON, "ended_on": ON, "entered_by": office}
    Survey.objects.create(
        evaluation=evaluation, method="street", issued=100, very_satisfied=70, satisfied=20, fair=10, **days
    )
    Turnaround.objects.create(
        evaluation=evaluation, matter="投诉", basis="promised", before=10, now=7, entered_by=office
    )
    found = proposals_for(evaluation, codes=codes)
    assert [each.value for each in found.values()] == [{"value": "90"}, {"value": "30"}]


def test_file_that_was_not_brought(office, city, edition):
    evaluation = make_evaluation(city, office, as_of=ON)
    nothing = proposals_for(evaluation, codes=["A7-3-1"])["A7-3-1"]
    assert nothing.missing == ("没有上传国家级、省级、地（市）级知名品牌或奖励的证书、文件",)
    file = ContentFile(PDF, name="证书.pdf")
    add_file(actor=office, sheet=evaluation.official, target="A7-3-1", file=file)
    count = evaluation.official.evidence.kept().filter(target="A7-3-1").count()
    assert proposals_for(evaluation, codes=["A7-3-1"], files={"A7-3-1": count})["A7-3-1"].missing == ()


def test_measures_of_law_are_a_file_or_a_standard(office, city, node, proposed):
    assert proposed("A4-7-1").missing == ("没有上传落实国家法律、法规、标准要求的管理措施文件",)
    make_document(tick(office, make_published(city, node), "A4-7-1"))
    assert (proposed("A4-7-1").words, proposed("A4-7-1").missing) == ("由人判定", ())


def test_records_beside_what_people_look_at(city, department, proposed):
    assert proposed("A1-2-4").grounds[0].why_not == "未达 100%"
    making.make_duty(city, "department", department=department)
    assert (proposed("A1-2-4").words, proposed("A1-2-4").not_counting) == ("由人判定", ())


# The day decides


def test_same_registry_on_two_days(office, city, node, proposed):
    standard = tick(office, make_published(city, node), "A3-5-3")
    make_document(standard)
    before, after = proposed("A3-5-3", on=date(2025, 4, 30)), proposed("A3-5-3", on=date(2025, 5, 1))
    assert [each.why_not for each in before.grounds] == ["即将实施，2025-05-01 起"]
    assert (before.words, after.words) == ("不满足", "满足")


def test_standard_adopted_later_does_not_count_yet(office, city, node, proposed):
    standard = tick(office, make_adopted(city, node, adopted_on=date(2026, 11, 1)), "A3-5-3")
    make_document(standard)
    days = (date(2026, 6, 1), date(2026, 11, 1))
    assert [[each.why_not for each in proposed("A3-5-3", on=day).grounds] for day in days] == [
        ["2026-11-01 起采用"],
        [""],
    ]
    assert [len(proposed("A1-6-3", on=day).missing) for day in days] == [0, 1]


def test_what_was_followed_later_was_not_followed_yet(office, city, node, proposed):
    make_adopted(city, node)
    facts = {"source": "标准馆", "checked_on": date(2026, 9, 1), "text": "GB/T 34300-2017 废止"}
    check = make_check(actor=office, organization=city, **facts)
    make_published(city, node)
    apply_finding(actor=office, finding=check.findings.get(), how="withdrawn", on=date(2026, 11, 1))
    days = (date(2026, 8, 31), date(2026, 10, 1), ON)
    assert [proposed("A3-1-4", on=day).words for day in days] == ["满足", "不满足", "满足"]


def test_text_attached_afterwards_proves_what_was_in_force(office, city, node, proposed):
    """The registry of an earlier day may be entered later: the file itself is dated."""
    standard = tick(office, make_published(city, node), "A3-5-3")
    bring(office, standard, "text")
    assert proposed("A3-5-3", on=date(2025, 5, 1)).words == "满足"


def test_records_made_later_are_not_counted_on_an_earlier_day(city, proposed):
    making.make_inspection(city, checked_on=date(2026, 9, 1))
    making.make_finding(city, state="closed")
    words = [
        [ground.why_not for ground in proposed("A6-5-3", on=day).grounds] for day in (date(2026, 8, 31), ON)
    ]
    assert words == [["没有", "无从计算"], ["", ""]]


def test_evaluation_made_in_the_next_year_counts_its_own(city, office, edition):
    for kind in ("drafting", "implementation", "inspection"):
        making.make_plan(city, type=kind, year=2025, state="done")
    item = making.make_item(making.make_plan(city, year=2025, state="done"))
    session = making.make_session(city, held_on=date(2025, 5, 8), plan_item=item)
    making.make_attendance(session, making.make_person(city))
    evaluation = make_evaluation(city, office, year=2025, as_of=date(2026, 1, 15))
    codes = ["A1-4-4", "A1-5-2", "A6-1-1", "A6-4-3"]
    found = [each.value for each in proposals_for(evaluation, codes=codes).values()]
    assert found == [{"value": "100"}, *[{"met": True}] * 3]
    assert [row.words for row in records_for(evaluation, "A1-5-2")] == ["1 份", "1 份"]


def test_approved_plan_that_is_being_adjusted_still_stands(city, proposed):
    for kind in ("drafting", "implementation"):
        making.make_plan(city, type=kind, state="approved")
    assert told(proposed("A1-5-2")) == MET
    Plan.objects.filter(type="drafting").update(state="adjusting")
    assert told(proposed("A1-5-2")) == MET


def test_measure_that_has_not_begun_is_not_counted_yet(city):
    making.make_measure(city, conditions="齐备")
    making.make_measure(city, starts_on=date(2026, 9, 1))
    names = ["implementation", "implementation:conditions"]
    before, after = ([row.words for row in found_of(city, names, on=day)] for day in (date(2026, 8, 31), ON))
    assert (before, after) == (["1 项", "100%（1÷1）"], ["2 项", "50%（1÷2）"])


# The cost


@pytest.mark.parametrize("number", [3, 300])
def test_facts_are_read_in_a_fixed_number_of_statements(
    office, city, edition, tree, number, django_assert_num_queries
):
    node = Node.objects.get(code="5.4.2")
    for sequence in range(1, number + 1):
        make_published(city, node, sequence, f"巡查规范{sequence}")
    make_adopted(city, node, replaced_on=date(2026, 1, 1))
    add_citations(actor=office, standard=Standard.objects.filter(origin="own")[0], text="GB/T 34300-2017")
    edition.scorecard  # noqa: B018  kept per process
    with django_assert_num_queries(STATEMENTS):
        facts = read_facts(city, edition=edition, rules=rules_of(edition.code), on=ON)
    assert len(facts.registry) == number + 1
