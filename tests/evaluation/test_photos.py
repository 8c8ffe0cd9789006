"""Photos of a tablet: sent late, sent twice, kept once, and shown to nobody before their time."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from evaluation.errors import EvaluationError
from evaluation.models import Evaluation, Evidence, ScorecardEdition, Sheet
from evaluation.services.evidence import remove_evidence
from evaluation.services.photos import MOST_MEGABYTES, add_photo
from evaluation.services.submitting import submit_sheet
from evaluation.views.answers import OF_EDITION, OF_EVALUATION, OF_SHEET
from gridgov.records.models import Attachment, Event
from tests.evaluation.making import judge_own, make_panel, members
from tests.evaluation.test_concurrency import at_once

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0 jpeg"
JSON = {"accept": "application/json"}
FIRST = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


@pytest.fixture
def member(panel):
    return members(panel)[1]


def take(actor, sheet, *, uuid, target="A1-1-1", content=JPEG, caption="2026-11-20 10:44"):
    file = ContentFile(content, name="x")
    return add_photo(actor=actor, sheet=sheet, uuid=uuid, target=target, file=file, caption=caption)


def send(client, evaluation, **changed):
    """The status and the JSON of a photo sent as the page sends it."""
    file = SimpleUploadedFile("A1-1-1.jpg", changed.pop("content", JPEG), "image/jpeg")
    message = {"uuid": FIRST, "target": "A1-1-1", "caption": "2026-11-20 10:44", "file": file} | changed
    fields = {name: value for name, value in message.items() if value is not None}
    response = client.post(reverse("evaluation:photo-add", args=[evaluation.pk]), fields, headers=JSON)
    return response.status_code, response.json()


def rows():
    return list(Evidence.objects.values_list("target", "caption", "attachment__name"))


# Keeping


def test_photo_is_kept_under_its_id_with_what_it_shows(client, office, evaluation):
    client.force_login(office)
    status, answer = send(client, evaluation, user=office.pk)
    made = Evidence.objects.get()
    assert (status, answer) == (
        200,
        {
            "uuid": FIRST,
            "target": "A1-1-1",
            "evidence": {
                "pk": made.pk,
                "name": "A1-1-1 2026-11-20 1044.jpg",
                "caption": "2026-11-20 10:44",
                "removed": False,
                "url": f"/evaluations/{evaluation.pk}/photos/{made.pk}/",
                "removal": f"/evaluations/{evaluation.pk}/evidence/{made.pk}/remove/",
            },
        },
    )
    assert str(made.uuid) == FIRST


def test_photo_sent_twice_is_answered_alike_and_kept_once(client, office, evaluation):
    client.force_login(office)
    assert send(client, evaluation) == send(client, evaluation)
    assert (Evidence.objects.count(), Attachment.objects.count()) == (1, 1)


def test_two_photos_of_the_same_picture_are_two(client, office, evaluation):
    client.force_login(office)
    for uuid in (FIRST, str(uuid4())):
        send(client, evaluation, uuid=uuid)
    assert Evidence.objects.count() == 2


def test_photo_removed_since_is_not_kept_again_by_a_late_sending(client, office, evaluation):
    client.force_login(office)
    send(client, evaluation)
    remove_evidence(actor=office, evidence=Evidence.objects.get())
    status, answer = send(client, evaluation)
    assert (status, answer["evidence"]["removed"], Evidence.objects.kept().count()) == (200, True, 0)


def test_late_sending_is_answered_after_the_sheet_was_handed_in(client, panel, member):
    client.force_login(member.user)
    first = send(client, panel)
    for section in member.assignments.values_list("section", flat=True):
        part = next(part for part in panel.edition.scorecard.sections if part.code == section)
        for item in part.items:
            for requirement in item.requirements:
                judge_own(member, requirement.code, {"met": True})
    submit_sheet(actor=member.user, sheet=member.sheet)
    assert send(client, panel) == first
    assert send(client, panel, uuid=str(uuid4()))[0] == 423


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_are_one_photo(office, evaluation):
    uuid = uuid4()
    answers = at_once(lambda _: take(office, evaluation.official, uuid=uuid), range(4))
    assert [answer.pk for answer in answers] == [Evidence.objects.get().pk] * 4


@pytest.mark.django_db(transaction=True)
def test_one_id_at_once_at_two_requirements_belongs_to_one(office, evaluation):
    uuid = uuid4()
    answers = at_once(
        lambda target: take(office, evaluation.official, uuid=uuid, target=target), ["A1-1-1", "A1-1-2"]
    )
    refused = [answer.message for answer in answers if isinstance(answer, EvaluationError)]
    assert refused == ["这张照片的编号已用于另一条证据，没有保存。请重新拍照。"]
    assert Evidence.objects.count() == 1
    connection.close()


def test_columns_a_save_reads_stand_in_the_order_of_the_model():
    """Out of order, `from_db` would give a photo to whatever organisation has the key of the edition."""
    parts = [(Evaluation, OF_EVALUATION), (ScorecardEdition, OF_EDITION), (Sheet, OF_SHEET)]
    for model, names in parts:
        assert list(names) == [
            field.attname for field in model._meta.concrete_fields if field.attname in names
        ]


# Refusing


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"content": b"GIF89a"}, "A1-1-1 的照片不是 JPG 图片。请在评分页上重新拍照或选择图片。"),
        ({"file": None}, "没有收到照片文件，请重新拍照。"),
        ({"uuid": "no"}, "uuid 写法不对，请刷新页面后重试。"),
        ({"uuid": None}, "uuid 写法不对，请刷新页面后重试。"),
        ({"target": "B1"}, "评分表中没有“B1”，请刷新页面后重试。"),
    ],
)
def test_wrong_photo_answers_422_with_a_sentence(client, office, evaluation, changed, sentence):
    client.force_login(office)
    assert send(client, evaluation, **changed) == (422, {"error": sentence})
    assert rows() == []


def test_photo_beyond_the_limit_is_refused_with_its_size(office, evaluation):
    content = JPEG + bytes(MOST_MEGABYTES * 1024 * 1024)
    with pytest.raises(EvaluationError, match=r"A1-1-1 的照片有 8.0 MB，最多 8 MB"):
        take(office, evaluation.official, uuid=uuid4(), content=content)
    assert rows() == []


def test_photo_of_another_login_is_refused_and_not_kept(client, office, panel_member, evaluation):
    client.force_login(office)
    status, answer = send(client, evaluation, user=panel_member.pk)
    assert (status, answer["error"], rows()) == (
        403,
        "这一改动是另一位登录人做的，没有保存。请用原来的账号登录后再试。",
        [],
    )


# Seeing


def look(client, user, evidence):
    client.force_login(user)
    url = reverse("evaluation:photo", args=[evidence.sheet.evaluation_id, evidence.pk])
    response = client.get(url)
    if response.streaming:
        b"".join(response)
    return response.status_code, response.get("Content-Type")


def test_photo_of_a_working_sheet_is_seen_by_its_member_alone(client, panel, member, administrator):
    photo = take(member.user, member.sheet, uuid=uuid4())
    others = [person.user for person in members(panel) if person != member]
    people = [*others, panel.opened_by, administrator]
    assert [look(client, user, photo)[0] for user in people] == [404] * len(people)
    assert look(client, member.user, photo) == (200, "image/jpeg")


def test_neither_taking_nor_looking_at_a_photo_of_a_working_sheet_is_told(client, member):
    before = told()
    look(client, member.user, take(member.user, member.sheet, uuid=uuid4()))
    assert told() == before


def told():
    return list(Event.objects.exclude(verb="login").order_by("pk").values_list("pk", "verb"))


def test_removed_photo_is_not_shown(client, office, evaluation):
    photo = take(office, evaluation.official, uuid=uuid4())
    remove_evidence(actor=office, evidence=photo)
    assert look(client, office, photo)[0] == 404


def test_row_shows_its_photos_with_a_button_that_removes_them(client, office, evaluation):
    photo = take(office, evaluation.official, uuid=uuid4())
    client.force_login(office)
    page = client.get(reverse("evaluation:sheet", args=[evaluation.pk, "A.1"])).content.decode()
    assert f'src="/evaluations/{evaluation.pk}/photos/{photo.pk}/"' in page
    assert f'action="/evaluations/{evaluation.pk}/evidence/{photo.pk}/remove/"' in page
