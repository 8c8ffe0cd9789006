"""At the lock the proposals are frozen with the result: what the registry does afterwards changes nothing of it."""

import json
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.exchange import canonical_json
from evaluation.models import Evaluation, Fulfilment
from evaluation.papers.report_draft import draft_context
from evaluation.proposing.evaluations import proposals_for
from evaluation.proposing.proposal import Ground, Proposal
from evaluation.reports import report
from evaluation.reports.verification import verify_record
from evaluation.results.document import disagreements, files_of, result_document
from evaluation.results.frozen import decided_otherwise_in, grounds_words
from evaluation.results.page import build_result
from evaluation.services.evaluations import edit_facts
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.locking import lock_evaluation
from standards.models import Standard, StandardDocument
from tests.activities.making import make_attendance, make_person, make_session
from tests.evaluation.finishing import fill, judgements
from tests.evaluation.making import FACTS, make_evaluation
from tests.factories import make_document, make_published

pytestmark = pytest.mark.django_db
MET = {"met": True}


@pytest.fixture
def standard(office, city, edition, node):
    """In force since 1 May 2025, with its text, ticked for A3-2-1."""
    made = make_published(city, node)
    make_document(made)
    set_fulfilments(actor=office, standard=made, codes=["A3-2-1"])
    return made


def judge_all(office, evaluation, **changed) -> Evaluation:
    fill(evaluation.official, office, judgements(evaluation, **changed))
    edit_facts(actor=office, evaluation=evaluation, **FACTS)
    return Evaluation.objects.get(pk=evaluation.pk)


def lock_one(office, city, *, as_of=date(2026, 1, 15), **changed):
    evaluation = judge_all(office, make_evaluation(city, office, year=as_of.year, as_of=as_of), **changed)
    return lock_evaluation(actor=office, evaluation=evaluation)


@pytest.fixture
def result(office, city, standard):
    return lock_one(office, city, A3_2_2={"met": True, "reason": "用上级标准"}, A3_3_1={"faults": 1})


def withdraw(standard):
    Standard.objects.filter(pk=standard.pk).update(
        withdrawn_on=date(2025, 12, 1), withdrawal_reason="不再适用"
    )


def untick(standard):
    Fulfilment.objects.filter(standard=standard).delete()


def remove_text(standard):
    StandardDocument.objects.filter(standard=standard).update(removed_at=timezone.now())


def replace_by_a_new_version(standard):
    Standard.objects.filter(pk=standard.pk).update(replaced_on=date(2026, 1, 1))
    newer = make_published(standard.organization, standard.node, 2, "网格巡查管理规范（修订）", year=2024)
    make_document(newer)
    Fulfilment.objects.filter(standard=standard).update(standard=newer)


def put_off(standard):
    Standard.objects.filter(pk=standard.pk).update(effective_on=date(2026, 6, 1))


def rename(standard):
    Standard.objects.filter(pk=standard.pk).update(title="另一个名称")


def tick_another(standard):
    Fulfilment.objects.filter(standard=standard).update(requirement="A4-2-1")


def descend_a_level(standard):
    standard.organization.level = "county"
    standard.organization.save()


def hold_a_training(standard):
    person = make_person(standard.organization)
    make_attendance(make_session(standard.organization, held_on=date(2026, 1, 5)), person=person)


CHANGES = [
    withdraw, untick, remove_text, replace_by_a_new_version, put_off, rename, tick_another, descend_a_level,
    hold_a_training,
]  # fmt: skip


def seen(client, office, result):
    """Everything that shows the result: its bytes, its page, its paper, whether it holds."""
    client.force_login(office)
    page = client.get(reverse("evaluation:result", args=[result.pk])).context["page"]
    result.refresh_from_db()
    found = verify_record(result)
    return result.document, page, report.print_job(result).html, (found.holds, found.proven, found.failed)


@pytest.mark.parametrize("change_it", CHANGES, ids=lambda change: change.__name__)
def test_registry_that_moves_on_changes_nothing_of_the_locked_result(
    client, office, result, standard, change_it
):
    before, frozen = seen(client, office, result), json.loads(result.document)["proposals"]
    change_it(standard)
    assert seen(client, office, result) == before
    evaluation = Evaluation.objects.get(pk=result.evaluation_id)
    live = {code: each.to_dict() for code, each in proposals_for(evaluation).items()}
    assert live != frozen, "the change was to move the proposals of today"


