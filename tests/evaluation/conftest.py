"""Evaluations for the cast."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from tests import factories
from tests.evaluation.making import complete, make_evaluation


@pytest.fixture
def evaluation(city, office, edition):
    """An open self-evaluation of the city; the office user leads it."""
    return make_evaluation(city, office)


@pytest.fixture(scope="session")
def locked(django_db_setup, django_db_blocker):
    """A locked result with a note, a deduction, a not applicable and a file; its rows are rolled back again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_scorecard", verbosity=0)
        result = lock_one()
        transaction.set_rollback(True)
    return result


def lock_one():
    from evaluation.services.evaluations import write_conclusion
    from evaluation.services.evidence import add_file
    from evaluation.services.locking import lock_evaluation

    city = factories.make_organization(region_code="990100")
    office = factories.make_office_user(city)
    evaluation = make_evaluation(city, office)
    file = ContentFile(factories.PDF, name="方针.pdf")
    add_file(actor=office, sheet=evaluation.official, target="A1-1-1", file=file)
    evaluation = complete(
        office,
        evaluation,
        A3_2_1={"faults": 1, "note": "没有找到有效文本"},
        A5_2_4={"not_applicable": True, "reason": "本级不设村级工作站"},
    )
    words = {
        "achievements": "覆盖四个分体系",
        "problems": "缺智能化规范",
        "advice": "明年制定",
        "cap_decision": "",
    }
    write_conclusion(actor=office, evaluation=evaluation, **words)
    return lock_evaluation(actor=office, evaluation=evaluation)


@pytest.fixture(scope="session")
def paper(locked, fonts) -> bytes:
    """The report of `locked`, printed in this process."""
    from evaluation.reports import report
    from gridgov.printing import rendering

    return rendering.print_job(replace(report.print_job(locked), fonts=fonts))


@pytest.fixture(scope="session")
def words(paper) -> str:
    """What is printed on `paper`, without white space."""
    from io import BytesIO

    from pypdf import PdfReader

    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper)).pages)
