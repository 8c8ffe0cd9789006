"""体系运行起始日 of the facts form, as the versions of the system tell it."""

from datetime import date

from evaluation.forms.evaluations import FactsForm
from evaluation.services.evaluations import edit_facts
from standards.models import SystemVersion
from tests.evaluation.making import make_evaluation

HINT = "第5部分 6.1、6.2"


def issue(organization, name, on):
    return SystemVersion.objects.create(
        organization=organization,
        name=name,
        state="issued",
        drafted_on=on,
        decree_number="安网治发〔2025〕1号",
        signer="何建明",
        issued_on=on,
        effective_on=on,
        snapshot="{}",
        sha256="0" * 64,
    )


def offered(evaluation):
    form = FactsForm(instance=evaluation)
    return form["operated_from"].value(), str(form.fields["operated_from"].help_text)


def test_operation_of_the_first_version_is_offered(city, office, edition):
    issue(city, "2024 年版", date(2024, 5, 1))
    issue(city, "2025 年版", date(2025, 5, 1))
    evaluation = make_evaluation(city, office)
    assert offered(evaluation) == (
        date(2024, 5, 1),
        f"{HINT}；登记的体系版本“2024 年版”自 2024-05-01 起运行，现在运行的“2025 年版”自 2025-05-01 起",
    )


def test_day_that_was_written_stays(city, office, edition):
    issue(city, "2024 年版", date(2024, 5, 1))
    evaluation = edit_facts(
        actor=office, evaluation=make_evaluation(city, office), operated_from=date(2024, 6, 1)
    )
    assert offered(evaluation) == (
        date(2024, 6, 1),
        f"{HINT}；登记的体系版本“2024 年版”自 2024-05-01 起运行",
    )


def test_version_of_others_or_of_a_day_to_come_offers_nothing(city, stranger_city, office, edition):
    issue(stranger_city, "2024 年版", date(2024, 5, 1))
    issue(city, "2026 年版", date(2026, 5, 1))
    evaluation = make_evaluation(city, office)
    assert offered(evaluation) == (None, HINT)
