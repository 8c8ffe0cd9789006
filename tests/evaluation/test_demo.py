"""The demo: a whole city entered through the services, once, and only where somebody asked for it."""

import io
import re
import stat
import tempfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from evaluation.demo.data import day, document_number
from evaluation.demo.files import approval_of, text_of
from evaluation.models import (
    Evaluation,
    Evidence,
    Fulfilment,
    Judgement,
    Operation,
    Result,
    ScorecardEdition,
)
from evaluation.obstacles import cautions
from evaluation.proposing.evaluations import proposals_for
from evaluation.sheet.reading import read_result
from gridgov.organizations.models import Department, Organization, Role, User
from gridgov.records.media import media_type
from gridgov.records.models import Attachment, Event
from standards.activities.kinds import KINDS
from standards.activities.models import Finding
from standards.models import Node, NodeRemoval, Standard, StandardDocument
from standards.references.suitability import suitability_due
from tests import factories
from tests.evaluation.flipping import Registry

TODAY = date(2026, 11, 20)
MODELS = (
    Organization,
    Department,
    User,
    Node,
    NodeRemoval,
    Standard,
    StandardDocument,
    Attachment,
    Fulfilment,
)
MODELS += (Evaluation, Judgement, Operation, Evidence, Result, Event)

PASSWORD_FILE = "demo_password"


@pytest.fixture
def data_folder(settings, tmp_path):
    """The password of one test's demo is not that of another."""
    settings.DATA_DIR = Path(tmp_path)
    return settings.DATA_DIR


def load() -> str:
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def statuses(initials: str) -> Counter:
    rows = Standard.objects.filter(organization__initials=initials)
    return Counter((row.origin, row.status(timezone.localdate()).value) for row in rows)


# Days and files


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T", date(2026, 11, 20)),
        ("T-20", date(2026, 10, 31)),
        ("T+36", date(2026, 12, 26)),
        ("Y 01-10", date(2026, 1, 10)),
        ("Y-2 05-01", date(2024, 5, 1)),
        ("2018-02-06", date(2018, 2, 6)),
        (None, None),
    ],
)
def test_a_day_is_told_from_the_day_of_loading(text, meant):
    assert day(text, TODAY) == meant


def test_a_day_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="Y-2 13"):
        day("Y-2 13", TODAY)


def test_the_year_of_a_document_follows_the_day_of_loading():
    assert document_number("安网治发〔Y-2〕1号", TODAY) == "安网治发〔2024〕1号"


def test_the_number_of_a_decree_stays_as_it_is():
    assert document_number("国务院令第711号", TODAY) == "国务院令第711号"


@pytest.mark.parametrize(
    "content", [text_of("甲<乙>&丙"), approval_of("安网治标发〔2024〕8号", "体系", "安澜市")]
)
def test_a_demo_file_is_taken_in_as_a_word_file(content):
    assert media_type("文本.docx", content).endswith("wordprocessingml.document")


def test_the_same_title_gives_the_same_file():
    assert text_of("网格巡查管理规范") == text_of("网格巡查管理规范")


# What is there afterwards


