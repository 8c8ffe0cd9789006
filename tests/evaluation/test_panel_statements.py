"""The pages of a panel cost the same whatever they list: one, three or seven people, panels, problems, signatures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluation.services import problems as services
from gridgov.organizations.models import Level
from tests import factories
from tests.evaluation.finishing import lock_panel, make_lockable
from tests.evaluation.making import hand_in, make_panel, members
from tests.evaluation.seeing import address
from tests.evaluation.test_notice import tell
from tests.evaluation.test_signatures import sign, sign_all

pytestmark = pytest.mark.django_db
TARGETS = ["A3-4-1", "A3-2-1", "A3-5-1"]
OTHERS = {code.replace("-", "_"): {"faults": 1} for code in TARGETS}
HUB, PEOPLE, EVALUATIONS, WORKING_SHEET, SUBMIT, PROBLEMS, RESULT = 25, 16, 7, 17, 11, 9, 13


def statements(client, user, url) -> int:
    """What a page asks the database; the first page of a session writes the session too."""
    client.force_login(user)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("size", [1, 3, 7])
@pytest.mark.parametrize(("name", "count"), [("evaluation", HUB), ("panel", PEOPLE)])
def test_pages_of_a_panel_cost_the_same_for_one_member_and_for_seven(
    client, city, county, office, edition, size, name, count
):
    panel = make_panel(city, county, size=size)
    assert statements(client, office, address(name, panel.pk)) == count


@pytest.mark.parametrize("panels", [1, 3])
def test_list_of_evaluations_costs_the_same_for_one_panel_and_for_three(
    client, city, office, edition, panels
):
    for place in range(panels):
        county = factories.make_organization(f"第{place}区网格化治理中心", parent=city, level=Level.COUNTY)
        make_panel(city, county)
    assert statements(client, office, address("evaluations")) == EVALUATIONS


@pytest.mark.parametrize("judged", [1, 3])
def test_working_sheet_costs_the_same_however_much_was_found_on_it(client, city, county, edition, judged):
    panel = make_panel(city, county)
    leader, second, *_ = members(panel)
    hand_in(leader, **dict(list(OTHERS.items())[:judged]))
    hand_in(second)
    url = address("working-sheet", panel.pk, leader.pk, "A.3")
    assert statements(client, second.user, url) == WORKING_SHEET


@pytest.mark.parametrize("size", [1, 3, 7])
def test_handing_in_costs_the_same_however_many_are_in_the_panel(client, city, county, edition, size):
    leader = members(make_panel(city, county, size=size))[0]
    assert statements(client, leader.user, address("sheet-submit", leader.evaluation_id)) == SUBMIT


@pytest.mark.parametrize("count", [1, 3])
def test_problems_cost_the_same_for_one_and_for_three(client, city, county, edition, count):
    panel = make_lockable(city, county, changed=dict(list(OTHERS.items())[:count]))
    result = lock_panel(panel)
    sign_all(result)
    tell(result)
    services.draft_problems(actor=panel.opened_by, result=result)
    assert result.problems.count() == count + 4  # the awards of A.7
    assert statements(client, panel.opened_by, address("problems", panel.pk)) == PROBLEMS


@pytest.mark.parametrize("signed", [1, 3, 7])
def test_result_costs_the_same_for_one_signature_and_for_seven(client, city, county, edition, signed):
    result = lock_panel(make_lockable(city, county, size=7))
    for person in members(result.evaluation)[:signed]:
        sign(result, person)
    assert statements(client, result.evaluation.opened_by, address("result", result.pk)) == RESULT
