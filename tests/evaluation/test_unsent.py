"""What a tablet could not send, brought as a file from any machine."""

import json
from base64 import b64encode
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import EvaluationError
from evaluation.models import Evidence, Judgement, Operation
from evaluation.services.evaluations import add_participant
from evaluation.services.unsent import take_in
from evaluation.sheet.unsent import MOST_ERRORS, UnsentError, read_unsent
from tests.evaluation.making import change, make_evaluation

JPEG = b"\xff\xd8\xff\xe0 jpeg"
FIRST, SECOND, THIRD = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


def operation(uuid=FIRST, target="A1-1-1", value=None, base=0):
    return {"uuid": uuid, "target": target, "base": base, "value": {"faults": 1} if value is None else value}


def photo(uuid=SECOND, target="A1-1-1", content=JPEG):
    return {
        "uuid": uuid,
        "target": target,
        "caption": "2026-11-20 10:44",
        "data": b64encode(content).decode(),
    }


def document(*operations, photos=(), user=1, sheet=1, **more):
    content = {"format": "gridgov-unsent/1", "user": user, "user_name": "办公室", "sheet": sheet}
    return content | {"operations": list(operations), "photos": list(photos)} | more


def written(*args, **more) -> bytes:
    return json.dumps(document(*args, **more)).encode()


# Reading


def test_file_is_read_as_it_was_written():
    read = read_unsent(written(operation(), operation(SECOND, base=None), photos=[photo(THIRD)]))
    assert [(row.target, row.base, row.value) for row in read.operations] == [
        ("A1-1-1", 0, {"faults": 1}),
        ("A1-1-1", None, {"faults": 1}),
    ]
    assert [(str(row.uuid), row.caption, row.content) for row in read.photos] == [
        (THIRD, "2026-11-20 10:44", JPEG)
    ]


def test_words_that_no_page_can_hold_are_read_without_what_breaks_them():
    broken = photo(THIRD) | {"caption": "门\ud800口\x00"}
    read = read_unsent(written(photos=[broken], user_name="办\ud800公\x00室"))
    assert (read.user_name, read.photos[0].caption) == ("办公室", "门口")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "不是正确的 JSON：第 1 行第 2 列附近有误，请改正。"),
        (b"[]", "这不是“导出未上传数据”保存的文件：format 应为 gridgov-unsent/1。请核对文件。"),
        (written(user="x"), "user 应为编号，请重新导出。"),
        (written(operations={}), "operations 应为列表，最多 5000 项。请重新导出。"),
        (written({"uuid": FIRST}), "第 1 项改动：缺少 target、base、value，请重新导出。"),
        (
            written(operation(), operation(base=-1)),
            "第 2 项改动：base 应为不小于 0 的整数，请刷新页面后重试。",
        ),
        (written(photos=[photo() | {"data": "§"}]), "第 1 项照片：照片内容不完整，请重新导出。"),
        (written(photos=["x"]), "第 1 项照片：应为 {…} 形式的对象。"),
    ],
)
def test_wrong_file_is_refused_with_the_place(data, sentence):
    with pytest.raises(UnsentError) as caught:
        read_unsent(data)
    assert caught.value.message == sentence


def test_many_wrong_entries_are_counted():
    with pytest.raises(UnsentError) as caught:
        read_unsent(written(*[{}] * (MOST_ERRORS + 5)))
    assert (len(caught.value.entries), caught.value.entries[-1]) == (MOST_ERRORS + 1, "另有 5 处类似的错误。")


plain = st.sampled_from([None, True, False, 0, 1, -1, 2**40, "", "A1-1-1", "B1", "ÿ", FIRST, "AA=="])
rows = st.dictionaries(st.sampled_from(["uuid", "target", "base", "value", "data"]), plain, max_size=5)
anything = plain | st.lists(plain | rows, max_size=3)
NAMES = ("user", "sheet", "operations", "photos", "user_name")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, anything)))
def test_whatever_stands_in_a_file_is_read_or_refused(content):
    data = json.dumps({"format": "gridgov-unsent/1"} | content).encode()
    assert read_or_refused(data)


def read_or_refused(data):
    try:
        return read_unsent(data)
    except UnsentError as error:
        return error.entries


# Taking in


def bring(actor, evaluation, *operations, photos=(), **more):
    """What became of each entry: its target and state."""
    sheet = evaluation.official
    content = {"user": actor.pk, "sheet": sheet.pk} | more
    read = read_unsent(written(*operations, photos=photos, **content))
    return [(row.kind, row.target, row.state) for row in take_in(actor=actor, sheet=sheet, unsent=read)]


