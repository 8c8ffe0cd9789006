"""From facts to proposals, with facts made by hand: every kind of evidence rule, every branch."""

from dataclasses import replace
from datetime import date

import pytest

from evaluation.editions import published_editions
from evaluation.proposing.editions import rules_of
from evaluation.proposing.facts import (
    Facts,
    LinkedStandard,
    Measured,
    Place,
    Record,
    RegistryRow,
    Removal,
    RunningVersion,
)
from evaluation.proposing.judging import propose
from evaluation.proposing.proposal import Ground
from evaluation.scoring.scorecard import LEVELS
from standards.activities.rates import Rate

ON = date(2026, 11, 20)
EDITION = "T/CSSG 001.5-2020"
CARD, RULES = published_editions()[EDITION], rules_of(EDITION)
NOTHING = Facts(ON, "city")


def proposal(code: str, facts: Facts = NOTHING, **more):
    return propose(CARD, RULES, replace(facts, **more), [code])[code]


def told(code: str, **facts) -> tuple:
    """Words, value and what is missing."""
    found = proposal(code, **facts)
    return found.words, found.value, found.missing


def linked(why_not="", word="现行", pk=1) -> LinkedStandard:
    days = {"approved_on": ON, "issued_on": ON, "effective_on": ON, "ends_on": None}
    return LinkedStandard(
        pk, "Q/ALWG TG204•1-2025", "网格巡查规范", "in_force", word, why_not, **days, text_sha256=""
    )


def row(pk=1, path=("5.4.2", "TG204", "TG"), status="in_force", **fields) -> RegistryRow:
    fields = {"is_own": True, "why_not": "", "has_text": True, **fields}
    return RegistryRow(pk=pk, label=f"标准{pk}", path=path, status=status, **fields)


def leaf(code="5.4.2", subsystem="TG", present=1, expected=1) -> Place:
    return Place(code, f"{code} 网格巡查", subsystem, True, present, expected)


def whole(code, present=1, expected=1) -> Place:
    return Place(code, f"{code}分体系", code, False, present, expected)


def records(**told) -> dict[str, Record]:
    """Name of the source (`plan__drafting`) → a number, or a Rate."""
    return {name.replace("__", ":"): record(name.replace("__", ":"), each) for name, each in told.items()}


def record(name: str, told) -> Record:
    if isinstance(told, Rate):
        return Record(name, "比率", told.words, bool(told.part), "", told)
    return Record(name, "记录", f"{told} 条" if told else "没有", bool(told), "")


VERSION = RunningVersion(
    7, "2026 年版", date(2026, 3, 1), frozenset({"decree", "explanation", "list", "statistics"})
)


# A standard ticked for it


def test_one_ticked_standard_that_counts_is_enough():
    found = proposal("A3-5-3", linked={"A3-5-3": [linked("无文本"), linked(pk=2)]})
    assert (found.outcome, found.words, found.value) == ("met", "满足", {"met": True})
    assert [each.why_not for each in found.grounds] == ["无文本", ""]
    assert (found.counting, found.missing) == (
        (Ground("standard", "2", "Q/ALWG TG204•1-2025 网格巡查规范 现行"),),
        (),
    )


REASONS = (
    "制定中",
    "即将实施，2027-01-01 起",
    "2026-01-01 起被代替",
    "2026-01-01 起废止",
    "没有批准",
    "无文本",
)


@pytest.mark.parametrize("reason", [*REASONS, "待采用", "已终止"])
def test_standard_that_does_not_count_is_shown_with_its_reason(reason):
    found = proposal("A3-5-3", linked={"A3-5-3": [linked(reason)]})
    assert (found.words, found.value, found.missing) == ("不满足", {"faults": 1}, ("挂接的标准都不能计入",))
    assert [each.why_not for each in found.not_counting] == [reason]


def test_nothing_ticked_is_not_met():
    assert told("A3-5-3") == ("不满足", {"faults": 1}, ("没有挂接的标准",))


def test_tick_for_another_requirement_serves_none_but_its_own():
    assert told("A3-5-3", linked={"A3-5-4": [linked()]}) == ("不满足", {"faults": 1}, ("没有挂接的标准",))


def test_leaf_the_organisation_does_without_is_told():
    found = proposal("A3-5-3", removed={"5.4.2": Removal("5.4.2 网格巡查管理", "由公安机关巡查")})
    assert (found.outcome, found.cautions) == (
        "not_met",
        (
            "体系中已删减 5.4.2 网格巡查管理，理由：由公安机关巡查。确无需要的，经界定可判不适用（第5部分 8.2）。",
        ),
    )


