"""The demo's panels: a 合议 to finish, a visit under way, a result being mended, an application that waits."""

import tempfile
from collections import Counter
from datetime import time, timedelta
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from evaluation.consensus.reading import read_consensus
from evaluation.demo.clock import at
from evaluation.demo.hands import signature_of
from evaluation.measures.offers import offers_for
from evaluation.models import Application, Evaluation, Expert, Problem, Sheet
from evaluation.obstacles import cautions, obstacles
from evaluation.results.signatures import unsigned
from evaluation.sheet.reading import read_result
from gridgov.drawing import check_drawing
from gridgov.organizations.models import User
from gridgov.tasks.collecting import tasks_of

# Days and hands


def test_the_clock_of_the_demo_takes_a_day_of_the_past_for_today_and_gives_the_time_back():
    before = timezone.localdate()
    with at(before - timedelta(days=30), time(16)):
        inside = timezone.localtime()
    assert (inside.date(), inside.hour, timezone.localdate()) == (before - timedelta(days=30), 16, before)


def test_a_moment_to_come_means_now():
    with at(timezone.localdate() + timedelta(days=2)):
        inside = timezone.localdate()
    assert inside == timezone.localdate()


def test_an_invented_signature_is_one_the_site_takes_and_always_the_same():
    check_drawing(signature_of("钱学敏"))
    assert signature_of("钱学敏") == signature_of("钱学敏") != signature_of("蒋念真")


class TestPanelsOfTheDemo(TestCase):
    """The demo, loaded once for all tests of the class."""

    @classmethod
    def setUpTestData(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "attachments"))
        for command in ("load_tree", "load_scorecard", "load_demo"):
            call_command(command, verbosity=0)
        cls.today = timezone.localdate()

    def panel(self, **conditions) -> Evaluation:
        return Evaluation.objects.with_people().exclude(kind="self").get(**conditions)

    def offered(self, username: str) -> set[str]:
        """What the person is offered to do about evaluations by panels."""
        user = User.objects.get(username=username)
        kinds = {"上级评估", "第三方评价", "评估申请", "整改"}
        return {task.verb for task in tasks_of(user, self.today) if task.kind in kinds}

    # Experts

    def test_the_pools_hold_invented_people_of_the_three_sides_five_with_accounts(self):
        rows = Expert.objects.filter(organization__initials="AL")
        assert Counter(rows.values_list("side", flat=True)) == {
            "standardization": 3,
            "trade": 3,
            "management": 3,
        }
        assert set(rows.exclude(user=None).values_list("user__username", flat=True)) == {
            "panel",
            "panel2",
            "panel3",
            "panel4",
            "panel5",
        }
        assert Expert.objects.filter(organization__initials="QJ").count() == 6

    def test_one_expert_works_for_the_county_and_could_not_evaluate_it(self):
        expert = Expert.objects.get(employer_organization__initials="LJ")
        assert (expert.name, expert.user) == ("邹立春", None)

    # The third party of this year: in its 合议

    def test_the_third_party_has_all_sheets_and_leaves_nine_disputes_to_its_leader(self):
        panel = self.panel(organization__initials="AL", state="open")
        found = read_consensus(panel)
        states = Counter(target.state for target in found.targets.values())
        assert states == {"agreed": 162, "disputed": 9, "decided": 4}
        assert [target.code for target in found.open][:2] == ["A7-1-1", "A7-4-1"]
        assert set(panel.sheets.exclude(participant=None).values_list("state", flat=True)) == {"submitted"}

    def test_what_the_third_party_measured_is_as_computed_by_hand(self):
        offers = offers_for(self.panel(organization__initials="AL", state="open"))
        # (213 + 146) / 400; (35 × 100 + 40 × 50 + 30 × 100) / 250
        assert {code: offer.value for code, offer in offers.items()} == {"A7-1-1": "89.75", "A7-2-1": "34"}

    def test_the_third_party_needs_its_合议_and_its_conclusion_for_the_lock(self):
        words = [
            obstacle.words[:8]
            for obstacle in obstacles(self.panel(organization__initials="AL", state="open"))
        ]
        assert words == ["现场步骤 7.6", "合议还有 9 条", "合议有 162 ", "评价结论还没有写"]

    # The county: scoring on site

    def test_the_county_is_being_scored_by_members_who_have_come_differently_far(self):
        panel = self.panel(organization__initials="LJ")
        rows = Sheet.objects.filter(evaluation=panel).exclude(participant=None)
        found = {
            name: (state, serial)
            for name, state, serial in rows.values_list("participant__user__username", "state", "serial")
        }
        assert found == {
            "panel": ("open", 18),
            "panel2": ("open", 15),
            "panel3": ("open", 60),
            "panel4": ("submitted", 33),
            "panel5": ("open", 0),
        }
        assert panel.application.state == "accepted"
        undeclared = panel.participants.filter(declared_at=None)
        assert list(undeclared.values_list("user__username", flat=True)) == ["panel5"]

    def test_the_county_had_to_take_its_own_result_honestly(self):
        evaluation = Evaluation.objects.get(kind="self", organization__initials="LJ")
        result = read_result(evaluation.official)
        # 满意度 82.5% 得 15，缩短 22% 得 12，没有奖励，社会效益提高 5% 以上得 3
        assert {row.section.code: row.score for row in result.sections}["A.7"] == 30
        assert (result.total, cautions(evaluation)) == (345, [])

    # The result of last year

    def test_last_year_was_locked_signed_by_all_and_told_last_year(self):
        result = self.panel(state="locked").results.get()
        assert (result.number, result.total) == (f"DSF-{self.today.year - 1}-990100-01", 365)
        assert (result.signatures.count(), unsigned(result)) == (5, [])
        assert {row.sha256 for row in result.signatures.all()} == {result.sha256}
        assert result.notice.notified_on.year == result.locked_at.year == self.today.year - 1

    def test_its_figures_are_those_computed_by_hand(self):
        result = read_result(self.panel(state="locked").official)
        scores = {row.section.code: row.score for row in result.sections}
        # A.6: 60 − 2 − 2 − 3 − 1 − 2; A.7: 84.5% 得 15，35% 得 14，地（市）级得 3，提高10%以上得 5
        assert (scores["A.6"], scores["A.7"]) == (50, 37)

    def test_of_its_problems_one_is_closed_one_on_its_way_one_overdue(self):
        rows = Problem.objects.order_by("number")
        found = [(row.state, row.finding.state, row.due_on < self.today) for row in rows]
        assert found == [
            ("closed", "closed", False),
            ("notified", "rectifying", False),
            ("notified", "assigned", True),
        ]

    # Applications and worklists

    def test_the_application_of_the_township_waits_at_the_county(self):
        rows = Application.objects.order_by("pk").values_list("organization__initials", "state")
        assert list(rows) == [("LJ", "accepted"), ("WJ", "submitted")]

    def test_everybody_finds_the_next_step_among_what_he_has_to_do(self):
        found = {name: self.offered(name) for name in ("panel", "panel3", "panel5", "county", "province")}
        assert found == {
            "panel": {"合议", "继续评分"},
            "panel3": {"提交底稿"},
            "panel5": {"作回避声明", "继续评分"},
            "county": {"受理"},
            "province": {"催办"},
        }
