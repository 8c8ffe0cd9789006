"""Records written by their services: what is refused, what is told, what the database itself keeps."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gridgov.records.models import Event
from standards.activities.chart import NARROW, Seats, draw, read_chart, wrap
from standards.activities.errors import ActivitiesError
from standards.activities.kinds import KINDS
from standards.activities.models import ActivityDocument, Finding
from standards.activities.services.documents import attach_document, remove_document
from standards.activities.services.records import change_record, enter_record, remove_record
from standards.activities.sheets import date_text, text_of, yes_or_no
from tests import factories
from tests.activities import making

TRAINING, PEOPLE, MATERIALS, PLANS = (KINDS[slug] for slug in ("training", "people", "materials", "plans"))


def enter(table, actor, row, **values):
    return enter_record(actor=actor, table=table, row=row, values=values)


def sentence(act) -> str:
    with pytest.raises(ActivitiesError) as caught:
        act()
    return caught.value.message


@pytest.mark.django_db
def test_entered_record_is_on_the_trail(city, office):
    row = enter(PEOPLE, office, PEOPLE.model(organization=city), name="钱文")
    event = Event.objects.about(row).get()
    assert (row.created_by, event.verb, event.organization, event.changes) == (
        *(office, "create", city),
        {"人员": ["", "钱文"]},
    )


@pytest.mark.django_db
def test_changed_record_tells_before_and_after(city, office):
    row = making.make_person(city, "钱文", layer="general")
    change_record(actor=office, table=PEOPLE, row=row, values={"name": "钱文", "layer": "management"})
    assert Event.objects.about(row).get().changes == {"岗位层次": ["一般管理", "管理层"]}


@pytest.mark.django_db
def test_change_of_nothing_leaves_no_trace(city, office):
    row = making.make_person(city, "钱文")
    change_record(actor=office, table=PEOPLE, row=row, values={"name": "钱文"})
    assert not Event.objects.about(row).exists()


@pytest.mark.django_db
def test_change_of_a_part_is_told_at_its_record(city, office):
    plan = making.make_plan(city)
    item = making.make_item(plan, "宣贯")
    change_record(actor=office, table=PLANS.part("items"), row=item, values={"owner": "钱文"})
    event = Event.objects.about(plan).get()
    assert event.changes == {"计划条目“宣贯”·责任人": ["", "钱文"]}


@pytest.mark.django_db
def test_second_person_of_one_name_in_a_department_is_refused(city, department, office):
    making.make_person(city, "钱文", department=department)
    row = PEOPLE.model(organization=city)
    assert sentence(lambda: enter(PEOPLE, office, row, name="钱文", department=department)) == (
        "这个部门已登记过同名的人员；确是两个人时，请在姓名后加注区别。"
    )


@pytest.mark.django_db
def test_department_of_another_organisation_is_refused(city, stranger_city, office):
    foreign = factories.make_department(stranger_city)
    row = PEOPLE.model(organization=city)
    assert sentence(lambda: enter(PEOPLE, office, row, name="钱文", department=foreign)) == (
        "所选的内容不属于本组织，请重新选择。"
    )


@pytest.mark.django_db
def test_standard_of_another_organisation_is_refused(city, stranger_city, node, office):
    foreign = factories.make_published(stranger_city, node)
    row, values = TRAINING.model(organization=city), {"title": "课", "held_on": date(2026, 5, 1)}
    assert sentence(lambda: enter(TRAINING, office, row, standards=[foreign], **values)) == (
        "所选的内容不属于本组织，请重新选择。"
    )


@pytest.mark.django_db
def test_impossible_day_is_refused(city, office):
    row = TRAINING.model(organization=city)
    words = sentence(lambda: enter(TRAINING, office, row, title="课", held_on=date(1026, 5, 1)))
    assert words.startswith("日期 1026-05-01 不可能")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "invalid"}, "失效的资料要填失效日期，有效的资料不填。"),
        ({"invalid_on": date(2026, 1, 1)}, "失效的资料要填失效日期，有效的资料不填。"),
    ],
)
def test_state_of_a_material_and_its_day_belong_together(city, office, values, words):
    material = making.make_material(city)
    assert (
        sentence(lambda: change_record(actor=office, table=MATERIALS, row=material, values=values)) == words
    )


@pytest.mark.django_db
def test_lending_is_told_as_such_and_ends_with_its_return(city, office):
    material = making.make_material(city)
    part = MATERIALS.part("lendings")
    row = part.model(material=material)
    enter(part, office, row, recipient="李借阅", lent_on=date(2026, 4, 1), kind="lend")
    change_record(actor=office, table=part, row=row, values={"returned_on": date(2026, 4, 9)})
    verbs = Event.objects.about(material).order_by("id").values_list("verb", flat=True)
    assert (list(verbs), part.of(material).out().count()) == (["lend", "change"], 0)


@pytest.mark.django_db
def test_return_before_the_lending_is_refused(city, office):
    lending = making.make_lending(making.make_material(city))
    part, values = MATERIALS.part("lendings"), {"returned_on": date(2026, 3, 1)}
    assert sentence(lambda: change_record(actor=office, table=part, row=lending, values=values)) == (
        "应还日期、归还日期不能早于提供日期。"
    )


@pytest.mark.django_db
def test_absent_person_has_no_score(city, office):
    attendance = making.make_attendance(making.make_session(city), making.make_person(city), score=80)
    part = TRAINING.part("people")
    act = lambda: change_record(actor=office, table=part, row=attendance, values={"present": False})  # noqa: E731
    assert sentence(act) == "没有到场的人不能有成绩和考核结果。"


@pytest.mark.django_db
def test_approved_plan_is_not_edited_and_takes_no_items(city, office):
    plan = making.make_plan(city, state="approved")
    part = PLANS.part("items")
    row = part.model(plan=plan)
    values = {"what": "宣贯", "due_on": date(2026, 12, 1)}
    assert [
        sentence(lambda: change_record(actor=office, table=PLANS, row=plan, values={"title": "别的"})),
        sentence(lambda: enter(part, office, row, **values)),
    ] == [
        "计划处于“批准”，不能直接编辑；要改，先点“调整”。",
        "计划处于“批准”，不能增加条目；要加，先点“调整”。",
    ]


@pytest.mark.django_db
def test_item_of_a_plan_under_way_is_reported_on_but_not_changed(city, client, office):
    item = making.make_item(making.make_plan(city, state="running"), "宣贯")
    client.force_login(office)
    client.post(
        f"/activities/plans/{item.plan_id}/items/{item.pk}/edit/",
        {"what": "改名", "done_on": "2026-05-08", "result": "已办"},
    )
    item.refresh_from_db()
    assert (item.what, item.done_on, item.result) == ("宣贯", date(2026, 5, 8), "已办")


@pytest.mark.django_db
def test_dropped_item_needs_its_reason(city, office):
    item = making.make_item(making.make_plan(city, state="running"))
    part, values = PLANS.part("items"), {"dropped_on": date(2026, 5, 1)}
    assert sentence(lambda: change_record(actor=office, table=part, row=item, values=values)) == (
        "取消条目要写调整说明。"
    )


@pytest.mark.django_db
def test_record_in_use_is_not_removed(city, office):
    person = making.make_person(city)
    making.make_attendance(making.make_session(city), person)
    act = lambda: remove_record(actor=office, table=PEOPLE, row=person, reason="重复")  # noqa: E731
    assert sentence(act) == "还有参加人员用到它，不能移除。请先改或移除那些记录。"


@pytest.mark.django_db
def test_removal_needs_a_reason_and_stays_on_file(city, office):
    session = making.make_session(city)
    words = sentence(lambda: remove_record(actor=office, table=TRAINING, row=session, reason=" "))
    remove_record(actor=office, table=TRAINING, row=session, reason="重复登记")
    event = Event.objects.about(session).get()
    assert (words, event.verb, event.reason) == (
        "请写明移除的理由，如“重复登记”。",
        "delete",
        "重复登记",
    )


@pytest.mark.django_db
def test_account_of_a_removed_person_is_free_again(city, office, reader):
    person = making.make_person(city, "钱文", user=reader)
    remove_record(actor=office, table=PEOPLE, row=person, reason="重复登记")
    row = enter(PEOPLE, office, PEOPLE.model(organization=city), name="钱文", user=reader)
    assert row.user == reader


@pytest.mark.django_db
def test_removed_record_is_not_written_any_more(city, office):
    session = making.make_session(city)
    remove_record(actor=office, table=TRAINING, row=session, reason="重复登记")
    act = lambda: change_record(actor=office, table=TRAINING, row=session, values={"title": "新"})  # noqa: E731
    assert sentence(act) == "这条记录已被移除，请返回列表刷新。"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", list(KINDS))
def test_database_refuses_to_delete_records(slug, city):
    row = making.MAKERS[slug](city)
    with pytest.raises(IntegrityError), transaction.atomic():
        KINDS[slug].model.objects.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.django_db
def test_database_refuses_to_change_a_closed_finding(city):
    row = making.make_finding(city, state="closed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=row.pk).update(report="改写")


@pytest.mark.django_db
@pytest.mark.parametrize("owners", [{}, {"plan": making.make_plan, "person": making.make_person}])
def test_file_belongs_to_exactly_one_record(owners, city):
    attachment = factories.make_attachment(city)
    rows = {name: make(city) for name, make in owners.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityDocument.objects.create(kind="other", attachment=attachment, **rows)


def pdf(name="照片.pdf"):
    return ContentFile(factories.PDF, name=name)


@pytest.mark.django_db
def test_same_file_is_refused_twice(city, office):
    session = making.make_session(city)
    send = {"actor": office, "kind": TRAINING, "row": session, "paper": "photo"}
    attach_document(**send, file=pdf())
    assert sentence(lambda: attach_document(**send, file=pdf())) == "“照片.pdf”已经上传过，不用再传。"


@pytest.mark.django_db
def test_file_taken_away_stays_on_the_trail(city, office):
    session = making.make_session(city)
    document = attach_document(actor=office, kind=TRAINING, row=session, paper="photo", file=pdf())
    remove_document(actor=office, row=session, document=document, reason="传错")
    verbs = Event.objects.about(session).order_by("id").values_list("verb", flat=True)
    assert (session.documents.kept().count(), list(verbs)) == (0, ["attach", "detach"])


@pytest.mark.django_db
def test_closed_finding_takes_no_files(city, office):
    row = making.make_finding(city, state="closed")
    act = lambda: attach_document(actor=office, kind=KINDS["findings"], row=row, paper="other", file=pdf())  # noqa: E731
    assert sentence(act) == "问题已关闭，附件不能再增减。"


@pytest.mark.django_db
def test_responsible_department_brings_its_evidence_but_does_not_edit(city, client, department):
    worker = factories.make_user("worker", organization=city, roles=["department"], department=department)
    row = making.make_finding(city, state="rectifying", department=department)
    client.force_login(worker)
    statuses = [
        client.get(f"{row.get_absolute_url()}{page}").status_code for page in ("documents/add/", "edit/")
    ]
    assert statuses == [200, 403]


@pytest.mark.django_db
def test_department_takes_away_only_what_it_brought(city, client, department, office):
    worker = factories.make_user("worker", organization=city, roles=["department"], department=department)
    row = making.make_finding(city, state="rectifying", department=department)
    send = {"kind": KINDS["findings"], "row": row}
    theirs = attach_document(actor=office, paper="problem", file=pdf("问题.pdf"), **send)
    own = attach_document(actor=worker, paper="evidence", file=pdf("整改.pdf"), **send)
    client.force_login(worker)
    page = client.get(row.get_absolute_url())
    statuses = [
        client.get(f"{row.get_absolute_url()}documents/{each.pk}/remove/").status_code
        for each in (theirs, own)
    ]
    assert (page.context["removable"], statuses) == ([own], [403, 200])


@pytest.mark.django_db
def test_finding_entered_from_a_check_belongs_to_it(city, client, office):
    check = making.make_inspection(city, inspectors="王检查")
    client.force_login(office)
    initial = client.get(f"/activities/findings/new/?inspection={check.pk}").context["form"].initial
    assert (initial["inspection"], initial["source"], initial["found_by"]) == (
        check.pk,
        "inspection",
        "王检查",
    )


@pytest.mark.django_db
def test_form_names_a_standard_the_registry_does_not_have(city, client, office):
    client.force_login(office)
    sent = {"title": "课", "type": "training", "held_on": "2026-05-01", "standards": "GB/T 1.1-2020\n没有的"}
    form = client.post("/activities/training/new/", sent).context["form"]
    assert form.errors["standards"] == [
        "登记簿中没有“GB/T 1.1-2020”“没有的”。请核对编号或名称，或先在标准登记中登记。"
    ]


@pytest.mark.django_db
def test_form_finds_standards_however_their_numbers_are_written(city, node, client, office):
    standard = factories.make_adopted(city, node)
    client.force_login(office)
    sent = {"title": "课", "type": "training", "held_on": "2026-05-01", "standards": "gbt34300—2017"}
    client.post("/activities/training/new/", sent)
    assert list(TRAINING.model.objects.get().standards.all()) == [standard]


# the chart


@pytest.mark.django_db
def test_chart_is_drawn_from_people_and_departments(city, department):
    making.make_person(city, "李主任", body="chair")
    making.make_person(city, "王代表", body="representative")
    making.make_person(city, "赵离任", body="head", left_on=date(2026, 1, 1))
    making.make_person(city, "钱文", officer="part_time", department=department)
    seats = read_chart(city, on=date(2026, 11, 20))
    assert (seats.bodies, seats.departments, seats.missing) == (
        {"chair": ("李主任",), "representative": ("王代表",)},
        (("综合业务科", ("钱文（兼）",)),),
        ["标准化管理办公室没有登记人员"],
    )


@given(st.lists(st.text("科室网格综合", min_size=1, max_size=20), max_size=40))
def test_boxes_of_the_chart_never_overlap_and_stay_inside(names):
    drawing = draw(Seats("安澜市", {}, tuple((name, ()) for name in names)))
    boxes = drawing.boxes
    assert len(boxes) == 4 + len(names)
    assert all(
        box.x >= 0 and box.x + box.width <= drawing.width and box.bottom <= drawing.height for box in boxes
    )
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            beside = box.x + box.width <= other.x or other.x + other.width <= box.x
            assert beside or box.bottom <= other.y or other.bottom <= box.y


@given(st.integers(9, 40))
def test_line_to_a_further_row_runs_through_no_box(count):
    drawing = draw(Seats("安澜市", {}, tuple((f"科{n}", ()) for n in range(count))))
    spine = next(stroke.x1 for stroke in drawing.strokes if stroke.x1 == stroke.x2)
    full_rows = [box for box in drawing.boxes if box.width == NARROW][: count - (count % 8 or 8)]
    assert not [box for box in full_rows if box.x < spine < box.x + box.width]


@given(st.text(min_size=0, max_size=80), st.integers(40, 400))
def test_wrapped_text_loses_nothing(text, width):
    assert "".join(wrap(text, width)) == text


# cells


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_are_read_however_they_are_written(day):
    ways = (
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
    )
    assert {date_text(way) for way in ways} == {f"{day:%Y-%m-%d}"}


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(), st.dates(), st.times(), st.none()))
def test_every_cell_becomes_text(value):
    assert isinstance(text_of(value), str)


def test_yes_and_no_and_neither():
    assert [yes_or_no(text) for text in ("是", "√", "否", "缺席", "也许")] == ["on", "on", "", "", None]
