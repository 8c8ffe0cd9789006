"""采用: identified, examined, adopted or declined, ended (life cycle §5.3, T/CSSG 001.2 11.1)."""

from datetime import date

import pytest
from django.urls import reverse

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Standard
from standards.services.adoption import adopt_standard, decline_standard, mark_ended
from standards.services.registry import edit_standard, enter_standard
from tests import factories

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


def identify(office, node, number="GB/T 34300-2017", **values):
    values = {"node": node, "number": number, "title": "城乡社区网格化服务管理规范", **values}
    return enter_standard(
        actor=office, organization=office.organization, origin="adopted", values=values, is_pending=True
    )


def adopt(office, row, **facts):
    facts = {"applicability": "第5章适用", "adopted_on": TODAY, "node": row.node, "departments": [], **facts}
    return adopt_standard(actor=office, standard=row, **facts)


def decline(office, row, reason="", on=TODAY):
    return decline_standard(actor=office, standard=row, reason=reason, on=on)


def refusal(act, *args, **values) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(*args, **values)
    return caught.value.message, caught.value.field


def verbs(row) -> list[str]:
    return [event.verb for event in Event.objects.about(row).order_by("pk")]


def test_what_is_identified_waits_and_counts_nowhere_as_in_force(office, city, node):
    row = identify(office, node)
    listed = Standard.objects.with_status(on=TODAY).get(pk=row.pk)
    assert (row.stage, row.status(TODAY), listed.status_on) == ("identified", "identified", "identified")
    assert (verbs(row), list(Standard.objects.in_force(on=TODAY))) == (["identify"], [])


def test_without_being_told_to_wait_an_adopted_standard_is_in_force_at_once(office, city, node):
    values = {"node": node, "number": "GB/T 34300-2017", "title": "规范"}
    row = enter_standard(actor=office, organization=city, origin="adopted", values=values)
    assert (row.status(TODAY), verbs(row)) == ("in_force", ["create"])


def test_adopting_keeps_opinion_place_departments_and_day(office, city, node, department):
    row, leaf = identify(office, node), factories.make_node("5.4.9")
    adopted = adopt(office, row, node=leaf, departments=[department])
    assert (
        *(adopted.status(TODAY), adopted.applicability, adopted.adopted_on, adopted.node),
        *(list(adopted.departments.all()), verbs(row)),
    ) == ("in_force", "第5章适用", TODAY, leaf, [department], ["identify", "adopt"])


@pytest.mark.parametrize(
    ("facts", "words", "field"),
    [
        (
            {"applicability": " "},
            "请写明适用性意见，如“第5章、第6章适用于本组织的网格巡查”。",
            "applicability",
        ),
        ({"adopted_on": date(2026, 6, 2)}, "采用日期不能晚于今天。", "adopted_on"),
    ],
)
def test_adopting_demands_an_opinion_and_a_day_that_has_come(office, node, facts, words, field):
    row = identify(office, node)
    assert refusal(adopt, office, row, **facts) == (words, field)
    row.refresh_from_db()
    assert row.stage == "identified"


def test_departments_of_others_are_refused(office, node, stranger_city):
    theirs = factories.make_department(stranger_city)
    row = identify(office, node)
    assert refusal(adopt, office, row, departments=[theirs])[1] == "departments"


def test_what_is_in_force_is_not_adopted_again(office, city, node):
    row = factories.make_adopted(city, node)
    assert refusal(adopt, office, row)[0] == "这一条不在待采用状态，不需要采用审核。"


def test_what_it_replaces_ends_only_when_it_is_adopted(office, city, node):
    old = factories.make_adopted(city, node, "GB/T 34300-2010")
    row = identify(office, node, replaced_numbers="GB/T 34300-2010", effective_on=date(2018, 4, 1))
    old.refresh_from_db()
    before = old.replaced_on
    old.issued_on = None
    old.save()
    adopt(office, row)
    old.refresh_from_db()
    assert (before, old.replaced_on) == (None, date(2018, 4, 1))


def test_a_recommended_standard_is_declined_without_a_reason(office, node):
    row = decline(office, identify(office, node))
    assert (row.status(TODAY), row.abandoned_on, row.abandonment_reason, verbs(row)) == (
        *("abandoned", TODAY, "不采用"),
        ["identify", "abandon"],
    )


def test_a_mandatory_standard_is_declined_only_with_a_reason(office, node):
    row = identify(office, node, "GB 50016-2014")
    assert refusal(decline, office, row) == (
        "强制性标准必须执行（第2部分 11.1.1）：不采用要写明理由，如“本组织没有该标准规定的业务”。",
        "reason",
    )
    assert decline(office, row, "没有该业务").abandonment_reason == "不采用：没有该业务"


def test_what_was_declined_can_be_adopted_later(office, node):
    row = adopt(office, decline(office, identify(office, node)))
    assert (row.status(TODAY), row.abandoned_on, row.abandonment_reason) == ("in_force", None, "")


def test_declining_twice_is_refused(office, node):
    row = decline(office, identify(office, node))
    assert refusal(decline, office, row)[0] == "已经决定不采用，不用再决定。"