def test_proposals_are_those_of_the_day_of_the_evaluation(office, city, standard):
    document = json.loads(lock_one(office, city, as_of=date(2025, 4, 20)).document)
    assert document["proposals"]["A3-2-1"]["outcome"] == "not_met"
    assert [ground["why_not"] for ground in document["proposals"]["A3-2-1"]["grounds"]] == [
        "即将实施，2025-05-01 起"
    ]
    assert "A3-2-1" in document["contradictions"]


def test_what_ended_after_the_day_still_counts(office, city, standard):
    withdraw(standard)
    before, after = (
        result_document(
            make_evaluation(city, office, year=day.year, as_of=day),
            number="ZP-1",
            locked_by=office,
            locked_at=timezone.now(),
        )["proposals"]["A3-2-1"]["outcome"]
        for day in (date(2025, 11, 30), date(2026, 1, 15))
    )
    assert (before, after) == ("met", "not_met")


# The document checks itself, without a database


def touched(result, change_it) -> bytes:
    document = json.loads(result.document)
    change_it(document)
    return canonical_json(document)


def test_document_is_checked_from_its_own_proposals(result, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert disagreements(result.document) == []


def turn_a_proposal(document):
    document["proposals"]["A3-2-2"] |= {"outcome": "met", "value": MET}
    document["proposals"]["A4-2-1"] |= {"outcome": "met", "value": MET}


def hide_a_contradiction(document):
    document["contradictions"].remove("A4-2-1")


def invent_a_contradiction(document):
    document["contradictions"].append("A7-4-1")


def call_it_met(document):
    document["proposals"]["A4-2-1"]["outcome"] = "met"


def leave_one_out(document):
    del document["proposals"]["A4-2-1"]


def put_one_more(document):
    document["proposals"]["A9-9-9"] = document["proposals"]["A4-2-1"]


OTHER_LIST = ["与登记簿建议不一致、没有写理由的判定，和文件中列出的不同。"]


@pytest.mark.parametrize(
    ("change_it", "sentences"),
    [
        (turn_a_proposal, OTHER_LIST),
        (hide_a_contradiction, OTHER_LIST),
        (invent_a_contradiction, OTHER_LIST),
        (call_it_met, ["登记簿建议的结果与所附的值不符：A4-2-1。"]),
        (leave_one_out, ["登记簿建议与评价要求对不上：A4-2-1。"]),
        (put_one_more, ["登记簿建议与评价要求对不上：A9-9-9。"]),
    ],
)
def test_document_whose_proposals_were_touched_is_refused(result, change_it, sentences):
    assert disagreements(touched(result, change_it)) == sentences


def empty_grounds(document):
    del document["proposals"]["A4-2-1"]["grounds"]


def no_proposals(document):
    document["proposals"] = None


def no_list(document):
    del document["contradictions"]


@pytest.mark.parametrize("change_it", [empty_grounds, no_proposals, no_list])
def test_document_whose_proposals_cannot_be_read_says_so(result, change_it):
    with pytest.raises(EvaluationError, match="评价结果中的登记簿建议缺少内容"):
        disagreements(touched(result, change_it))


def test_proposal_with_a_value_nobody_can_judge_is_refused(result):
    def judge_oddly(document):
        document["proposals"]["A4-2-1"]["value"] = {"faults": 99}

    with pytest.raises(EvaluationError, match="A4-2-1"):
        disagreements(touched(result, judge_oddly))


def make_old(document):
    del document["proposals"]
    document["contradictions"] = ["A3-2-2"]


def test_document_from_before_there_were_proposals_stays_good(client, office, result):
    content = touched(result, make_old)
    assert disagreements(content) == []
    document = json.loads(content)
    assert (decided_otherwise_in(document), build_result(document).otherwise) == (None, None)
    result.document = content.decode()
    assert "与登记簿建议不一致" not in report.print_job(result).html


# What people read


def test_result_lists_every_judgement_that_differs_with_its_reason_and_who(client, office, result):
    client.force_login(office)
    response = client.get(reverse("evaluation:result", args=[result.pk]))
    rows = {row.code: row for row in response.context["page"].otherwise}
    assert {"A3-2-1", "A3-3-1", "A1-2-4"}.isdisjoint(rows)
    row = rows["A3-2-2"]
    assert (row.proposed, row.judged, row.reason, row.author) == ("不满足", "满足", "用上级标准", "office")
    assert row.grounds == "没有挂接的标准"
    text = response.content.decode()
    assert "与登记簿建议不一致的判定" in text
    assert "没有写理由" in text


def test_report_lists_them_too_and_names_the_not_applicable_in_one_sentence(office, city, standard):
    excused = {"not_applicable": True, "reason": "没有这项业务"}
    result = lock_one(office, city, A3_2_2={"met": True, "reason": "用上级标准"}, A3_3_1=excused)
    rows = decided_otherwise_in(json.loads(result.document))
    html = report.print_job(result).html
    assert f"与登记簿建议不一致的判定（{len(rows) - 1} 条）" in html
    assert "<td>满足。用上级标准</td>" in html
    assert (
        '判为不适用的 1 条（理由见不适用项清单），登记簿的建议：<span class="nowrap">A3-3-1</span> 不满足。'
        in html
    )


def test_where_nothing_differs_one_sentence_says_so(office, city, standard):
    evaluation = make_evaluation(city, office)
    agreed = {code: dict(each.value) for code, each in proposals_for(evaluation).items() if each.has_verdict}
    fill(evaluation.official, office, agreed)
    document = result_document(evaluation, number="ZP-1", locked_by=office, locked_at=timezone.now())
    page = build_result(document)
    assert (document["contradictions"], page.otherwise) == ([], ())
    text = render_to_string("evaluation/_decided_otherwise.html", {"rows": (), "page": page})
    printed = render_to_string("reports/_otherwise.html", {"otherwise": ()})
    assert "登记簿有建议的要求，判定都与建议一致。" in text
    assert "登记簿按评价日期有建议的要求，判定都与建议一致。" in printed


def test_word_draft_lists_what_differs_so_far(office, city, standard):
    evaluation = make_evaluation(city, office)
    fill(evaluation.official, office, {"A3-2-1": {"faults": 1}, "A3-2-2": {"faults": 1}})
    rows = draft_context(Evaluation.objects.with_people().get(pk=evaluation.pk))["otherwise"]
    assert rows == [
        {
            "code": "A3-2-1",
            "text": evaluation.edition.scorecard.requirements_by_code["A3-2-1"].text,
            "proposed": f"满足。{standard.number} {standard.title} 现行",
            "judged": "不满足。没有写理由",
        }
    ]


@pytest.mark.parametrize(
    ("outcome", "grounds", "missing", "words"),
    [
        ("met", (Ground("standard", "", "甲"), Ground("standard", "", "乙", "无文本")), (), "甲"),
        (
            "not_met",
            (Ground("standard", "", "甲"), Ground("standard", "", "乙", "无文本")),
            (),
            "乙（无文本）",
        ),
        ("not_met", (), ("没有挂接的标准",), "没有挂接的标准"),
        ("measured", (Ground("record", "", "参训率 50%"),), (), "参训率 50%"),
        ("met", tuple(Ground("standard", "", word) for word in "甲乙丙"), (), "甲；乙 等 3 项"),
        ("not_applicable", (), (), ""),
    ],
)
def test_grounds_are_told_in_short(outcome, grounds, missing, words):
    assert grounds_words(Proposal("A3-2-1", outcome, "", MET, grounds, missing)) == words


def test_what_a_ground_tells_is_frozen_once():
    told = Ground("standard", "", "甲", "无文本")
    proposal = Proposal("A1-6-4", "not_met", "不满足", MET, (told,), ("甲：无文本", "缺一项"))
    assert proposal.to_dict()["missing"] == [0, "缺一项"]
    assert Proposal.from_dict("A1-6-4", proposal.to_dict()) == proposal


def test_what_was_frozen_in_full_is_read_as_ever():
    told = Ground("standard", "", "甲", "无文本")
    proposal = Proposal("A1-6-4", "not_met", "不满足", MET, (told,), ("甲：无文本", "缺一项"))
    assert Proposal.from_dict("A1-6-4", proposal.to_dict() | {"missing": list(proposal.missing)}) == proposal


def test_frozen_proposal_is_read_back():
    proposal = Proposal("A3-2-1", "met", "满足", MET, (Ground("standard", "", "甲", "无文本"),), ("缺一项",))
    assert Proposal.from_dict("A3-2-1", proposal.to_dict()) == proposal


def test_files_of_all_are_counted():
    assert files_of({"A7-3-1": [1]}, {"A7-3-1": [2, 3], "A1-1-1": [4]}) == {"A7-3-1": 3, "A1-1-1": 1}