def test_leaf_that_was_removed_matters_no_more_once_a_standard_counts():
    removed = {"5.4.2": Removal("5.4.2 网格巡查管理", "由公安机关巡查")}
    assert proposal("A3-5-3", removed=removed, linked={"A3-5-3": [linked()]}).cautions == ()


# Class b and c never lead to a verdict


def test_class_b_shows_what_there_is_and_what_is_missing_without_a_verdict():
    found = proposal("A1-4-1", records=records(plan__training=0))
    assert (found.outcome, found.words, found.value) == ("open", "由人判定", None)
    assert (found.missing, found.checks) == (("没有记录",), ("计划内容是否具体，是否面向全员",))


def test_class_c_is_a_check_list_and_the_list_a_sample_is_drawn_from():
    found = proposal("A1-2-4", records=records(duties__departments=Rate(6, 9)))
    assert (found.value, found.sample, len(found.checks)) == (None, "people", 3)
    assert found.grounds == (Ground("record", "duties:departments", "比率 66.6%（6÷9）", "未达 100%"),)
    assert found.missing == ()


# Places of the tree


def test_place_counts_by_what_is_filed_there():
    rows = [row(path=("ZD2", "ZD")), row(2, path=("ZD2", "ZD"), why_not="无文本", status="draft")]
    found = proposal("A1-1-2", registry=rows, places={"ZD2": leaf("ZD2", "ZD")})
    assert (found.words, found.grounds) == (
        "满足",
        (Ground("standard", "1", "标准1"), Ground("standard", "2", "标准2", "无文本")),
    )


def test_empty_place_is_missing_by_its_name():
    found = told("A1-1-2", places={"ZD2": leaf("ZD2", "ZD", present=0)})
    assert found == ("不满足", {"faults": 1}, ("ZD2 网格巡查没有能计入的标准",))


def test_place_with_nothing_that_counts_is_missing():
    rows = [row(path=("ZD2", "ZD"), why_not="无文本")]
    assert told("A1-1-2", registry=rows)[1:] == ({"faults": 1}, ("ZD2没有能计入的标准",))


def test_ticked_standard_serves_a_single_place():
    assert told("A1-1-2", linked={"A1-1-2": [linked()]}) == ("满足", {"met": True}, ())


def test_ticked_standard_does_not_serve_two_places():
    found = proposal("A2-3-1", linked={"A2-3-1": [linked()]})
    assert found.missing == ("4.2.2没有能计入的标准", "4.2.3没有能计入的标准")


def test_ticked_standard_filed_at_the_place_is_shown_once():
    rows = [row(path=("ZD2", "ZD"))]
    found = proposal("A1-1-2", registry=rows, linked={"A1-1-2": [linked()]})
    assert [each.key for each in found.grounds] == ["1"]


def test_sub_systems_are_told_by_a_figure():
    places = {code: whole(code) for code in ("TG", "GL", "GZ")}
    rows = [row(), row(2, path=("6.1.1", "GL201", "GL"), why_not="制定中")]
    found = proposal("A1-7-4", registry=rows, places=places)
    assert found.grounds == (
        Ground("place", "TG", "TG分体系：能计入的标准 1 项"),
        Ground("place", "GL", "GL分体系", "没有能计入的标准"),
        Ground("place", "GZ", "GZ分体系", "没有能计入的标准"),
    )
    assert found.missing == ("GL分体系没有能计入的标准", "GZ分体系没有能计入的标准")


def test_place_that_was_removed_keeps_its_name():
    removed = {"4.3": Removal("4.3 符号与标志标准", "用国家标准的标志")}
    found = proposal("A2-4-1", removed=removed)
    assert found.missing == ("4.3 符号与标志标准没有能计入的标准",)
    assert found.cautions == (
        "体系中已删减 4.3 符号与标志标准，理由：用国家标准的标志。确无需要的，经界定可判不适用（第5部分 8.2）。",
    )


# A version of the system


def test_running_version_is_the_system_table():
    found = proposal("A1-7-1", version=VERSION)
    assert (found.words, found.grounds) == ("满足", (Ground("version", "7", "2026 年版，2026-03-01 发布"),))


def test_without_a_running_version_there_is_no_system_table():
    assert told("A1-7-1") == ("不满足", {"faults": 1}, ("没有已发布、正在运行的标准体系表",))


