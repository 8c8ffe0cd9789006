"""The locked result as a document: whoever has it can compute the score again, and see whether it was touched."""

import json
from datetime import date
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from evaluation.errors import EvaluationError, SheetError
from evaluation.exchange import canonical_json, sha256
from evaluation.results.document import disagreements, read_document, recompute, result_document
from evaluation.services.evaluations import add_participant, write_conclusion
from evaluation.services.evidence import add_file, add_standard
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.locking import lock_evaluation
from tests.evaluation.making import change, complete, make_evaluation
from tests.factories import PDF, make_document, make_published

pytestmark = pytest.mark.django_db
PDF_HASH = "5a838678058f6de375e8635b5f2fea47a4e5f07cb1a882a44b10f39abc6f34ff"


@pytest.fixture
def text(office, evaluation):
    """The text of a locked result with a deduction, a zero and something not applicable."""
    evaluation = complete(
        office,
        evaluation,
        A1_7_3={"faults": 2, "note": "缺发布令、统计表"},
        A3_2_1={"faults": 1},
        A3_2_2={"faults": 1},
        A3_2={"unmet": True, "reason": "全部缺失"},
        A5_2_1={"not_applicable": True, "reason": "没有市级"},
    )
    return lock_evaluation(actor=office, evaluation=evaluation).document


def test_document_scores_the_same_without_the_database(text, django_assert_num_queries):
    document = read_document(text)
    with django_assert_num_queries(0):
        result = recompute(document)
    assert (result.total, result.to_dict()) == (447, document["result"])


def test_untouched_document_agrees_with_itself(text):
    assert disagreements(text) == []


def touched(text, change_it):
    document = json.loads(text)
    change_it(document)
    return canonical_json(document)


def give_points(document):
    document["result"]["total"] = 500


def judge_better(document):
    document["sheet"]["judgements"]["A1-7-3"] = {"met": True}


def reword(document):
    document["result"]["items"]["A1-7"]["derivation"] = "10 ＝ 10"


def change_the_law(document):
    document["scorecard"]["definition"]["sections"][0]["title"] = "另一个标题"


@pytest.mark.parametrize(
    ("change_it", "sentence"),
    [
        (give_points, "按所附事实重新计算得 447 分，文件中写 500 分。"),
        (judge_better, "按所附事实重新计算得 449 分，文件中写 447 分。"),
        (reword, "总分相符，但重新计算的内容与文件不同：items。"),
        (change_the_law, "评价细则的内容与它的 SHA-256 不符。"),
        (lambda document: document.update(result=None), "按所附事实重新计算得 447 分，文件中写 空 分。"),
    ],
)
def test_touched_document_disagrees_with_itself(text, change_it, sentence):
    assert disagreements(touched(text, change_it)) == [sentence]


def test_document_written_another_way_is_noticed(text):
    assert disagreements(json.dumps(json.loads(text))) == ["内容不是规范写法，锁定后可能被改动过。"]


@pytest.mark.parametrize("content", ["[]", '{"format":"gridgov-sheet/1"}', "{}"])
def test_another_document_is_refused(content):
    with pytest.raises(SheetError, match="这不是 gridgov-result/1 格式的评价结果。"):
        read_document(content)


def test_document_without_its_sheet_cannot_be_checked(text):
    with pytest.raises(EvaluationError, match="缺少内容：'sheet'"):
        disagreements(touched(text, lambda document: document.pop("sheet")))


def test_document_holds_everything_the_report_prints(office, city, panel_member, evaluation, node, tree):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    standard = make_published(city, node)
    make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=["A3-2-1"])
    add_file(actor=office, sheet=evaluation.official, target="A1-1-1", file=ContentFile(PDF, name="方针.pdf"))
    add_standard(actor=office, sheet=evaluation.official, target="A3-2-1", standard=standard)
    evaluation = complete(office, evaluation)
    write_conclusion(actor=office, evaluation=evaluation, achievements="体系齐全", advice="补统计表")
    evaluation.refresh_from_db()
    now = timezone.now()
    document = result_document(evaluation, number="ZP-1", locked_by=office, locked_at=now)
    moment = timezone.localtime(now).isoformat(timespec="seconds")
    parts = ("organization", "facts", "participants", "registry", "conclusion", "locked", "readings")
    assert {name: document[name] for name in parts} == {
        "organization": {"name": city.name, "level": "市级", "place_name": "安澜市", "region_code": ""},
        "facts": {
            "operated_from": "2025-05-01",
            "self_evaluated_on": "2026-01-10",
            "pilot_ends_on": None,
            "incidents": "没有发生过",
            "incident_note": "",
        },
        "participants": [
            {"name": "office", "duty": "组长", "organization": city.name},
            {"name": "panel", "duty": "成员", "organization": panel_member.organization.name},
        ],
        "registry": {
            "A3-2-1": [
                {
                    "number": standard.number,
                    "title": standard.title,
                    "status": "现行",
                    "counts": True,
                    "why_not": "",
                    "approved_on": "2025-04-10",
                    "issued_on": "2025-04-15",
                    "effective_on": "2025-05-01",
                    "ends_on": None,
                    "text_sha256": PDF_HASH,
                }
            ]
        },
        "conclusion": {"achievements": "体系齐全", "problems": "", "advice": "补统计表", "cap_decision": ""},
        "locked": {"by": "office", "at": moment},
        "readings": [reading.no for reading in evaluation.edition.scorecard.readings],
    }
    assert [(proof["kind"], proof["name"]) for rows in document["evidence"].values() for proof in rows] == [
        ("file", "方针.pdf"),
        ("standard", standard.title),
    ]
    assert document["evidence"]["A1-1-1"][0]["sha256"] == PDF_HASH
    assert document["authors"].keys() == evaluation.edition.scorecard.requirements_by_code.keys()
    proposals = document["proposals"]
    assert proposals.keys() == evaluation.edition.scorecard.requirements_by_code.keys()
    assert proposals["A3-2-1"] == {
        "outcome": "met",
        "words": "满足",
        "value": {"met": True},
        "grounds": [{"kind": "standard", "words": f"{standard.number} {standard.title} 现行", "why_not": ""}],
        "missing": [],
    }
    against = [code for code, row in proposals.items() if row["outcome"] in ("not_met", "measured")]
    assert document["contradictions"] == against
    assert "A3-2-1" not in against
    assert len(against) > 100


def test_operations_are_counted_and_hashed_in_order(office, evaluation):
    made = change(office, evaluation, "A1-1-1", {"faults": 1}, uuid=UUID(int=7))
    document = result_document(evaluation, number="ZP-1", locked_by=office, locked_at=timezone.now())
    row = {
        "serial": 1,
        "uuid": str(UUID(int=7)),
        "target": "A1-1-1",
        "base": 0,
        "version": 1,
        "value": {"faults": 1},
        "author_id": office.pk,
        "author_name": "office",
        "at": made.at.isoformat(timespec="microseconds"),
    }
    assert document["operations"] == {"count": 1, "sha256": sha256(canonical_json([row]))}


def test_same_facts_give_the_same_bytes(office, city, edition):
    evaluation, now = make_evaluation(city, office), timezone.now()
    texts = [
        canonical_json(result_document(evaluation, number="ZP-1", locked_by=office, locked_at=now))
        for _ in range(2)
    ]
    assert texts[0] == texts[1]
    assert json.loads(texts[0])["evaluation"]["as_of"] == date(2026, 1, 15).isoformat()
