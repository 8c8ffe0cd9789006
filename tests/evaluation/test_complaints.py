"""申诉与投诉: lodged by whom, answered once (evaluation §3.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluation.errors import EvaluationError
from evaluation.models import Complaint
from evaluation.services.complaints import answer_complaint, lodge_complaint
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import lock_panel, make_lockable
from tests.evaluation.making import make_panel, members
from tests.evaluation.seeing import address, see
from tests.evaluation.test_notice import tell
from tests.evaluation.test_signatures import sign_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


@pytest.fixture
def insider(county):
    return factories.make_office_user(county, "insider")


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def lodge(panel, actor=None, **changed) -> Complaint:
    fields = {
        "kind": "appeal",
        "complainant": "临江区",
        "received_on": today(),
        "content": "A3-4-1 的扣分有误",
    }
    return lodge_complaint(actor=actor or panel.opened_by, evaluation=panel, **fields | changed)


def answer(panel, complaint, **changed) -> Complaint:
    fields = {"handling": "复核了底稿", "outcome": "upheld", "answered_on": today()} | changed
    return answer_complaint(actor=panel.opened_by, complaint=complaint, **fields)


def test_complaint_is_answered_and_told(panel):
    row = answer(panel, lodge(panel))
    assert (row.outcome, row.answered_on) == ("upheld", today())
    verbs = Event.objects.filter(organization=panel.organizer, verb__in=["complain", "handle"])
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == ["complain", "handle"]


def test_answered_complaint_is_settled(panel):
    row = answer(panel, lodge(panel))
    with pytest.raises(EvaluationError, match="不能再改"):
        answer(panel, row, outcome="repeat")


@pytest.mark.parametrize("days", [-1, 1])
def test_answer_lies_between_the_complaint_and_today(panel, days):
    row = lodge(panel)
    with pytest.raises(EvaluationError, match="答复日期应在"):
        answer(panel, row, answered_on=today(days))


def test_complaint_of_tomorrow_is_refused(panel):
    with pytest.raises(EvaluationError, match="不能晚于今天"):
        lodge(panel, received_on=today(1))


FIELDS = {"kind": "appeal", "complainant": "临江区", "content": "扣分有误"}


def post(client, user, panel):
    client.force_login(user)
    return client.post(address("complaint-new", panel.pk), FIELDS | {"received_on": today()})


def test_evaluated_office_complains_after_the_notice_alone(client, city, county, edition, insider):
    panel = make_lockable(city, county)
    result = lock_panel(panel)
    assert post(client, insider, panel).status_code == 403
    sign_all(result)
    tell(result)
    assert post(client, insider, panel).status_code == 302


def test_whoever_lodged_one_sees_the_own_and_the_organiser_all(client, city, county, edition, insider):
    panel = make_lockable(city, county)
    result = lock_panel(panel)
    sign_all(result)
    tell(result)
    lodge(panel, complainant="群众甲", kind="complaint")
    lodge(panel, actor=insider)
    assert "群众甲" not in see(client, insider, "complaints", panel.pk)
    assert "群众甲" in see(client, panel.opened_by, "complaints", panel.pk)


def test_members_do_not_read_complaints(client, panel):
    client.force_login(members(panel)[0].user)
    assert client.get(address("complaints", panel.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_statements(client, panel, count, django_assert_num_queries):
    for _ in range(count):
        lodge(panel)
    see(client, panel.opened_by, "complaints", panel.pk)
    with django_assert_num_queries(9):
        client.get(address("complaints", panel.pk))


def test_organiser_answers_on_the_page(client, panel):
    row = lodge(panel)
    client.force_login(panel.opened_by)
    fields = {"handling": "复核了底稿", "outcome": "upheld", "answered_on": today()}
    client.post(address("complaint-answer", panel.pk, row.pk), fields)
    assert Complaint.objects.get().outcome == "upheld"
    assert client.get(address("complaint-answer", panel.pk, row.pk)).status_code == 302
