"""The sheet in the browser's eyes: rows, forms, figures, decisions."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.models import Judgement, Sheet
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.locking import lock_evaluation
from tests import factories
from tests.evaluation.making import change, complete
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db


# A table costs what its evidence rules ask for: links alone (A.2–A.5) little, sources of work records each their own.
STATEMENTS = {"A.1": 26, "A.2": 15, "A.3": 15, "A.4": 17, "A.5": 15, "A.6": 20, "A.7": 12}


@pytest.mark.parametrize("standards", [1, 3])
@pytest.mark.parametrize("section", STATEMENTS)
def test_each_table_costs_the_same_whatever_stands_on_it(
    client, city, office, evaluation, tree, section, standards
):
    for code in list(evaluation.edition.scorecard.requirements_by_code)[: 30 * standards]:
        change(office, evaluation, code, {"met": True})
    for place in range(standards):
        link_standard(city, office, "6.1.1", ["A4-2-1", "A3-2-1", "A5-5-1"], sequence=place + 1)
    see(client, office, "sheet", evaluation.pk, section)  # the first page of a session writes the session too
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address("sheet", evaluation.pk, section)).status_code == 200
    assert len(asked) == STATEMENTS[section]


def link_standard(city, office, code, requirements, **fields):
    node = factories.Node.objects.get(code=code)
    standard = factories.make_published(city, node, title="网格划分规范", **fields)
    factories.make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=requirements)
    return standard


def test_sheet_shows_each_requirement_of_its_table_and_no_other(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    shown = re.findall(r'data-row="([^"]+)"', text)
    items = {s.code: s for s in evaluation.edition.scorecard.sections}["A.2"].items
    assert shown == [r.code for item in items for r in item.requirements]


def test_row_is_a_plain_form_that_carries_its_operation(client, office, evaluation):
    change(office, evaluation, "A2-1-2", {"faults": 1})
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    form = text[text.index('<form class="row-controls" id="judge-A2-1-2"') :].split("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    buttons = re.findall(r'name="value" value="(.*?)" data-value="(.*?)" data-key="(\d)"', form)
    assert (fields["target"], fields["base"], len(fields["uuid"])) == ("A2-1-2", "1", 36)
    assert buttons == [
        ('{"met":true}', '{"met":true}', "1"),
        ("{}", '{"faults":1}', "2"),
        ('{"not_applicable":true}', '{"not_applicable":true}', "3"),
    ]


def test_every_form_of_the_sheet_has_an_operation_id_of_its_own(client, office, evaluation):
    ids = re.findall(r'name="uuid" value="([^"]+)"', see(client, office, "sheet", evaluation.pk, "A.4"))
    assert len(ids) > 60
    assert len(set(ids)) == len(ids)


def test_plain_form_saves_and_a_second_touch_clears(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    for _ in range(2):
        form = text[text.index('id="judge-A2-1-2"') :].split("</form>")[0]
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        pressed = re.findall(r'name="value" value="(.*?)" data-value', form)[1]
        client.post(address("judge", evaluation.pk), fields | {"value": pressed})
        text = see(client, office, "sheet", evaluation.pk, "A.2")
    assert list(evaluation.official.operations.values_list("value", flat=True)) == [{"faults": 1}, {}]
    assert Judgement.objects.get().value == {}


def test_reader_sees_the_sheet_without_a_form(client, reader, evaluation):
    text = see(client, reader, "sheet", evaluation.pk, "A.2")
    assert ("judge-A2-1-2" in text, "data-row" in text, 'type="module"' in text) == (False, True, False)


def test_locked_sheet_has_no_form(client, office, evaluation):
    locked = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    text = see(client, office, "sheet", locked.evaluation_id, "A.2")
    assert ('name="uuid"' in text, "只能查看" in text) == (False, True)


def test_sheet_shows_linked_standards_with_their_state_and_why_not(client, city, office, evaluation, tree):
    link_standard(city, office, "6.1.1", ["A4-2-1"], year=2024)
    link_standard(city, office, "6.1.2", ["A4-2-2"], sequence=2, effective_on=date(2026, 3, 1))
    text = see(client, office, "sheet", evaluation.pk, "A.4")
    rows = {
        code: text[text.index(f'id="row-{code}"') :].split("</article>")[0] for code in ("A4-2-1", "A4-2-2")
    }
    assert "网格划分规范 现行</a></li>" in rows["A4-2-1"]
    assert "建议：<b>满足</b>" in rows["A4-2-1"]
    assert "不计，原因：即将实施，2026-03-01 起" in rows["A4-2-2"]
    assert "建议：<b>不满足</b>" in rows["A4-2-2"]


def test_every_figure_opens_its_derivation(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    targets = sorted(set(re.findall(r'data-why="([^"]+)"', text)))
    assert {"total", "A.2", "A2-1", "A2-4", "A2-1-1", "A2-4-1"} <= set(targets)
    answers = {
        target: client.get(address("sheet", evaluation.pk, "A.2", query=f"?why={target}"))
        for target in targets
    }
    assert [target for target, answer in answers.items() if "算到哪里" not in text_of(answer)] == []


def test_unknown_figure_is_not_found(client, office, evaluation):
    client.force_login(office)
    assert client.get(address("sheet", evaluation.pk, "A.2", query="?why=B9")).status_code == 404


def test_proposed_zero_asks_for_a_decision_with_a_reason(client, office, evaluation):
    for code in ("A3-2-1", "A3-2-2"):
        change(office, evaluation, code, {"faults": 1})
    text = see(client, office, "sheet", evaluation.pk, "A.3")
    banner = text[text.index("decision-asked") :].split("</form>")[0]
    assert re.findall(r"data-value='([^']+)'", banner) == ['{"unmet":true}', '{"unmet":false}']
    assert 'name="reason" required' in banner


def test_decided_zero_is_shown_with_its_reason_and_can_be_taken_back(client, office, evaluation):
    change(office, evaluation, "A3-2", {"unmet": True, "reason": "应有而没有"})
    text = see(client, office, "sheet", evaluation.pk, "A.3")
    assert "× 已确认零分</b>（第5部分 8.2）：应有而没有" in text
    assert "撤回" in text


def test_kept_text_of_a_row_follows_every_change(client, office, reader, evaluation):
    def row(user):
        text = see(client, user, "sheet", evaluation.pk, "A.2")
        return text[text.index('id="row-A2-2-1"') :].split("</article>")[0]

    change(office, evaluation, "A2-2-1", {"not_applicable": True, "reason": "没有此项业务"})
    before = row(office)
    change(office, evaluation, "A2-2", {"not_applicable": True, "reason": "没有此项业务"})
    after, read = row(office), row(reader)
    words = "整项不适用，本条不单独计。"
    assert [words in before, words in after, words in read] == [False, True, True]
    assert ["<form" in before, "<form" in after, "<form" in read] == [True, True, False]


def test_kept_text_carries_the_token_of_each_session(client, office, evaluation):
    tokens = []
    for _ in range(2):
        client.logout()
        text = see(client, office, "sheet", evaluation.pk, "A.2")
        tokens.append(set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)))
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize("name", ["sheet", "evaluation", "lock"])
def test_pages_hold_no_inline_style_or_script(client, office, evaluation, name):
    text = see(client, office, name, *([evaluation.pk, "A.7"] if name == "sheet" else [evaluation.pk]))
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", text) == []


def test_numbers_of_a_bar_are_plain_on_every_page(client, office, evaluation):
    Sheet.objects.filter(evaluation=evaluation).update(serial=12345)
    text = see(client, office, "sheet", evaluation.pk, "A.1")
    assert 'data-serial="12345"' in text
