"""The pages of importing: upload, columns, 预检, confirmation, error table, undoing."""

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gridgov.records.models import Event
from standards.importing.fields import FIELDS
from standards.importing.headers import layout_of
from standards.importing.reading import read_table
from standards.models import ColumnMapping, ImportBatch, Standard
from standards.services.importing import check_list
from tests.factories import make_adopted, make_department, make_published
from tests.standards.importing.files import make_xlsx
from tests.standards.importing.making import HEADINGS, checked, file_of, imported, leaf, own, row, verdicts

pytestmark = pytest.mark.usefixtures("tree")


@pytest.fixture
def client(client, office):
    client.force_login(office)
    return client


def url(name: str, *args) -> str:
    return reverse(f"standards:{name}", args=args)


def text_of(response) -> str:
    """What a person reads, without the spaces between elements."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, batch, query="") -> str:
    return text_of(client.get(batch.get_absolute_url() + query))


def test_upload_leads_to_the_precheck_and_its_confirmation_to_the_registry(client):
    response = client.post(url("import-new"), {"file": file_of([row()])})
    batch = ImportBatch.objects.get()
    assert response["Location"] == batch.get_absolute_url()
    assert "确认导入（新增 1，变更 0）" in page(client, batch)
    text = text_of(client.post(batch.get_absolute_url(), follow=True))
    assert "已导入“明细表.xlsx”：新增 1 行，变更 0 行。" in text
    assert Standard.objects.get().number == "GB/T 34300-2017"


def test_pasted_rows_lead_there_too(client):
    client.post(url("import-new"), {"text": "标准编号\t标准名称\t体系分类代号\nGB 1-2020\t甲\t4.1.1"})
    assert verdicts(ImportBatch.objects.get()) == ["new"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请选择文件，或在下面粘贴表格内容。"),
        ({"text": "甲\t乙"}, "前十行里没有找到表头"),
        ({"file": io.BytesIO(b"")}, "空文件"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_form(client, data, words):
    if "file" in data:
        data["file"].name = "明细表.xlsx"
    text = text_of(client.post(url("import-new"), data))
    assert ("处需要修改" in text, words in text or "The submitted file is empty" in text) == (True, True)


def test_file_and_pasted_rows_at_once_are_refused(client):
    data = {"file": file_of([row()]), "text": "标准编号\t标准名称"}
    assert "只能有一种" in text_of(client.post(url("import-new"), data))


def test_errors_stand_on_top_with_links_to_their_cells(client, office):
    batch = checked(office, row(), row(标准编号="GB 2-2020", 实施日期="2025.13.1"))
    html = client.get(batch.get_absolute_url()).content.decode()
    assert (
        '<a href="?show=error&amp;page=1#cell-1-effective_on">K3 实施日期</a>：应为 2026-11-20 这样的日期'
        in html
    )
    assert 'id="cell-1-effective_on"' in html
    text = text_of(client.get(batch.get_absolute_url()))
    assert ("有 1 处需要修改，全部改正后才能导入" in text, "重新上传" in text, "确认导入" in text) == (
        True,
        True,
        False,
    )


def test_totals_are_filters_and_the_same_rows_hidden_until_asked_for(client, office, city):
    make_adopted(city, leaf("4.1.1"))
    batch = checked(office, row(), row(标准编号="GB 2-2020", 标准名称="新的标准"))
    assert ("GB/T 34300-2017" in page(client, batch), "GB 2-2020" in page(client, batch)) == (False, True)
    assert ("GB/T 34300-2017" in page(client, batch, "?show=all")) is True
    assert ("GB 2-2020" in page(client, batch, "?show=same")) is False


def test_change_shows_before_and_after(client, office, city):
    make_adopted(city, leaf("4.1.1"))
    batch = checked(office, row(标准名称="改了的名称", 备注="新的备注"))
    text = page(client, batch)
    assert "城乡社区网格化服务管理规范 → 改了的名称" in text
    assert "备注： （空） → 新的备注" in text


def test_number_written_otherwise_is_shown_as_it_was(client, office):
    assert "GB/T 34300-2017 原写 GBT34300—2017" in page(
        client, checked(office, row(标准编号="GBT34300—2017"))
    )


def test_correction_asks_for_one_reason(client, office, city, department):
    make_published(city, leaf("5.4.2"))
    batch = checked(office, own(备注="更正"))
    assert "更正理由" in page(client, batch)
    assert "请写明更正理由" in text_of(client.post(batch.get_absolute_url()))
    client.post(batch.get_absolute_url(), {"reason": "清理结果"})
    batch.refresh_from_db()
    assert (batch.state, batch.reason) == ("confirmed", "清理结果")


def test_ticks_that_mend_errors_are_offered_beside_them(client, office):
    batch = checked(office, row(实施部门="督查科"))
    assert "新建缺少的部门 重新预检" in page(client, batch)
    client.post(url("import-options", batch.pk), {"make_departments": "on"})
    batch.refresh_from_db()
    assert verdicts(batch) == ["new"]


def test_columns_are_shown_and_corrected(client, office, city):
    file = file_of([("甲", "GB 1-2020", "4.1.1")], headings=("题目", "标准编号", "分类号"))
    batch = check_list(actor=office, organization=city, file=file)
    form = client.get(url("import-columns", batch.pk)).context["form"]
    assert [(field.label, field.initial) for field in form] == [
        ("题目", ""),
        ("标准编号", "number"),
        ("分类号", "class_code"),
    ]
    client.post(
        url("import-columns", batch.pk),
        {"column-0-0": "title", "column-0-1": "number", "column-0-2": "class_code"},
    )
    batch.refresh_from_db()
    assert (verdicts(batch), ColumnMapping.objects.count()) == (["new"], 1)


def test_two_columns_of_one_field_are_refused_on_the_page(client, office):
    batch = checked(office, row())
    data = {f"column-0-{place}": "title" for place in range(len(HEADINGS))}
    assert "有两列对应同一项" in text_of(client.post(url("import-columns", batch.pk), data))


def test_error_table_keeps_the_rows_and_says_what_is_wrong(client, office):
    batch = checked(office, row(), row(标准编号="=1+1", 实施日期="2025.13.1"), row(标准编号="GB 3-2020"))
    response = client.get(url("import-errors", batch.pk))
    lines = read_table("错误表.xlsx", response.content)[0].rows
    assert (lines[0].cells[-1], lines[2].cells[-1]) == (
        "错误原因",
        "标准编号：是公式，请改成数值（复制后“选择性粘贴 → 数值”）；实施日期：应为 2026-11-20 这样的日期",
    )
    assert [line.cells[: len(HEADINGS)][4] for line in lines[1:]] == ["城乡社区网格化服务管理规范"] * 3
    assert Event.objects.filter(verb="export").count() == 1


def test_error_table_comes_in_again_once_it_is_mended(client, office, city):
    batch = checked(office, row(实施日期="2025.13.1"))
    book = load_workbook(io.BytesIO(client.get(url("import-errors", batch.pk)).content))
    book.active["K2"] = "2025-12-01"
    buffer = io.BytesIO()
    book.save(buffer)
    file = file_of([])
    file.file, file.size = buffer, buffer.tell()
    buffer.seek(0)
    assert verdicts(check_list(actor=office, organization=city, file=file)) == ["new"]


def test_template_with_its_own_examples_comes_in_without_an_error(client, office, city):
    make_department(city, "综合业务科")
    response = client.get(url("import-template"))
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["明细表", "示例", "说明", "可选内容"]
    rows = list(book["示例"].iter_rows(values_only=True))
    batch = check_list(actor=office, organization=city, file=file_of(rows[1:], headings=rows[0]))
    assert [each.get("faults") for each in batch.rows] == [None] * 4


def test_template_has_a_field_for_every_heading_and_lists_to_choose_from(client, city):
    make_department(city, "=督查科")
    sheets = read_table("模板.xlsx", client.get(url("import-template")).content)
    book = load_workbook(io.BytesIO(client.get(url("import-template")).content))
    assert len(book["明细表"].data_validations.dataValidation) == 6
    assert [sheet.hidden for sheet in sheets] == [False, False, False, True]
    headings = sheets[0].rows[0].cells
    assert set(layout_of(sheets[0]).fields) <= FIELDS.keys()
    assert len([name for name in layout_of(sheets[0]).fields if name]) == len(headings)


def test_empty_template_says_that_there_is_nothing_in_it(client):
    file = file_of([])
    response = client.post(url("import-new"), {"file": file})
    assert "表头下没有要导入的行" in text_of(response)


def test_list_is_handed_out_as_it_came(client, office):
    batch = checked(office, row())
    response = client.get(url("import-file", batch.pk))
    content = b"".join(response.streaming_content)
    assert read_table("明细表.xlsx", content)[0].rows[0].cells == HEADINGS


def test_import_is_undone_with_a_reason(client, office):
    batch = imported(office, row())
    assert "撤销整批导入" in page(client, batch)
    text = text_of(client.post(url("import-undo", batch.pk), {"reason": "选错了文件"}, follow=True))
    assert ("已撤销“明细表.xlsx”的导入。" in text, Standard.objects.count()) == (True, 0)


def test_what_stands_in_the_way_of_undoing_is_said_at_the_form(client, office):
    batch = imported(office, row())
    found = Standard.objects.get()
    found.remark = "改了"
    found.save()
    text = text_of(client.post(url("import-undo", batch.pk), {"reason": "选错了文件"}))
    assert "“城乡社区网格化服务管理规范”在导入之后又有改动" in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_imports_takes_as_many_statements_for_one_as_for_three(
    client, office, count, django_assert_num_queries
):
    for number in range(count):
        checked(office, row(标准编号=f"GB {number + 1}-2020"))
    client.get(url("imports"))
    with django_assert_num_queries(7):
        assert f"共 {count} 批" in text_of(client.get(url("imports")))


@pytest.mark.parametrize("count", [1, 3])
def test_precheck_takes_as_many_statements_for_one_row_as_for_three(
    client, office, count, django_assert_num_queries
):
    batch = checked(
        office, *[row(标准编号=f"GB {number + 1}-2020", 标准名称=f"标准{number}") for number in range(count)]
    )
    client.get(batch.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(batch.get_absolute_url())


def test_readers_see_what_came_in_and_cannot_bring_anything_in(client, office, reader):
    batch = checked(office, row())
    client.force_login(reader)
    text = page(client, batch)
    assert ("确认导入" in text, "核对列的对应" in text) == (False, False)
    assert "导入标准" not in text_of(client.get(url("imports")))


def test_registry_offers_the_import_to_the_office_alone(client, reader):
    assert url("imports") in client.get(url("standards")).content.decode()
    client.force_login(reader)
    assert url("imports") not in client.get(url("standards")).content.decode()


def test_several_sheets_are_named_in_their_errors(client, office):
    other = [HEADINGS, row(标准编号="GB 2-2020", 实施日期="2025.13.1")]
    batch = checked(office, row(), 附表=other)
    assert "附表 K2 实施日期 ：应为 2026-11-20 这样的日期" in page(client, batch)


def test_sheets_without_headings_are_named(client, office):
    batch = checked(office, row(), 封面=[("安澜市",)])
    assert "没有表头、没有读：“封面”" in page(client, batch)


def test_large_file_is_refused_before_it_is_read(client):
    file = file_of([row()])
    content = make_xlsx([HEADINGS]) + b"\0" * (11 * 1024 * 1024)
    file = io.BytesIO(content)
    file.name = "明细表.xlsx"
    assert "超过 10 MB 的上限" in text_of(client.post(url("import-new"), {"file": file}))
