"""Excel out and in: the export reads back as it is, errors are told by row, all or nothing."""

import io
from datetime import date, time

import pytest
import time_machine
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from gridgov.records.models import Event
from standards.activities.kinds import KINDS
from standards.activities.models import Attendance, Finding, Material, Person
from standards.activities.views import exchange
from tests import factories
from tests.activities import making

pytestmark = pytest.mark.django_db
HEADINGS = ("资料类别", "资料名称", "获取渠道", "获取日期")


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, address: str, content: bytes, name="列表.xlsx"):
    return client.post(f"/activities/{address}/import/", {"file": ContentFile(content, name=name)})


def confirm(client, address: str, page):
    return client.post(
        f"/activities/{address}/import/confirm/", {"packed": page.context["packed"]}, follow=True
    )


def exported(client, address: str) -> bytes:
    return b"".join(client.get(f"/activities/{address}/export/").streaming_content)


@pytest.fixture
def registry(city, node, department):
    """One row of each kind with all its columns filled."""
    own = factories.make_published(city, node)
    adopted = factories.make_adopted(city, node)
    person = making.make_person(
        city, "钱文", department=department, post="科员", layer="general", body="office", officer="full_time",
        duties="收集信息", joined_on=date(2024, 1, 2),
    )  # fmt: skip
    session = making.make_session(
        city, "全员培训", department=department, held_at=time(14, 30), hours="2.5", place="会议室", teacher="刘教授",
        audience="全员", content="=标准体系", result="合格",
    )  # fmt: skip
    session.standards.set([own, adopted])
    making.make_attendance(session, person, score="88.5", result="passed", remark="免修一节")
    measure = making.make_measure(
        city, standards=[own], department=department, owner="周强", conditions="齐备"
    )
    inspection = making.make_inspection(city, conclusion="良好", content="抽查")
    inspection.departments.set([department])
    making.make_finding(
        city, department=department, standard=own, clause="5.3", owner="周强", due_on=date(2026, 12, 1)
    )
    material = making.make_material(
        city, number="主席令第七十八号", department=department, standard=adopted, link="https://std.samr.gov.cn/",
        advice="尽快采用", updated_on=date(2026, 3, 1),
    )  # fmt: skip
    making.make_duty(city, "department", department=department, effective_on=date(2026, 1, 1))
    plan = making.make_plan(city, department=department, basis="第12章")
    making.make_item(
        plan, "宣贯", department=department, owner="钱文", people=20, times=2, reason="要求", standard=own
    )
    making.make_lending(material, department=department, due_on=date(2026, 5, 1), purpose="起草")
    making.make_done(measure, recorder="周强", trouble="少两本")
    making.make_qualification(
        person, number="A-1", issued_by="市局", issued_on=date(2024, 1, 1), valid_until=date(2027, 1, 1)
    )
    return {
        "plans": plan,
        "training": session,
        "implementation": measure,
        "materials": material,
        "people": person,
    }


PARTS = [("plans", "items"), ("training", "people"), ("implementation", "records"), ("materials", "lendings")]
PARTS += [("people", "qualifications")]


@pytest.mark.parametrize("slug", list(KINDS))
def test_exported_list_imports_again_without_a_change(slug, registry, client, office):
    client.force_login(office)
    page = upload(client, slug, exported(client, slug))
    assert page.context["counts"] == {"new": 0, "changed": 0, "same": 1, "error": 0}


@pytest.mark.parametrize(("slug", "part"), PARTS)
def test_exported_part_imports_again_without_a_change(slug, part, registry, client, office):
    client.force_login(office)
    address = f"{slug}/{registry[slug].pk}/{part}"
    page = upload(client, address, exported(client, address))
    assert page.context["counts"] == {"new": 0, "changed": 0, "same": 1, "error": 0}