def kept():
    return list(Operation.objects.order_by("serial").values_list("target", "base", "value"))


@pytest.mark.django_db
def test_file_brings_changes_in_order_and_photos(office, evaluation):
    later = operation(SECOND, base=None, value={"met": True})
    assert bring(office, evaluation, operation(), later, photos=[photo(THIRD)]) == [
        ("改动", "A1-1-1", "kept"),
        ("改动", "A1-1-1", "kept"),
        ("照片", "A1-1-1", "kept"),
    ]
    assert kept() == [("A1-1-1", 0, {"faults": 1}), ("A1-1-1", 1, {"met": True})]
    assert Evidence.objects.get().caption == "2026-11-20 10:44"


@pytest.mark.django_db
def test_file_brought_twice_changes_nothing(office, evaluation):
    bring(office, evaluation, operation(), photos=[photo()])
    assert bring(office, evaluation, operation(), photos=[photo()]) == [
        ("改动", "A1-1-1", "known"),
        ("照片", "A1-1-1", "known"),
    ]
    assert (len(kept()), Evidence.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_conflict_is_listed_and_stops_only_what_follows_it(office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    change(panel_member, evaluation, "A1-1-1", {"met": True})
    later = operation(SECOND, base=None, value={"faults": 1, "note": "再看"})
    other = operation(THIRD, "A1-1-2", {"met": True})
    assert bring(office, evaluation, operation(), later, other) == [
        ("改动", "A1-1-1", "conflict"),
        ("改动", "A1-1-1", "conflict"),
        ("改动", "A1-1-2", "kept"),
    ]
    assert Judgement.objects.get(target="A1-1-1").value == {"met": True}


@pytest.mark.django_db
def test_both_having_found_the_same_is_no_conflict(office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    change(panel_member, evaluation, "A1-1-1", {"met": True})
    brought = [operation(value={"met": True}), operation(SECOND, base=None)]
    assert [state for _, _, state in bring(office, evaluation, *brought)] == ["known", "kept"]


@pytest.mark.django_db
def test_what_is_refused_stops_nothing_else(office, evaluation):
    brought = [operation(value={"faults": 99}), operation(SECOND, base=None), operation(THIRD, "B1")]
    photos = [photo(str(uuid4()), content=b"GIF89a")]
    assert [state for _, _, state in bring(office, evaluation, *brought, photos=photos)] == [
        "refused",
        "kept",
        "refused",
        "refused",
    ]
    assert kept() == [("A1-1-1", 0, {"faults": 1})]


@pytest.mark.django_db
def test_file_of_another_user_is_refused_whole(office, panel_member, evaluation):
    with pytest.raises(EvaluationError, match="这个文件是 办公室 导出的，只能由本人登录后上传。"):
        bring(office, evaluation, operation(), user=panel_member.pk)
    assert kept() == []


@pytest.mark.django_db
def test_file_of_another_sheet_is_refused_whole(office, city, evaluation):
    other = make_evaluation(city, office, year=2025)
    with pytest.raises(EvaluationError, match="这个文件属于另一张评分表。"):
        bring(office, evaluation, operation(), sheet=other.official.pk)
    assert kept() == []


# The page


def upload(client, evaluation, data):
    file = SimpleUploadedFile("未上传数据.json", data, "application/json")
    response = client.post(reverse("evaluation:unsent-upload", args=[evaluation.pk]), {"file": file})
    return response.content.decode()


@pytest.mark.django_db
def test_page_says_what_became_of_each_entry(client, office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    change(panel_member, evaluation, "A1-1-1", {"met": True})
    client.force_login(office)
    place = {"user": office.pk, "sheet": evaluation.official.pk}
    page = upload(client, evaluation, written(operation(), operation(SECOND, "A1-1-2"), **place))
    words = [
        "已保存 1 项，有冲突，没有保存 1 项",
        "您的：没有方针扣2分：不满足，扣2分",
        "panel 的：满足，不扣分",
    ]
    assert [word in page for word in words] == [True] * 3


@pytest.mark.django_db
def test_page_names_the_entries_that_cannot_be_read(client, office, evaluation):
    client.force_login(office)
    page = upload(client, evaluation, written({}, operation(base=-1)))
    assert "第 1 项改动：缺少 uuid、target、base、value，请重新导出。" in page
    assert "第 2 项改动：base 应为不小于 0 的整数" in page
    assert kept() == []


@pytest.mark.django_db
def test_page_refuses_the_file_of_another_user(client, office, evaluation):
    client.force_login(office)
    page = upload(client, evaluation, written(operation(), user=office.pk + 1, sheet=evaluation.official.pk))
    assert "只能由本人登录后上传" in page
