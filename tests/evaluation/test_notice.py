"""通报: who tells, when, and what the evaluated organisation sees before and after (T/CSSG 001.5 7.7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.models import Notice, Result
from evaluation.services.notices import record_notice
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import lock_panel, make_lockable
from tests.evaluation.making import members
from tests.evaluation.seeing import address, see, text_of
from tests.evaluation.test_signatures import reopened, sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(city, county, edition):
    return make_lockable(city, county)


@pytest.fixture
def locked(panel):
    return lock_panel(panel)


@pytest.fixture
def insider(county):
    return factories.make_office_user(county, "insider")


def tell(result, **changed) -> Notice:
    fields = {"notified_on": timezone.localdate(), "way": "末次会议宣布", "recipient": "王主任"} | changed
    return record_notice(actor=result.evaluation.opened_by, result=result, **fields)


def test_signed_result_is_told(panel, locked):
    sign_all(locked)
    notice = tell(locked)
    event = Event.objects.get(verb="notify")
    assert (notice.result, event.organization, event.reason) == (locked, panel.organizer, "")


def test_unsigned_result_is_not_told_without_a_word(locked):
    with pytest.raises(EvaluationError, match="panel1、panel2、panel3、panel4、panel5还没有签字") as refusal:
        tell(locked)
    assert (refusal.value.field, Notice.objects.count()) == ("note", 0)


def test_reason_why_somebody_has_not_signed_is_kept(locked):
    tell(locked, note="专家出国，回国后补签")
    assert Event.objects.get(verb="notify").reason == "专家出国，回国后补签"


@pytest.mark.parametrize(("days", "words"), [(1, "还没有到"), (-1, "不能早于锁定日期")])
def test_day_of_the_notice_is_one_that_can_be(locked, days, words):
    sign_all(locked)
    with pytest.raises(EvaluationError, match=words):
        tell(locked, notified_on=timezone.localdate() + timedelta(days=days))


def test_result_is_told_once(locked):
    sign_all(locked)
    tell(locked)
    with pytest.raises(EvaluationError, match="已经通报过"):
        tell(locked)


def test_reopened_result_is_not_told(locked):
    sign_all(locked)
    reopened(locked)
    with pytest.raises(EvaluationError, match="已重开作废"):
        tell(locked)


PATHS = {
    "update": lambda: Notice.objects.update(recipient="别人"),
    "delete": lambda: Notice.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("path", PATHS)
def test_notice_is_never_changed(locked, path):
    sign_all(locked)
    tell(locked)
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        PATHS[path]()


# Sight

PAGES = ["result", "report", "result-document"]


@pytest.mark.parametrize("page", PAGES)
def test_evaluated_organisation_reaches_nothing_before_the_notice(client, panel, locked, insider, page):
    sign_all(locked)
    client.force_login(insider)
    assert client.get(address(page, locked.pk)).status_code == 404


def test_evaluated_organisation_reads_no_figure_before_the_notice(client, panel, locked, insider):
    for name in ("evaluations", "evaluation"):
        text = see(client, insider, name, *([panel.pk] if name == "evaluation" else []))
        assert (locked.number in text, f"{locked.total} 分" in text) == (False, False)


def test_evaluated_organisation_sees_the_result_after_the_notice(client, panel, locked, insider):
    sign_all(locked)
    tell(locked)
    text = see(client, insider, "result", locked.pk)
    assert (locked.number in text, "已通报" in text) == (True, True)


def test_after_reopening_only_the_version_that_was_told_is_seen(client, panel, locked, insider):
    sign_all(locked)
    tell(locked)
    reopened(locked)
    second = lock_panel(panel)
    assert list(Result.objects.visible_to(insider)) == [locked]
    text = see(client, insider, "result", locked.pk)
    assert (second.number in text, "已作废（结果已重开）" in text) == (False, True)


def test_organiser_and_members_see_the_result_at_once(client, panel, locked):
    for user in (panel.opened_by, members(panel)[3].user):
        assert "未通报" in see(client, user, "result", locked.pk)


# The page


def test_organiser_records_the_notice_on_the_page(client, panel, locked):
    sign_all(locked)
    client.force_login(panel.opened_by)
    fields = {"notified_on": timezone.localdate(), "recipient": "王主任", "way": "书面送达"}
    response = client.post(address("notice", panel.pk), fields)
    assert (response.status_code, Notice.objects.get().way) == (302, "书面送达")


def test_page_names_who_has_not_signed(client, panel, locked):
    text = see(client, panel.opened_by, "notice", panel.pk)
    assert "还有 5 人没有签字：panel1、panel2" in text


def test_members_do_not_record_the_notice(client, panel, locked):
    client.force_login(members(panel)[0].user)
    assert client.get(address("notice", panel.pk)).status_code == 403


def test_refusal_stands_at_its_field(client, panel, locked):
    client.force_login(panel.opened_by)
    fields = {"notified_on": timezone.localdate(), "recipient": "王主任", "way": "书面送达"}
    assert "还没有签字" in text_of(client.post(address("notice", panel.pk), fields))