@pytest.mark.parametrize("slug", list(KINDS))
def test_template_holds_the_columns_that_are_read(slug, client, office):
    client.force_login(office)
    content = b"".join(client.get(f"/activities/{slug}/template/").streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    headings = [cell.value for cell in sheet[2]]
    assert headings == [column.heading for column in KINDS[slug].imported]


def test_text_that_looks_like_a_formula_stays_text(registry, client, office):
    client.force_login(office)
    sheet = load_workbook(io.BytesIO(exported(client, "training"))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells["=标准体系"] == "s"


def test_export_follows_the_filter_and_is_on_the_trail(city, client, office):
    making.make_material(city, title="标准化法")
    making.make_material(city, title="简报", type="other")
    client.force_login(office)
    response = client.get("/activities/materials/export/?type=other")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    told = Event.objects.get(verb="export")
    assert ([row[1] for row in sheet.iter_rows(min_row=3, values_only=True)], told.changes) == (
        ["简报"],
        {"信息资料": ["", "1 条"]},
    )


def test_wide_export_names_the_organisations(city, county, client, office):
    making.make_material(county, title="区里的")
    client.force_login(office)
    content = b"".join(client.get("/activities/materials/export/?organization=all").streaming_content)
    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[3]][:3] == [county.name, "法律法规规章和规范性文件", "区里的"]


def test_list_comes_in_whole(city, client, office):
    client.force_login(office)
    rows = [("安澜市信息资料",), HEADINGS, ("其他资料", "简报", "上网", date(2026, 2, 1))]
    rows.append(("有效标准文本", "GB/T 34300 文本", "外购", "2026年3月5日"))
    page = upload(client, "materials", workbook(*rows))
    confirm(client, "materials", page)
    found = Material.objects.of(city).order_by("pk").values_list("title", "type", "channel", "obtained_on")
    assert (page.context["counts"], list(found)) == (
        {"new": 2, "changed": 0, "same": 0, "error": 0},
        [
            ("简报", "other", "internet", date(2026, 2, 1)),
            ("GB/T 34300 文本", "standard", "purchase", date(2026, 3, 5)),
        ],
    )


def test_changed_row_shows_before_and_after_and_keeps_what_the_sheet_does_not_name(city, client, office):
    material = making.make_material(city, title="简报", place="三号柜")
    client.force_login(office)
    page = upload(client, "materials", workbook(HEADINGS, ("其他资料", "简报", "交流", "2026-02-01")))
    shown = page.context["shown"][0].changes
    confirm(client, "materials", page)
    material.refresh_from_db()
    assert (shown, material.channel, material.place) == (
        [("资料类别", "法律法规规章和规范性文件", "其他资料"), ("获取渠道", "上网", "交流")],
        "exchange",
        "三号柜",
    )


def test_every_row_is_told_what_is_wrong_with_it_and_nothing_is_written(city, client, office):
    client.force_login(office)
    page = upload(
        client,
        "materials",
        workbook(
            HEADINGS,
            ("杂志", "简报", "上网", "2026-02-01"),
            ("其他资料", "", "上网", "昨天"),
            ("其他资料", "好的", "上网", "2026-02-01"),
            ("其他资料", "好的", "上网", "2026-02-01"),
            ("其他资料", "=1+1", "上网", "2026-02-01"),
        ),
    )
    told = {row.number: row.sentences for row in page.context["shown"] if row.state == "error"}
    assert told == {
        2: [
            "资料类别：没有“杂志”，可填：法律法规规章和规范性文件、有效标准文本、期刊、出版物和网络信息、其他资料。"
        ],
        3: ["资料名称：请填写资料名称。", "获取日期：日期应如 2026-11-20，请改正。"],
        5: ["与第 4 行重复，请只留一行。"],
        6: ["资料名称：单元格里是公式或错误值，请改成文字或数字。"],
    }
    assert (page.context["is_clean"], Material.objects.count()) == (False, 0)


def test_confirmation_with_an_error_by_now_writes_nothing(city, client, office, department):
    client.force_login(office)
    rows = [("姓名", "所在部门"), ("钱文", "综合业务科"), ("孙丽", "综合业务科")]
    page = upload(client, "people", workbook(*rows))
    department.is_active = False
    department.save()
    answer = confirm(client, "people", page).content.decode()
    assert (Person.objects.count(), "有 2 行不能导入，没有写入任何内容。第 2 行，所在部门：" in answer) == (
        0,
        True,
    )


def test_confirmation_that_nobody_prechecked_is_refused(client, office):
    client.force_login(office)
    answer = client.post("/activities/people/import/confirm/", {"packed": "伪造"}, follow=True)
    assert "预检的结果已过期，请重新上传。" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (workbook(("甲", "乙")), "列表.xlsx", "前 10 行里没有找到表头"),
        (workbook(HEADINGS[:3]), "列表.xlsx", "缺少必填的列：获取日期。"),
        (workbook(HEADINGS), "列表.xlsx", "表头下面没有内容，没有可以导入的行。"),
        (
            workbook((*HEADINGS, "获取日期"), ("其他资料",)),
            "列表.xlsx",
            "表头“获取日期”出现了两次，请只留一列。",
        ),
        (b"%PDF-1.4", "列表.pdf", "不是能导入的文件"),
        (b"\x00" * 100, "列表.xlsx", "的内容不是 XLSX 文件"),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(content, name, sentence, client, office):
    client.force_login(office)
    page = upload(client, "materials", content, name)
    assert sentence in page.context["form"].errors["file"][0]


def test_list_of_too_many_rows_or_words_is_refused(client, office, monkeypatch):
    client.force_login(office)
    rows = [("其他资料", f"简报{number}", "上网", "2026-02-01") for number in range(1001)]
    many = upload(client, "materials", workbook(HEADINGS, *rows))
    monkeypatch.setattr(exchange, "MOST_PACKED", 100)
    long = upload(client, "materials", workbook(HEADINGS, rows[0]))
    assert [page.context["form"].errors["file"] for page in (many, long)] == [
        ["超过 1,000 行。请分成几个文件，分次导入。"],
        ["表格里的文字太多。请分成几个文件，分次导入。"],
    ]


def test_people_of_a_session_come_from_a_sheet(city, client, office):
    session = making.make_session(city)
    making.make_person(city, "钱文"), making.make_person(city, "孙丽")
    client.force_login(office)
    rows = [
        ("人员", "到场", "考试成绩", "考核结果"),
        ("钱文", "√", 91.5, "合格"),
        ("孙丽", "缺席", None, None),
    ]
    address = f"training/{session.pk}/people"
    confirm(client, address, upload(client, address, workbook(*rows)))
    found = Attendance.objects.filter(session=session).order_by("pk")
    assert [(row.person.name, row.present, row.score, row.result) for row in found] == [
        ("钱文", True, 91.5, "passed"),
        ("孙丽", False, None, ""),
    ]


def test_two_people_of_one_name_are_not_guessed(city, client, office, department):
    session = making.make_session(city)
    making.make_person(city, "王伟"), making.make_person(city, "王伟", department=department)
    client.force_login(office)
    page = upload(client, f"training/{session.pk}/people", workbook(("人员", "到场"), ("王伟", "是")))
    assert page.context["shown"][0].sentences == ["人员：“王伟”有 2 个，分不清是哪一个，请在页面上登记。"]


def test_findings_of_a_list_get_their_numbers_in_order(city, client, office):
    client.force_login(office)
    rows = [("来源", "发现日期", "问题描述")]
    rows += [("外部评价", date(2026, 8, day), f"问题{day}") for day in (1, 2)]
    with time_machine.travel("2026-11-20 10:00:00+08:00", tick=False):
        confirm(client, "findings", upload(client, "findings", workbook(*rows)))
    assert [row.number for row in Finding.objects.order_by("pk")] == ["WT-2026-001", "WT-2026-002"]


def test_department_does_not_change_rows_of_another_by_a_sheet(city, client, department):
    other = factories.make_department(city, "宣传科")
    worker = factories.make_user("worker", organization=city, roles=["department"], department=department)
    making.make_session(city, "宣传科的课", department=other)
    client.force_login(worker)
    rows = [("日期", "类别", "名称", "主办部门", "地点")]
    rows.append((date(2026, 5, 8), "培训", "宣传科的课", "综合业务科", "改地点"))
    page = upload(client, "training", workbook(*rows))
    assert page.context["shown"][0].sentences == ["这是别的部门的记录，不能由本部门改动。"]


def test_closed_plan_takes_no_list(city, client, office):
    plan = making.make_plan(city, state="running")
    client.force_login(office)
    assert client.get(f"/activities/plans/{plan.pk}/items/import/").status_code == 403