def test_each_document_of_the_version_is_counted():
    lacking = replace(VERSION, documents=frozenset({"decree", "list", "statistics"}))
    assert told("A1-7-3", version=lacking) == ("缺1项", {"faults": 1}, ("2026 年版没有体系表编制说明",))
    assert told("A1-7-3", version=VERSION) == ("满足", {"met": True}, ())


def test_without_a_version_all_four_documents_are_missing():
    assert told("A1-7-3") == (
        "缺4项",
        {"faults": 4},
        (
            "没有运行的体系版本，缺标准体系发布令",
            "没有运行的体系版本，缺体系表编制说明",
            "没有运行的体系版本，缺标准明细表",
            "没有运行的体系版本，缺标准统计表",
        ),
    )


def test_sub_system_has_its_part_in_the_version():
    found = proposal("A2-1-1", version=VERSION, places={"JC": whole("JC", 3, 5)})
    assert found.grounds[1:] == (Ground("place", "JC", "JC分体系：应有标准 5 项，现有 3 项"),)
    assert (found.missing, found.value) == ((), None)


def test_sub_system_without_standards_is_missing_from_the_version():
    found = proposal("A2-1-1", version=VERSION, places={"JC": whole("JC", 0, 5)})
    assert found.missing == ("JC分体系：没有现行标准",)


# Coverage


def test_whole_tree_is_covered():
    found = proposal("A1-8-1", places={"5.4.2": leaf(present=3, expected=3), "TG": whole("TG", 3, 3)})
    assert found.grounds == (
        Ground("place", "", "应有标准 3 项，现有 3 项；末级节点 1 个，有现行标准的 1 个"),
    )
    assert (found.words, found.missing) == ("满足", ())


def test_each_leaf_that_lacks_something_is_named():
    places = {"5.4.2": leaf(), "6.1.1": leaf("6.1.1", "GL", present=0, expected=2)}
    found = proposal("A1-8-1", places=places)
    assert found.grounds[0] == Ground(
        "place", "", "应有标准 3 项，现有 1 项；末级节点 2 个，有现行标准的 1 个", "缺 2 项"
    )
    assert (found.value, found.missing) == ({"faults": 1}, ("6.1.1 网格巡查：应有 2 项，现有 0 项",))


def test_coverage_of_a_sub_system_looks_at_its_own_leaves():
    places = {"5.4.2": leaf(), "6.1.1": leaf("6.1.1", "GL", present=0)}
    assert proposal("A3-1-2", places=places).missing == ()
    assert proposal("A4-1-2", places=places).missing == ("6.1.1 网格巡查：应有 1 项，现有 0 项",)


def test_tree_without_leaves_covers_nothing():
    assert told("A1-8-1") == ("不满足", {"faults": 1}, ("体系表中没有末级节点",))


# Standards in force, one by one


def test_citation_of_what_has_ended_is_a_fault_once():
    rows = [row(), row(2), row(3)]
    found = proposal("A3-1-4", registry=rows, citations={1: "引用了甲", 3: "引用了乙"})
    assert (found.words, found.value) == ("不满足", {"faults": 1})
    assert found.grounds == (
        Ground("place", "TG", "现行标准 3 项，未引用、执行过期作废标准的 1 项", "2 项不符合"),
        Ground("standard", "1", "标准1", "引用了甲"),
        Ground("standard", "3", "标准3", "引用了乙"),
    )
    assert found.missing == ("标准1：引用了甲", "标准3：引用了乙")


def test_status_check_nobody_followed_is_a_fault_beside_a_citation():
    found = proposal("A3-1-4", registry=[row(stale="查新说已作废")], citations={1: "引用了甲"})
    assert found.missing == ("标准1：引用了甲；查新说已作废",)


def test_only_the_sub_system_asked_for_is_looked_at():
    rows = [row(stale="查新说已作废"), row(2, path=("6.1.1", "GL201", "GL"))]
    assert [proposal(code, registry=rows).outcome for code in ("A3-1-4", "A4-1-4")] == ["not_met", "met"]


def test_what_is_not_in_force_is_at_no_fault():
    rows = [row(), row(2, status="replaced", stale="查新说已作废"), row(3, status="draft", has_text=False)]
    assert [proposal(code, registry=rows).outcome for code in ("A3-1-4", "A1-6-4")] == ["met", "met"]


def test_status_check_in_time_is_asked_of_the_whole_system_alone():
    rows = [row(unchecked="未查新")]
    found = proposal("A1-6-3", registry=rows, records=records(materials__renewed=3))
    assert found.missing == ("标准1：未查新",)
    assert found.grounds[-1] == Ground("record", "materials:renewed", "记录 3 条")
    assert proposal("A3-1-4", registry=rows).outcome == "met"


