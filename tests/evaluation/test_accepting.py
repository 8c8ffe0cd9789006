"""Taking over proposals together: ordinary operations, one each; what stands in the way of one leaves the others."""

import re
from uuid import uuid4

import pytest

from evaluation.errors import EvaluationError
from evaluation.models import Evaluation, Operation
from evaluation.proposing.evaluations import excused_by_level, proposals_for
from evaluation.services.accepting import NOTHING, Accepted, Change, accept_proposals, excuse_levels
from evaluation.services.fulfilment import set_fulfilments
from standards.models import NodeRemoval
from tests import factories
from tests.evaluation.making import change, hand_in, make_evaluation, make_panel, members
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db
ITEM = ["A4-2-1", "A4-2-2", "A4-2-3", "A4-2-4"]
REASON = "县级组织没有市级城市运行中心"


@pytest.fixture
def linked(city, office, evaluation, tree):
    """One standard that counts, ticked for A4-2-1: it is met, the other three of the item are not."""
    node = factories.Node.objects.get(code="6.1.1")
    standard = factories.make_published(city, node, title="网格划分规范")
    factories.make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=["A4-2-1"])
    return standard


def looked_at(evaluation, codes=ITEM, base=0) -> tuple[list[Change], dict]:
    proposals = proposals_for(evaluation, codes=codes)
    return [Change(uuid4(), code, base, dict(proposals[code].value)) for code in codes], proposals


def accept(actor, evaluation, changes, proposals) -> Accepted:
    return accept_proposals(actor=actor, sheet=evaluation.official, changes=changes, proposals=proposals)


def operations() -> list[tuple]:
    return list(Operation.objects.order_by("serial").values_list("target", "base", "value"))


def test_each_proposal_becomes_one_ordinary_operation(office, evaluation, linked):
    made = accept(office, evaluation, *looked_at(evaluation))
    assert (made.taken, made.left, made.words) == (tuple(ITEM), (), "已采用 4 条建议。")
    assert operations() == [("A4-2-1", 0, {"met": True})] + [(code, 0, {"faults": 1}) for code in ITEM[1:]]


def test_sent_twice_it_is_kept_once(office, evaluation, linked):
    changes, proposals = looked_at(evaluation)
    assert accept(office, evaluation, changes, proposals) == accept(office, evaluation, changes, proposals)
    assert len(operations()) == 4


def test_what_somebody_judged_meanwhile_is_left_and_the_others_taken(office, evaluation, linked):
    changes, proposals = looked_at(evaluation)
    change(office, evaluation, "A4-2-2", {"met": True, "reason": "看了原件"})
    made = accept(office, evaluation, changes, proposals)
    assert made.taken == ("A4-2-1", "A4-2-3", "A4-2-4")
    assert made.words == "已采用 3 条建议。没有采用：A4-2-2 刚刚由 office 改过。请核对后再定。"


def test_a_proposal_that_has_changed_since_it_was_looked_at_is_left(office, evaluation, linked):
    changes, _ = looked_at(evaluation)
    linked.documents.all().update(removed_at="2026-01-10T00:00Z")
    made = accept(office, evaluation, changes, proposals_for(evaluation, codes=ITEM))
    assert (made.left, len(operations())) == ((("A4-2-1", "的建议已变"),), 3)


def test_a_sheet_handed_in_meanwhile_takes_nothing_more(city, county, edition):
    panel = make_panel(city, county)
    member = members(panel)[4]
    changes, proposals = looked_at(panel, ["A5-5-1", "A5-5-2"])
    hand_in(member)
    sheet = member.sheet
    sheet.evaluation = panel
    made = accept_proposals(actor=member.user, sheet=sheet, changes=changes, proposals=proposals)
    assert made.words == "没有采用：A5-5-1、A5-5-2 所在的评分表已提交或锁定。请核对后再定。"


def test_without_a_tick_nothing_is_taken(office, evaluation):
    with pytest.raises(EvaluationError, match=NOTHING):
        accept(office, evaluation, [], {})


# By level


