"""Evidence: files and standards beside a judgement; what was taken away stays in the database."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluation.errors import EvaluationError
from evaluation.models import Evidence
from evaluation.services.evidence import add_file, add_standard, remove_evidence
from evaluation.services.locking import lock_evaluation
from evaluation.sheet.reading import evidence_of
from gridgov.records.errors import RecordsError
from gridgov.records.models import Attachment, Event
from tests.evaluation.making import complete, make_evaluation
from tests.factories import PDF, make_adopted

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def add_pdf(office, evaluation, target="A1-1-1", name="方针.pdf"):
    return add_file(actor=office, sheet=evaluation.official, target=target, file=ContentFile(PDF, name=name))


def content_of(evidence):
    with evidence.attachment.open() as file:
        return file.read()


def shown(evaluation):
    return {target: [str(row) for row in rows] for target, rows in evidence_of(evaluation.official).items()}


def told():
    return list(
        Event.objects.filter(verb__in=["attach", "detach"]).order_by("pk").values_list("verb", "changes")
    )


def test_file_is_kept_as_evidence_and_told_to_the_trail(office, evaluation):
    evidence = add_pdf(office, evaluation)
    assert shown(evaluation) == {"A1-1-1": ["方针.pdf"]}
    assert content_of(evidence) == PDF
    assert told() == [("attach", {"A1-1-1 证据": ["", "方针.pdf"]})]


def test_file_sent_twice_is_evidence_once(office, evaluation):
    first, again = add_pdf(office, evaluation), add_pdf(office, evaluation)
    assert (again, shown(evaluation), len(told())) == (first, {"A1-1-1": ["方针.pdf"]}, 1)


def test_item_takes_evidence_too(office, evaluation):
    add_pdf(office, evaluation, "A3-2")
    assert shown(evaluation) == {"A3-2": ["方针.pdf"]}


def test_standard_of_the_registry_is_evidence_once(office, city, evaluation, node):
    standard = make_adopted(city, node)
    rows = [
        add_standard(actor=office, sheet=evaluation.official, target="A2-2-1", standard=standard)
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    assert shown(evaluation) == {"A2-2-1": ["GB/T 34300-2017 城乡社区网格化服务管理规范"]}


def test_standard_of_another_organisation_is_refused(office, stranger_city, evaluation, node):
    standard = make_adopted(stranger_city, node)
    with pytest.raises(EvaluationError, match="只能引用被评组织登记簿中的标准。"):
        add_standard(actor=office, sheet=evaluation.official, target="A2-2-1", standard=standard)
    assert shown(evaluation) == {}


def test_unknown_target_takes_no_evidence(office, evaluation):
    with pytest.raises(EvaluationError, match="评分表中没有“B1”"):
        add_pdf(office, evaluation, "B1")
    assert Attachment.objects.count() == 0


def test_file_that_is_not_what_its_name_says_is_refused(office, evaluation):
    with pytest.raises(RecordsError, match="不是 PDF 文件"):
        add_file(
            actor=office,
            sheet=evaluation.official,
            target="A1-1-1",
            file=ContentFile(b"<html>", name="方针.pdf"),
        )
    assert shown(evaluation) == {}


def test_removed_evidence_is_hidden_and_its_row_stays(office, evaluation):
    evidence = add_pdf(office, evaluation)
    for _ in range(2):
        remove_evidence(actor=office, evidence=evidence)
    kept = Evidence.objects.get()
    assert (shown(evaluation), kept.removed_by, content_of(kept)) == ({}, office, PDF)
    assert told()[1:] == [("detach", {"A1-1-1 证据": ["方针.pdf", ""]})]


# Pages and endpoints


def url(evaluation, name="evidence-add", *args):
    return reverse(f"evaluation:{name}", args=[evaluation.pk, *(args or ["A1-1-1"])])


def test_page_takes_a_file_and_a_standard_at_once(client, office, city, evaluation, node):
    standard = make_adopted(city, node)
    client.force_login(office)
    files = [SimpleUploadedFile(name, PDF) for name in ("方针.pdf", "照片说明.pdf")]
    response = client.post(url(evaluation), {"files": files, "standard": standard.pk})
    assert response["Location"] == url(evaluation)
    assert shown(evaluation) == {"A1-1-1": ["方针.pdf", "照片说明.pdf", str(standard)]}
    page = client.get(url(evaluation)).content.decode()
    assert "照片说明.pdf" in page


def test_page_without_anything_chosen_says_what_to_do(client, office, evaluation):
    client.force_login(office)
    page = client.post(url(evaluation), {}).content.decode()
    assert "请选择文件，或选择登记簿中的一个标准。" in page


def test_page_shows_why_a_file_is_refused(client, office, evaluation):
    client.force_login(office)
    response = client.post(url(evaluation), {"files": [SimpleUploadedFile("a.html", b"<html>")]})
    assert "“a.html”的类型不能上传" in response.content.decode()
    assert shown(evaluation) == {}


def test_script_gets_json_for_a_photo(client, office, evaluation):
    client.force_login(office)
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0 jpeg")
    response = client.post(url(evaluation), {"files": [photo]}, headers=JSON)
    made = Evidence.objects.get()
    assert (response.status_code, response.json()) == (
        201,
        {"evidence": [{"pk": made.pk, "name": "现场.jpg"}]},
    )


def test_script_is_told_why_a_file_is_refused(client, office, evaluation):
    client.force_login(office)
    response = client.post(url(evaluation), {}, headers=JSON)
    assert (response.status_code, response.json()) == (
        422,
        {"error": "请选择文件，或选择登记簿中的一个标准。"},
    )


def test_participant_downloads_evidence_and_a_stranger_does_not(client, office, stranger, evaluation):
    evidence = add_pdf(office, evaluation)
    answers = []
    for user in (office, stranger):
        client.force_login(user)
        response = client.get(url(evaluation, "evidence", evidence.pk))
        answers.append((response.status_code, b"".join(response) == PDF))
    assert answers == [(200, True), (404, False)]


def test_removed_evidence_is_not_handed_out(client, office, evaluation):
    evidence = add_pdf(office, evaluation)
    client.force_login(office)
    response = client.post(url(evaluation, "evidence-remove", evidence.pk))
    assert response["Location"] == url(evaluation)
    assert client.get(url(evaluation, "evidence", evidence.pk)).status_code == 404


def test_evidence_of_another_evaluation_is_not_reached(client, office, city, evaluation):
    evidence = add_pdf(office, evaluation)
    other = make_evaluation(city, office, year=2025)
    client.force_login(office)
    answers = [
        client.get(url(other, "evidence", evidence.pk)).status_code,
        client.post(url(other, "evidence-remove", evidence.pk)).status_code,
    ]
    assert (answers, shown(evaluation)) == ([404, 404], {"A1-1-1": ["方针.pdf"]})


def test_locked_evaluation_takes_and_loses_no_evidence(client, office, evaluation):
    evidence = add_pdf(office, evaluation)
    lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    client.force_login(office)
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0 jpeg")
    answers = [
        client.post(url(evaluation), {"files": [photo]}, headers=JSON).status_code,
        client.post(url(evaluation, "evidence-remove", evidence.pk), headers=JSON).status_code,
        client.post(url(evaluation), {"files": [photo]}).status_code,
    ]
    assert (answers, shown(evaluation)) == ([423, 423, 403], {"A1-1-1": ["方针.pdf"]})
