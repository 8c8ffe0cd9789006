"""A panel: who is in it, who judges what, who steps back (T/CSSG 001.5 5.1–5.3)."""

import pytest
from django.db import IntegrityError, transaction

from evaluation import permissions
from evaluation.errors import EvaluationError
from evaluation.models import Evaluation, Sheet
from evaluation.services.panels import appoint
from evaluation.services.submitting import submit_sheet
from tests import factories
from tests.evaluation.making import hand_in, judge_own, make_panel, members


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


def fresh(evaluation):
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def test_panel_has_an_official_sheet_and_one_for_each_member(panel):
    assert [sheet.is_private for sheet in panel.sheets.all()] == [False, *[True] * 5]
    assert panel.official.participant is None


def test_nobody_of_the_evaluated_organisation_is_appointed(panel, county):
    insider = factories.make_office_user(county, "insider")
    with pytest.raises(EvaluationError, match="应当回避"):
        appoint(actor=panel.opened_by, evaluation=panel, user=insider)


def test_sheets_of_others_are_seen_after_submitting_the_own_one(panel):
    leader, second = members(panel)[:2]
    assert not permissions.can_see_consensus(leader.user, fresh(panel))
    hand_in(leader)
    assert permissions.can_see_consensus(leader.user, fresh(panel))
    assert not permissions.can_see_consensus(second.user, fresh(panel))
    assert not permissions.can_see_consensus(panel.opened_by, fresh(panel))


def test_submitted_sheet_is_fixed_by_the_database(panel):
    leader = members(panel)[0]
    hand_in(leader)
    with pytest.raises(IntegrityError, match="已提交"), transaction.atomic():
        leader.sheet.judgements.update(value={})


def test_submitting_names_what_is_not_judged(panel):
    leader = members(panel)[0]
    judge_own(leader, "A1-1-1", {"met": True})
    with pytest.raises(EvaluationError, match="没有判定：A1-1-2"):
        submit_sheet(actor=leader.user, sheet=leader.sheet)
    assert Sheet.objects.get(pk=leader.sheet.pk).is_open