def excused(county_office, evaluation, codes, reason=REASON):
    proposals = excused_by_level(evaluation)
    changes = [Change(uuid4(), code, 0, {}) for code in codes]
    place = {"actor": county_office, "sheet": evaluation.official, "proposals": proposals}
    return excuse_levels(**place, changes=changes, reason=reason)


@pytest.fixture
def county_office(county):
    return factories.make_office_user(county, "county-office")


@pytest.fixture
def of_county(county, county_office, edition) -> Evaluation:
    return make_evaluation(county, county_office)


def test_missing_levels_are_excused_together_with_one_reason(county_office, of_county):
    made = excused(county_office, of_county, ["A4-6.2-1", "A5-2-1", "A5-8-1"])
    value = {"not_applicable": True, "reason": REASON}
    assert made.taken == ("A4-6.2-1", "A5-2-1", "A5-8-1")
    assert operations() == [(code, 0, value) for code in made.taken]


def test_a_level_the_organisation_has_is_not_excused_here(county_office, of_county):
    made = excused(county_office, of_county, ["A5-2-1", "A5-2-2"])
    assert (made.taken, made.left) == (("A5-2-1",), (("A5-2-2", "不属于本级没有的层级"),))


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "请写明不适用的理由。"),
        ("长" * 2001, "理由有 2001 字，最多 2000 字，请缩短。"),
        ("本级\0不设", "理由含有不能保存的字符，请删去后重试。"),
    ],
)
def test_levels_are_not_excused_without_a_reason_that_can_be_kept(county_office, of_county, reason, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        excused(county_office, of_county, ["A5-2-1"], reason)
    assert operations() == []


# Pages


def fields_of(text) -> dict:
    """What the form of the page sends with its ticks as they came."""
    hidden = dict(re.findall(r'type="hidden" name="((?:uuid|base|value)-[^"]+)" value="(.*?)">', text))
    ticked = re.findall(r'name="targets" value="([^"]+)" checked', text)
    return hidden | {"targets": ticked}


def test_page_shows_each_proposal_with_its_grounds_and_ticks_what_nobody_judged(
    client, office, evaluation, linked
):
    change(office, evaluation, "A4-2-2", {"met": True})
    change(office, evaluation, "A4-2-3", {"faults": 1})
    text = see(client, office, "accept-item", evaluation.pk, "A4-2")
    assert re.findall(r'name="targets" value="([^"]+)"( checked)?', text) == [
        ("A4-2-1", " checked"),
        ("A4-2-2", ""),
        ("A4-2-4", " checked"),
    ]
    assert ("网格划分规范 现行" in text, "没有挂接的标准" in text, "与建议不同" in text) == (True,) * 3


def test_page_takes_over_what_is_ticked_and_leads_back_to_the_item(client, office, evaluation, linked):
    fields = fields_of(see(client, office, "accept-item", evaluation.pk, "A4-2"))
    answer = client.post(address("accept-item", evaluation.pk, "A4-2"), fields | {"targets": ITEM[:2]})
    assert answer.url == address("sheet", evaluation.pk, "A.4") + "#item-A4-2"
    assert operations() == [("A4-2-1", 0, {"met": True}), ("A4-2-2", 0, {"faults": 1})]
    assert "已采用 2 条建议。" in text_of(client.get(answer.url))


def test_page_without_a_tick_comes_back_with_a_sentence(client, office, evaluation, linked):
    client.force_login(office)
    answer = client.post(address("accept-item", evaluation.pk, "A4-2"), {})
    assert (answer.status_code, NOTHING in text_of(answer), operations()) == (200, True, [])


def test_item_that_only_people_judge_offers_nothing_to_take_over(client, office, evaluation):
    assert "没有要采用的建议" in see(client, office, "accept-item", evaluation.pk, "A7-4")


def test_unknown_item_is_not_found(client, office, evaluation):
    client.force_login(office)
    assert client.get(address("accept-item", evaluation.pk, "A9-9")).status_code == 404


def test_head_of_an_item_leads_to_its_proposals_while_there_are_any(client, office, evaluation, linked):
    link = f'href="{address("accept-item", evaluation.pk, "A4-2")}"'
    assert "采用本项建议（4）" in see(client, office, "sheet", evaluation.pk, "A.4")
    accept(office, evaluation, *looked_at(evaluation))
    assert link not in see(client, office, "sheet", evaluation.pk, "A.4")


def test_reader_is_offered_nothing_to_take_over(client, reader, evaluation):
    text = see(client, reader, "sheet", evaluation.pk, "A.4")
    assert ("建议：<b>" in text, "采用本项建议" in text, "accept-level" in text) == (True, False, False)


def test_page_of_levels_lists_each_and_confirms_them_in_one_step(client, county_office, of_county):
    text = see(client, county_office, "accept-level", of_county.pk)
    fields = fields_of(text)
    wanted = ["A4-6.2-1", "A5-2-1", "A5-3-1", "A5-4-1", "A5-6-1", "A5-7-1", "A5-8-1"]
    assert fields["targets"] == wanted
    client.post(address("accept-level", of_county.pk), fields | {"reason": REASON})
    assert [target for target, _, _ in operations()] == wanted
    assert "都已判为不适用" in see(client, county_office, "accept-level", of_county.pk)


def test_organisation_with_every_level_has_nothing_to_excuse(client, office, evaluation):
    assert "没有针对其他层级的要求" in see(client, office, "accept-level", evaluation.pk)
    assert "accept-level" not in see(client, office, "sheet", evaluation.pk, "A.5")


def test_places_of_a_lower_level_left_out_of_the_tree_are_excused_with_the_reason(
    client, city, office, evaluation, tree
):
    node = factories.Node.objects.get(code="7.1a2")
    NodeRemoval.objects.create(organization=city, node=node, reason="由区级组织制定，本级不设")
    assert list(excused_by_level(evaluation)) == ["A5-2-2"]
    assert "由区级组织制定，本级不设" in see(client, office, "accept-level", evaluation.pk)


def test_sheet_says_how_many_requirements_the_level_settles(client, county_office, of_county):
    text = see(client, county_office, "sheet", of_county.pk, "A.5")
    assert ("<b>7</b> 条要求" in text, address("accept-level", of_county.pk) in text) == (True, True)


@pytest.mark.parametrize("standards", [1, 3])
def test_page_costs_the_same_however_many_standards_are_linked(
    client, city, office, evaluation, linked, standards, django_assert_num_queries
):
    for place in range(1, standards):
        node = factories.Node.objects.get(code="6.1.1")
        other = factories.make_published(city, node, title="网格编码规范", sequence=place + 1)
        set_fulfilments(actor=office, standard=other, codes=["A4-2-2"])
    see(client, office, "accept-item", evaluation.pk, "A4-2")
    with django_assert_num_queries(11):
        client.get(address("accept-item", evaluation.pk, "A4-2"))


# One touch, as a plain form


def test_not_applicable_by_level_is_one_touch_with_its_reason(client, county_office, of_county):
    text = see(client, county_office, "sheet", of_county.pk, "A.5")
    form = text[text.index('id="judge-A5-2-1"') :].split("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    pressed = re.search(r"name=\"proposed\" value=\"(.*?)\" data-value", form).group(1)
    client.post(address("judge", of_county.pk), fields | {"proposed": pressed, "reason": "", "note": ""})
    reason = "本次评价的是县（市、区）级组织，没有或不设这一层级，确无需要（第5部分 8.2）"
    assert operations() == [("A5-2-1", 0, {"not_applicable": True, "reason": reason})]


def test_a_typed_reason_takes_the_place_of_the_proposed_one(client, county_office, of_county):
    fields = {"uuid": str(uuid4()), "target": "A5-2-1", "base": "0", "reason": "另有原因"}
    pressed = '{"not_applicable":true,"reason":"没有这一层级"}'
    client.force_login(county_office)
    client.post(address("judge", of_county.pk), fields | {"proposed": pressed})
    assert operations() == [("A5-2-1", 0, {"not_applicable": True, "reason": "另有原因"})]
