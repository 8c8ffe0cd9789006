"""评价细则 in the browser: everything printed is there, and every repair says why."""

import html

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def page(client, name, *args) -> str:
    return html.unescape(client.get(reverse(f"evaluation:{name}", args=args)).content.decode())


@pytest.fixture(autouse=True)
def _logged_in(client, reader):
    client.force_login(reader)


def test_overview_prints_the_sums_505_and_500(client, edition):
    text = page(client, "scorecard")
    foot = text[text.index("<tfoot>") : text.index("</tfoot>")]
    assert [foot.count(f'<td class="figure">{figure}</td>') for figure in (48, 175, 505, 500)] == [1, 1, 2, 1]


def test_overview_prints_edition_digest_and_all_readings(client, edition):
    text = page(client, "scorecard")
    digest = " ".join(edition.sha256[place : place + 8] for place in range(0, 64, 8))
    missing = [r.no for r in edition.scorecard.readings if r.text not in text or r.reading not in text]
    assert (digest in text, edition.code in text, missing) == (True, True, [])


@pytest.mark.parametrize("section", ["A.1", "A.2", "A.3", "A.4", "A.5", "A.6", "A.7"])
def test_table_prints_every_requirement_with_its_deduction(client, edition, section):
    text = page(client, "scorecard-section", section)
    found = next(part for part in edition.scorecard.sections if part.code == section)
    requirements = [r for item in found.items for r in item.requirements]
    missing = [
        r.code
        for r in requirements
        if any(words not in text for words in (r.code, r.text, r.deduction_text, r.clause))
    ]
    assert (missing, found.printed_heading in text) == ([], True)


@pytest.mark.parametrize("section", ["A.1", "A.4", "A.7"])
def test_table_marks_repairs_with_their_reason(client, edition, section):
    text = page(client, "scorecard-section", section)
    found = next(part for part in edition.scorecard.sections if part.code == section)
    parts = [found, *found.items, *(r for item in found.items for r in item.requirements)]
    repairs = [part.repair for part in parts if part.repair]
    assert repairs
    assert [r.reason for r in repairs if r.reason not in text or r.text not in text] == []


def test_unknown_table_is_not_found(client, edition):
    assert client.get(reverse("evaluation:scorecard-section", args=["A.8"])).status_code == 404


def test_without_an_edition_there_is_no_page(client):
    assert client.get(reverse("evaluation:scorecard")).status_code == 404