@pytest.mark.parametrize("code", ["A2-1-4", "A3-1-4", "A4-1-4", "A5-1-4"])
def test_sub_system_without_a_standard_has_nothing_that_is_current(code):
    assert told(code) == ("不满足", {"faults": 1}, ("本分体系没有现行标准",))


def test_number_at_odds_with_its_class_is_shown():
    rows = [row(odd_number="分类号不一致"), row(2, is_own=False, odd_number=""), row(3)]
    found = proposal("A3-1-5", registry=rows)
    assert found.missing == ("标准1：分类号不一致",)
    assert found.grounds[0].words == "现行自制标准 2 项，编号合规的 1 项"


def test_every_standard_in_force_needs_its_text():
    rows = [row(), row(2, has_text=False)]
    assert told("A1-6-4", registry=rows) == ("不满足", {"faults": 1}, ("标准2：无文本",))
    assert told("A1-6-4", registry=rows[:1]) == ("满足", {"met": True}, ())


def test_own_standards_alone_need_an_approval():
    rows = [row(), row(2, is_own=False, unapproved="没有批准人"), row(3, unapproved="没有批准人")]
    assert told("A1-8-3", registry=rows[1:])[2] == ("标准3：没有批准人",)
    assert told("A1-8-3", registry=rows[:2]) == ("满足", {"met": True}, ())


def test_registry_without_standards_has_neither_texts_nor_approvals():
    assert (told("A1-6-4")[2], told("A1-8-3")[2]) == (("没有现行标准",), ("没有现行自制标准",))


# Work records


def test_every_source_must_be_there():
    found = told("A1-5-2", records=records(plan__drafting=1, plan__implementation=0))
    assert found == ("不满足", {"faults": 1}, ("没有记录",))
    assert told("A1-5-2", records=records(plan__drafting=1, plan__implementation=2))[0] == "满足"


@pytest.mark.parametrize(
    ("rate", "outcome", "missing"),
    [
        (Rate(80, 100), "met", ()),
        (Rate(7_999, 10_000), "not_met", ("比率 79.9%（7999÷10000）：未达 80%",)),
        (Rate(4, 5), "met", ()),
        (Rate(0, 5), "not_met", ("比率 0%（0÷5）：未达 80%",)),
        (Rate(0, 0), "not_met", ("比率：无从计算",)),
    ],
)
def test_share_of_people_trained_is_compared_as_a_fraction(rate, outcome, missing):
    found = proposal("A6-1-1", records=records(training__promotion=1, training__attendance=rate))
    assert (found.outcome, found.missing) == (outcome, missing)


def test_people_trained_without_a_session_do_not_meet_it():
    found = told("A6-1-1", records=records(training__promotion=0, training__attendance=Rate(9, 10)))
    assert found == ("不满足", {"faults": 1}, ("没有记录",))


def test_standard_ticked_beside_records_is_shown():
    found = proposal("A4-10-5", records=records(plan__improvement=1), linked={"A4-10-5": [linked()]})
    assert [each.kind for each in found.grounds] == ["record", "standard"]


def test_source_that_was_not_read_is_not_there():
    assert told("A1-3-1") == ("不满足", {"faults": 1}, ("没有工作记录",))


# Figures


@pytest.mark.parametrize(
    ("rate", "value", "words"),
    [
        (Rate(4, 4), "100", "完成率100%（≥100%）"),
        (Rate(999, 1_000), "99.9", "完成率99.9%（≥50%且＜100%）"),
        (Rate(9_999, 10_000), "99.9", "完成率99.9%（≥50%且＜100%）"),
        (Rate(1, 2), "50", "完成率50%（≥50%且＜100%）"),
        (Rate(4_999, 10_000), "49.9", "完成率49.9%（≥30%且＜50%）"),
        (Rate(2, 7), "28.5", "完成率28.5%（＜30%）"),
        (Rate(0, 3), "0", "完成率0%（＜30%）"),
    ],
)
def test_plan_of_training_is_measured_and_never_rounded_up_to_a_tier(rate, value, words):
    found = proposal("A1-4-4", records=records(training__completion=rate))
    assert (found.outcome, found.words, found.value) == ("measured", words, {"value": value})
    assert (found.missing, found.cautions) == ((), ())