def test_an_adopted_standard_ends_by_a_number_outside_the_registry(office, city, node):
    row = factories.make_adopted(city, node)
    ended = mark_ended(actor=office, standard=row, on=date(2026, 5, 1), by="GB/T 34300-2026")
    changes = Event.objects.about(row).get().changes
    assert (ended.status(TODAY), changes["代替它的标准"]) == ("replaced", ["", "GB/T 34300-2026"])


def test_an_adopted_standard_ends_by_one_of_the_registry_that_names_it_from_then_on(office, city, node):
    old = factories.make_adopted(city, node)
    new = factories.make_adopted(
        city, node, "GB/T 34300-2026", issued_on=None, effective_on=date(2026, 5, 15)
    )
    ended = mark_ended(actor=office, standard=old, on=date(2026, 5, 1), by="GBT34300—2026")
    new.refresh_from_db()
    assert (ended.replaced_on, new.replaced_numbers, list(new.replaces.all())) == (
        *(date(2026, 5, 15), "GB/T 34300-2017"),
        [old],
    )


def test_what_has_ended_does_not_end_again(office, city, node):
    row = factories.make_adopted(city, node, withdrawn_on=date(2026, 1, 1))
    assert refusal(mark_ended, actor=office, standard=row, on=TODAY, by="GB/T 1-2026")[0] == (
        "“GB/T 34300-2017”已登记为废止，不用再登记。"
    )


def test_own_standards_do_not_end_by_the_number_of_others(office, city, node):
    row = factories.make_published(city, node)
    assert (
        "自制标准由新版本的发布代替"
        in refusal(mark_ended, actor=office, standard=row, on=TODAY, by="GB/T 1-2026")[0]
    )


def test_editing_what_waits_ends_nothing(office, city, node):
    old = factories.make_adopted(city, node, "GB/T 34300-2010", replaced_on=date(2025, 1, 1), issued_on=None)
    row = identify(office, node)
    edit_standard(actor=office, standard=row, values={"replaced_numbers": "GB/T 34300-2010"})
    old.refresh_from_db()
    assert old.replaced_on == date(2025, 1, 1)


# The pages.


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def entry(node, **data):
    return {"node": node.pk, "number": "GB/T 34300-2017", "title": "规范", **data}


def test_the_form_adopts_at_once_with_an_opinion(as_office, node):
    data = entry(node, way="now", applicability="适用", adopted_on="2026-05-30")
    as_office.post("/standards/new/adopted/", data)
    row = Standard.objects.get()
    assert (row.stage, row.applicability, row.adopted_on) == ("published", "适用", date(2026, 5, 30))


def test_the_form_asks_for_the_opinion_or_to_wait(as_office, node):
    content = as_office.post("/standards/new/adopted/", entry(node, way="now")).content.decode()
    assert "请写明适用性意见" in content
    assert Standard.objects.count() == 0


def test_the_form_enters_what_waits(as_office, node):
    data = entry(node, way="later", applicability="不算数", adopted_on="2026-05-30")
    response = as_office.post("/standards/new/adopted/", data, follow=True)
    row = Standard.objects.get()
    assert (row.stage, row.applicability, row.adopted_on) == ("identified", "", None)
    content = response.content.decode()
    assert "待采用" in content
    assert f'href="{reverse("standards:adopt", args=[row.pk])}"' in content


def test_the_edit_form_does_not_ask_again_how_it_was_adopted(as_office, city, node):
    row = factories.make_adopted(city, node, applicability="第5章")
    content = as_office.get(reverse("standards:standard-edit", args=[row.pk])).content.decode()
    assert ('name="way"' in content, 'name="applicability"' in content) == (False, True)


def test_the_page_adopts(as_office, office, node, department):
    row = identify(office, node)
    data = {
        "node": node.pk,
        "applicability": "适用",
        "adopted_on": "2026-06-01",
        "departments": [department.pk],
    }
    response = as_office.post(reverse("standards:adopt", args=[row.pk]), data)
    row.refresh_from_db()
    assert (response.status_code, row.stage, list(row.departments.all())) == (302, "published", [department])


def test_the_page_declines_a_mandatory_one_with_the_clause_and_a_reason(as_office, office, node):
    row = identify(office, node, "GB 50016-2014")
    url = reverse("standards:adoption-decline", args=[row.pk])
    content = as_office.get(url).content.decode()
    assert "国家标准、行业标准、地方标准中的强制性标准，必须执行" in content
    assert "请写明理由" in as_office.post(url, {"on": "2026-06-01"}).content.decode()
    as_office.post(url, {"on": "2026-06-01", "reason": "没有该业务"})
    row.refresh_from_db()
    assert row.stage == "abandoned"


def test_the_pages_send_away_what_is_not_waiting(as_office, city, node):
    row = factories.make_adopted(city, node)
    for name in ("adopt", "adoption-decline"):
        response = as_office.get(reverse(f"standards:{name}", args=[row.pk]))
        assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())


def test_the_list_offers_the_examination_of_what_waits(as_office, office, city, node):
    row, other = identify(office, node), factories.make_adopted(city, node, "GB/T 5-2017")
    content = as_office.get("/standards/?status=identified").content.decode()
    assert f'href="{reverse("standards:adopt", args=[row.pk])}"' in content
    assert other.number not in content