class TestLoadedDemo(TestCase):
    """The demo, loaded once for all tests of the class: loading takes a while."""

    @classmethod
    def setUpTestData(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(override_settings(DATA_DIR=cls.folder, MEDIA_ROOT=cls.folder / "attachments"))
        call_command("load_tree", verbosity=0)
        call_command("load_scorecard", verbosity=0)
        cls.printed = load()
        cls.city = Organization.objects.get(initials="AL")
        cls.today = timezone.localdate()

    def test_province_city_county_township_and_village_stand_below_each_other(self):
        found = [(row.level, row.initials, row.region_code) for row in Organization.objects.all()]
        assert found == [
            ("province", "QJ", "990000"),
            ("city", "AL", "990100"),
            ("county", "LJ", "990102"),
            ("township", "WJ", "990102003"),
            ("village", "BJ", "990102003005"),
        ]

    def test_the_city_has_standards_of_every_origin_and_status(self):
        assert statuses("AL") == {
            ("own", "draft"): 8,
            ("own", "upcoming"): 4,
            ("own", "in_force"): 88,
            ("own", "replaced"): 5,
            ("own", "withdrawn"): 2,
            ("adopted", "identified"): 1,
            ("adopted", "draft"): 2,
            ("adopted", "in_force"): 21,
            ("adopted", "replaced"): 3,
            ("guidance", "in_force"): 12,
        }

    def test_what_the_city_is_making_stands_in_every_stage(self):
        rows = Standard.objects.of(self.city).filter(origin="own").exclude(stage="published")
        assert Counter(rows.values_list("stage", flat=True)) == {
            "planned": 2,
            "drafting": 3,
            "reviewing": 1,
            "submitted": 1,
            "approved": 1,
        }

    def test_those_below_have_a_handful(self):
        assert [sum(statuses(initials).values()) for initials in ("LJ", "WJ", "BJ")] == [8, 4, 3]

    def test_the_city_leaves_out_the_nodes_of_lower_levels_and_adds_one_of_its_own(self):
        tree = Node.objects.for_organization(self.city).leaves()
        assert set(tree.exclude(level="").values_list("level", flat=True)) == {"city"}
        assert [str(node) for node in tree.filter(organization=self.city)] == ["TG204-1 矛盾纠纷排查化解管理"]

    def test_every_role_has_an_account(self):
        assert set(self.city.assignments.values_list("role", flat=True)) == set(Role.values)

    def test_every_account_is_printed_with_a_password_that_fits_and_need_not_be_changed(self):
        users = list(User.objects.all())
        password = password_in(self.printed)
        assert [user.username for user in users if not user.check_password(password)] == []
        assert [user.username for user in users if user.must_change_password] == []
        assert [user.username for user in users if f"\n{user.username} " not in self.printed] == []

    def test_numbers_count_up_in_their_class_by_approval(self):
        first_editions = Standard.objects.published().filter(origin="own", replaces=None)
        classes = defaultdict(list)
        for row in first_editions.order_by("organization_id", "class_code", "approved_on", "sequence"):
            classes[row.organization_id, row.class_code].append(row.sequence)
        assert len(classes) > 20
        assert [found for found in classes.values() if found != list(range(1, len(found) + 1))] == []

    def test_some_reviews_are_overdue_and_some_due_soon(self):
        rows = Standard.objects.of(self.city)
        found = [rows.due_for_review(on=self.today, within=days).count() for days in (-1, 60)]
        assert found == [4, 7]

    def test_one_standard_cites_an_edition_that_was_replaced(self):
        found = suitability_due([self.city], date(2026, 3, 1))
        assert [(each.standard.title, each.cited.number) for each in found] == [
            ("安全标志与危险因素分类规范", "GB 2894-2008")
        ]

    def test_only_adopted_standards_and_laws_lack_their_text(self):
        texts = StandardDocument.objects.kept().filter(kind="text")
        rows = Standard.objects.of(self.city).published().exclude(pk__in=texts.values("standard"))
        assert Counter(rows.values_list("origin", flat=True)) == {"adopted": 5, "guidance": 1}

    def test_most_standards_in_force_are_ticked(self):
        rows = Standard.objects.of(self.city).in_force(on=self.today).filter(origin="own")
        ticked = rows.exclude(fulfilments=None).distinct().count()
        assert (rows.count(), ticked) == (88, 85)

    def test_all_was_done_by_somebody_and_stands_in_the_trail(self):
        verbs = Counter(Event.objects.exclude(actor=None).values_list("verb", flat=True))
        assert verbs["publish"] == Standard.objects.published().filter(origin="own").count()
        assert set(verbs) >= {"create", "replace", "withdraw", "correct", "attach", "link", "open", "lock"}

    def test_last_year_is_locked_with_every_requirement_judged_as_the_registry_tells(self):
        evaluation = self.city.evaluations.get(kind="self", state="locked")
        result = read_result(evaluation.official)
        assert (evaluation.year, evaluation.official.judgements.filter(target__contains="-").count()) == (
            self.today.year - 1,
            175 + 2,
        )
        assert (result.unjudged_codes, result.undecided_zero, cautions(evaluation)) == ([], [], [])
        assert (result.proposed_zero, result.counts["not_applicable"]) == (["A5-6", "A5-8"], 18)
        assert list(evaluation.results.values_list("total", "verdict")) == [(372, "合格")]

    def test_this_year_is_open_and_two_thirds_judged_by_five_people(self):
        evaluation = self.city.evaluations.get(kind="self", state="open")
        authors = set(evaluation.official.judgements.values_list("author__username", flat=True))
        assert (evaluation.year, evaluation.official.judgements.count()) == (self.today.year, 114)
        assert authors == {"office", "representative", "officer", "department", "reviewer"}

    def test_some_judgements_were_changed(self):
        changed = Judgement.objects.filter(version__gt=1, sheet__evaluation__kind="self").order_by(
            "sheet__evaluation__year", "target"
        )
        assert [row.target for row in changed] == ["A3-3-6", "A3-5-5", "A1-2-4", "A4-6.4-2"]

    def test_the_office_has_records_of_every_kind_and_problems_on_their_way(self):
        counts = {slug: kind.model.objects.kept().count() for slug, kind in KINDS.items()}
        states = Counter(Finding.objects.values_list("state", flat=True))
        assert counts == {
            "plans": 6,
            "training": 4,
            "implementation": 3,
            "inspections": 2,
            "findings": 7,
            "materials": 6,
            "people": 15,
            "duties": 11,
        }
        assert states == {"registered": 1, "assigned": 1, "rectifying": 2, "reported": 1, "closed": 2}

    def test_loading_again_changes_nothing_and_prints_the_same_accounts(self):
        before = everything()
        again = load()
        assert again == self.printed
        assert everything() == before

    def test_an_organization_added_since_does_not_stop_the_next_start(self):
        factories.make_organization("远山市网格化治理中心", initials="YS")
        assert load() == self.printed

    def test_a_lost_password_file_gives_all_accounts_a_new_password(self):
        (self.folder / PASSWORD_FILE).rename(self.folder / "lost")
        try:
            password = password_in(load())
        finally:
            (self.folder / "lost").replace(self.folder / PASSWORD_FILE)
        assert password != password_in(self.printed)
        assert [user.username for user in User.objects.all() if not user.check_password(password)] == []

    def test_only_its_owner_reads_the_password_file(self):
        assert stat.S_IMODE((self.folder / PASSWORD_FILE).stat().st_mode) == 0o600

    def test_every_requirement_decided_by_data_is_reached_in_both_states_by_real_records(self):
        """What stands, and after one real act the opposite: withdraw, attach, tick, publish, plan.

        A place of a lower level that the demo city left out of its tree is restored first.
        """
        office, edition = User.objects.get(username="office"), ScorecardEdition.objects.get()
        told = {}
        for requirement in edition.scorecard.requirements:
            if requirement.judging == "a":
                registry = Registry(self.city, office, edition, self.today)
                with transaction.atomic():
                    registry.restore(requirement.code)
                    before = registry.proposal(requirement.code)
                    registry.flip(requirement.code, before)
                    told[requirement.code] = (before, registry.proposal(requirement.code))
                    transaction.set_rollback(True)
        assert [code for code, (before, after) in told.items() if before.value == after.value] == []
        assert Counter((before.outcome, after.outcome) for before, after in told.values()) == {
            ("met", "not_met"): 81,
            ("not_met", "met"): 34,
            ("measured", "measured"): 1,
        }

    def test_both_measured_requirements_are_reached_with_and_without_a_figure(self):
        evaluation = Evaluation.objects.get(organization=self.city, kind="third_party", state="open")
        codes = ["A7-1-1", "A7-2-1"]
        before = proposals_for(evaluation, codes=codes)
        evaluation.surveys.all().delete()
        evaluation.turnarounds.all().delete()
        after = proposals_for(evaluation, codes=codes)
        assert [(before[code].outcome, after[code].outcome) for code in codes] == [("measured", "open")] * 2


def password_in(printed: str) -> str:
    return re.search(r"密码都是 (\S+)$", printed, re.MULTILINE)[1]


def everything() -> dict:
    """Row counts of all that loading writes, and every password hash."""
    counts = {model.__name__: model.objects.count() for model in MODELS}
    return counts | dict(User.objects.values_list("username", "password"))


# Where it is not


def test_demo_stays_away_from_real_organizations(tree, edition, data_folder):
    factories.make_organization("远山市网格化治理中心", initials="YS")
    with pytest.raises(CommandError, match="已有正式的组织"):
        load()
    assert list(User.objects.all()) == []
    assert list(data_folder.glob(PASSWORD_FILE)) == []


def test_start_without_demo_makes_one_administrator_and_nothing_else(db, data_folder, monkeypatch):
    from gridgov.management.commands import start

    monkeypatch.setattr(start.Command, "collect_static", lambda self: None)
    call_command("start", "--no-serve", stdout=io.StringIO())
    assert list(User.objects.values_list("username", "must_change_password")) == [("admin", True)]
    assert not Organization.objects.exists()
    assert not (data_folder / PASSWORD_FILE).exists()


def test_demo_lives_on_in_another_year(tree, edition, data_folder, time_machine):
    time_machine.move_to(date(2031, 1, 1))
    load()
    assert [cautions(each) for each in Evaluation.objects.filter(state="locked")] == [[]] * 4
    assert set(Result.objects.values_list("number", flat=True)) == {
        "ZP-2030-990100-01",
        "ZP-2030-990102-01",
        "ZP-2030-990102003-01",
        "DSF-2030-990100-01",
    }