def test_training_without_a_plan_is_open_and_says_that_it_is_not_deducted_twice():
    found = proposal("A1-4-4", records=records(training__completion=Rate(0, 0)))
    assert (found.outcome, found.value, found.missing) == ("open", None, ("比率：无从计算",))
    assert found.cautions == ("没有培训计划，完成率无从计算，不另扣分（口径3）",)


def test_survey_decides_by_its_figure():
    figure = Measured("89.96", "满意度 89.96%", ("样本偏少",))
    found = proposal("A7-1-1", measured={"satisfaction": figure})
    assert (found.words, found.value) == ("满意度89.96%（≥80%且＜90%）", {"value": "89.96"})
    assert (found.grounds, found.cautions) == (
        (Ground("record", "satisfaction", "满意度 89.96%"),),
        ("样本偏少",),
    )


@pytest.mark.parametrize(
    ("code", "sentence"), [("A7-1-1", "没有满意度调查的数据"), ("A7-2-1", "没有办理时限对比的数据")]
)
def test_what_was_not_measured_is_open(code, sentence):
    assert told(code) == ("由人判定", None, (sentence,))


# Files, and people


def test_file_brought_is_counted_and_judged_by_people():
    found = proposal("A7-3-1", files={"A7-3-1": 2})
    assert (found.value, found.missing) == (None, ())
    assert found.grounds == (Ground("file", "A7-3-1", "证据 2 件"),)


def test_without_a_file_it_says_which_is_missing():
    assert told("A7-3-1")[2] == ("没有上传国家级、省级、地（市）级知名品牌或奖励的证书、文件",)


def test_people_alone_judge_what_they_must_look_at():
    found = proposal("A1-7-2")
    assert (found.value, found.grounds, found.missing, len(found.checks)) == (None, (), (), 3)


# Levels


@pytest.mark.parametrize(
    ("level", "count"), [("province", 0), ("city", 0), ("county", 7), ("township", 14), ("village", 20)]
)
def test_requirements_for_levels_above_are_proposed_as_not_applicable(level, count):
    found = propose(CARD, RULES, Facts(ON, level))
    codes = [code for code, each in found.items() if each.outcome == "not_applicable"]
    above = LEVELS[: LEVELS.index(level)] if level in LEVELS else ()
    assert codes == [each.code for each in CARD.requirements if each.level in above]
    assert len(codes) == count


def test_lower_level_whose_place_was_left_out_of_the_tree_is_not_applicable():
    removal = Removal("7.1 决策层岗位（区（县）级）", "由区级组织制定，本级不设")
    found = proposal("A5-2-2", Facts(ON, "city", removed={"7.1a2": removal}))
    words = "体系中已删减 7.1 决策层岗位（区（县）级），理由：由区级组织制定，本级不设"
    assert (found.outcome, found.grounds) == ("not_applicable", (Ground("place", "7.1a2", words),))


def test_own_level_left_out_of_the_tree_stays_to_be_met():
    removal = Removal("7.1 决策层岗位（市级）", "暂不设")
    assert proposal("A5-2-1", Facts(ON, "city", removed={"7.1a1": removal})).outcome == "not_met"


def test_reason_names_the_level_and_the_clause():
    found = proposal("A5-2-1", Facts(ON, "county"), linked={"A5-2-1": [linked()]})
    assert (found.words, found.value, found.grounds) == (
        "不适用",
        {
            "not_applicable": True,
            "reason": "本次评价的是县（市、区）级组织，没有或不设这一层级，确无需要（第5部分 8.2）",
        },
        (),
    )


# The first day


def test_first_day_of_an_organisation_meets_nothing_and_says_why():
    found = propose(CARD, RULES, NOTHING)
    decided = [each for each in CARD.requirements if each.judging == "a"]
    assert [each.code for each in decided if found[each.code].outcome == "met"] == []
    assert [each.code for each in decided if not found[each.code].missing] == []
    assert len(found) == 175


def test_proposals_stand_in_printed_order_and_for_the_codes_asked_for():
    assert list(propose(CARD, RULES, NOTHING)) == list(CARD.requirements_by_code)
    assert list(propose(CARD, RULES, NOTHING, ["A3-2-1", "A1-1-1"])) == ["A1-1-1", "A3-2-1"]


def test_proposal_is_frozen_with_its_grounds():
    found = proposal("A3-5-3", linked={"A3-5-3": [linked("无文本")]})
    told = found.to_dict()
    assert (told["outcome"], told["words"], told["value"], told["missing"]) == (
        "not_met",
        "不满足",
        {"faults": 1},
        ["挂接的标准都不能计入"],
    )
    assert [each["why_not"] for each in told["grounds"]] == ["无文本"]
