"""The score table as Excel: out with its answers to choose from, filled in and in again, all or nothing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from evaluation.errors import EvaluationError
from evaluation.models import Operation
from evaluation.services.score_import import import_scores
from evaluation.sheet.importing import Precheck, precheck
from evaluation.sheet.reading import read_sheet
from evaluation.sheet.workbook import HEAD, make_book
from gridgov.records.models import Event
from standards.importing.reading import read_table
from tests.evaluation.making import change, hand_in, judge_own, make_panel, members
from tests.evaluation.seeing import address, text_of

pytestmark = pytest.mark.django_db
ANSWER, REASON, NOTE, FINDING, ASKED = 4, 5, 6, 7, 8


@pytest.fixture
def book(evaluation):
    """The workbook of the city's self-evaluation, as an office opens it."""
    return open_book(evaluation)


def open_book(evaluation, sheet=None):
    sheet = sheet or evaluation.official
    return load_workbook(make_book(sheet, read_sheet(sheet)))


def row_of(book, code) -> int:
    page = book[page_of(code)]
    return next(row for row in range(HEAD + 1, page.max_row + 1) if page.cell(row, 1).value == code)


def page_of(code) -> str:
    return f"A.{code[1]}"


def fill(book, code, *cells, column=ANSWER) -> None:
    for place, value in enumerate(cells):
        book[page_of(code)].cell(row_of(book, code), column + place).value = value


def content_of(book) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def checked(evaluation, book) -> Precheck:
    current = read_sheet(evaluation.official)
    return precheck(current.sheet.scorecard, current.entries, read_table("评分表.xlsx", content_of(book)))


def changes_of(found) -> list[tuple]:
    return [(each.target, each.base, each.value) for each in found.changes]


def errors_of(found) -> list[str]:
    return [str(error) for error in found.errors]


# Out


def test_book_has_every_requirement_and_item_in_printed_order(evaluation, book):
    codes = [
        book[name].cell(row, 1).value
        for name in book.sheetnames
        for row in range(HEAD + 1, book[name].max_row + 1)
    ]
    items = [item for section in evaluation.edition.scorecard.sections for item in section.items]
    assert codes == [code for item in items for code in (item.code, *(r.code for r in item.requirements))]
    assert len(codes) > 200


def test_book_tells_what_is_judged_and_what_it_costs(office, evaluation):
    change(office, evaluation, "A1-7-3", {"faults": 2, "reason": "缺两份", "note": "见目录"})
    change(office, evaluation, "A7-1-1", {"value": "89.96"})
    change(office, evaluation, "A3-2", {"unmet": True, "reason": "应有而没有"})
    book = open_book(evaluation)
    cells = {
        code: [book[page_of(code)].cell(row_of(book, code), place).value for place in range(ANSWER, 10)]
        for code in ("A1-7-3", "A7-1-1", "A3-2")
    }
    assert cells["A1-7-3"] == ["缺2项", "缺两份", "见目录", None, None, "扣 2"]
    assert cells["A7-1-1"] == ["89.96", None, None, None, None, "得 15"]
    assert cells["A3-2"] == ["确认零分", "应有而没有", None, None, None, "得 0"]


def test_every_answer_has_its_choices(book):
    page = book["A.1"]
    lists = {
        str(cells): rule.formula1
        for rule in page.data_validations.dataValidation
        for cells in rule.sqref.ranges
        if rule.type == "list"
    }
    met = next(words for cells, words in lists.items() if inside(f"D{row_of(book, 'A1-1-1')}", cells))
    assert met == '"满足,不满足,不适用"'
    assert all(len(words) <= 257 for words in lists.values())


def inside(cell, cells) -> bool:
    first, _, last = cells.partition(":")
    return int(first[1:]) <= int(cell[1:]) <= int((last or first)[1:])


def test_text_that_looks_like_a_formula_stays_text(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True, "note": "=1+1"})
    book = open_book(evaluation)
    cell = book["A.1"].cell(row_of(book, "A1-1-1"), NOTE)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


# In


def test_untouched_book_changes_nothing(office, evaluation):
    change(office, evaluation, "A1-7-3", {"faults": 2, "reason": "缺两份", "note": "见目录"})
    change(office, evaluation, "A7-1-1", {"value": "89.96"})
    change(office, evaluation, "A3-1-1", {"met": True})
    change(office, evaluation, "A3-2", {"not_applicable": True, "reason": "没有此项业务"})
    change(office, evaluation, "A1-4-4", {"met": True})
    assert checked(evaluation, open_book(evaluation)) == Precheck((), (), 5)


def test_answers_of_every_kind_are_read(office, evaluation, book):
    change(office, evaluation, "A1-1-1", {"met": True})
    fill(book, "A1-1-1", "不满足", "没有文件", "见照片", "方针没有", "问了主任")
    fill(book, "A1-7-3", "缺3项")
    fill(book, "A7-1-1", 89.96)
    fill(book, "A7-3-1", "国家级")
    fill(book, "A2-1-2", "不适用", "本级不设")
    fill(book, "A2-2", "不适用", "没有此项业务")
    words = {"reason": "没有文件", "note": "见照片", "finding": "方针没有", "asked": "问了主任"}
    assert changes_of(checked(evaluation, book)) == [
        ("A1-1-1", 1, {"faults": 1} | words),
        ("A1-7-3", 0, {"faults": 3}),
        ("A2-1-2", 0, {"not_applicable": True, "reason": "本级不设"}),
        ("A2-2", 0, {"not_applicable": True, "reason": "没有此项业务"}),
        ("A7-1-1", 0, {"value": "89.96"}),
        ("A7-3-1", 0, {"choice": "国家级"}),
    ]


def test_every_error_is_told_with_its_cell(evaluation, book):
    fill(book, "A1-1-1", "好")
    fill(book, "A1-1-2", "不适用")
    fill(book, "A1-1-3", None, None, "只有备注")
    fill(book, "A7-1-1", 189)
    fill(book, "A1-2", "确认零分", "没有", "写错了地方")
    fill(book, "A1-3-1", "满足", "长" * 2001)
    fill(book, "A1-3-2", "B9-9-9", column=1)
    at = {code: row_of(book, code) for code in ("A1-1-1", "A1-1-2", "A1-1-3", "A7-1-1", "A1-2", "A1-3-1")}
    assert errors_of(checked(evaluation, book)) == [
        f"A.1 D{at['A1-1-1']}：A1-1-1 没有“好”这一项，可选：满足、不满足、不适用。",
        f"A.1 E{at['A1-1-2']}：A1-1-2 判为“不适用”，要写理由。",
        f"A.1 D{at['A1-1-3']}：A1-1-3 写了文字，没有判定，请选择判定，或删去文字。",
        f"A.1 F{at['A1-2']}：A1-2 是整项的决定，只写理由，备注请写在各条要求。",
        f"A.1 E{at['A1-3-1']}：理由有 2001 字，最多 2000 字，请缩短。",
        f"A.1 A{at['A1-3-1'] + 1}：评分表中没有“B9-9-9”，请用下载的评分表填写。",
        f"A.7 D{at['A7-1-1']}：A7-1-1 是“189”，应为 0 到 100 之间的数，如 89.96，或“不适用”。",
    ]


def test_requirement_written_twice_is_told(evaluation, book):
    first, second = row_of(book, "A1-1-1"), row_of(book, "A1-1-2")
    book["A.1"].cell(second, 1).value = "A1-1-1"
    assert errors_of(checked(evaluation, book)) == [
        f"A.1 A{second}：A1-1-1 在 A.1 A{first} 已有一行，请只留一行。"
    ]


def test_formula_is_told_and_never_counted(evaluation, book):
    fill(book, "A1-1-1", '=IF(TRUE,"满足","")')
    assert errors_of(checked(evaluation, book)) == [
        f"A.1 D{row_of(book, 'A1-1-1')}：是公式或错误值，请改成文字或数。"
    ]


def test_columns_may_stand_in_another_order(evaluation):
    book = Workbook()
    for row in (["备注", "判定", "编号"], ["齐全", "满足", "A1-1-1"]):
        book.active.append(row)
    assert changes_of(checked(evaluation, book)) == [("A1-1-1", 0, {"met": True, "note": "齐全"})]


def test_other_table_is_refused(evaluation):
    book = Workbook()
    book.active.append(["标准编号", "标准名称"])
    with pytest.raises(EvaluationError, match="没有找到评分表"):
        checked(evaluation, book)


# From page to page


def upload(client, evaluation, content, name="评分表.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(address("sheet-import", evaluation.pk), {"file": file})


def packed_in(response) -> str:
    return text_of(response).split('name="packed" value="')[1].split('"')[0]


def operations() -> list[tuple]:
    return list(Operation.objects.order_by("pk").values_list("target", "base", "value"))


def test_filled_book_is_prechecked_then_written_as_operations(client, office, evaluation, book):
    change(office, evaluation, "A1-1-1", {"met": True})
    fill(book, "A1-1-1", "不满足")
    fill(book, "A1-1-2", "满足")
    client.force_login(office)
    shown = upload(client, evaluation, content_of(book))
    assert "确认导入（变更 2）" in text_of(shown)
    assert len(operations()) == 1
    for _ in range(2):  # pressed twice, written once
        client.post(address("sheet-import-confirm", evaluation.pk), {"packed": packed_in(shown)})
    assert operations() == [
        ("A1-1-1", 0, {"met": True}), ("A1-1-1", 1, {"faults": 1}), ("A1-1-2", 0, {"met": True}),
    ]  # fmt: skip


def test_book_of_another_evaluation_is_named_before_it_is_written(client, office, city, evaluation, book):
    client.force_login(office)
    fill(book, "A3-2-1", "满足")
    assert "不是本次的" not in sent(client, evaluation, book)
    book["A.3"]["A1"] = "甲区网格化治理中心 2025 年度自我评价 评分表 A.3 服务提供"
    assert "这份表的标题是“甲区网格化治理中心 2025 年度自我评价 评分表 A.3 服务提供”，不是本次的" in sent(
        client, evaluation, book
    )


def sent(client, evaluation, book) -> str:
    """The precheck of a book as the page shows it."""
    file = SimpleUploadedFile("评分表.xlsx", content_of(book))
    return client.post(address("sheet-import", evaluation.pk), {"file": file}).content.decode()


def test_book_with_one_error_writes_nothing(client, office, evaluation, book):
    fill(book, "A1-1-1", "满足")
    fill(book, "A1-1-2", "好")
    client.force_login(office)
    text = text_of(upload(client, evaluation, content_of(book)))
    assert ("有 1 处需要修改" in text, "确认导入" in text, operations()) == (True, False, [])


def test_judgement_changed_since_the_precheck_stops_the_whole_import(office, evaluation, book):
    fill(book, "A1-1-1", "满足")
    fill(book, "A1-1-2", "满足")
    found = checked(evaluation, book)
    change(office, evaluation, "A1-1-2", {"faults": 1})
    rows = [
        {"uuid": f"00000000-0000-4000-8000-00000000000{place}", "target": each.target, "base": each.base}
        | {"value": each.value}
        for place, each in enumerate(found.changes)
    ]
    with pytest.raises(EvaluationError, match="A1-1-2 在预检以后又改过，整张表都没有导入"):
        import_scores(actor=office, sheet=evaluation.official, changes=rows)
    assert operations() == [("A1-1-2", 0, {"faults": 1})]


def test_confirmation_of_another_sheet_is_not_taken(client, office, city, county, evaluation, book):
    fill(book, "A1-1-1", "满足")
    client.force_login(office)
    packed = packed_in(upload(client, evaluation, content_of(book)))
    member = members(make_panel(city, county))[0]
    client.force_login(member.user)
    client.post(address("sheet-import-confirm", member.evaluation_id), {"packed": packed})
    assert operations() == []


def test_member_fills_his_own_sheet_and_no_other(client, city, county, edition):
    leader, second = members(make_panel(city, county))[:2]
    judge_own(leader, "A3-1-2", {"faults": 1, "finding": "机密"})
    client.force_login(second.user)
    content = client.get(address("sheet-excel", leader.evaluation_id)).getvalue()
    book = load_workbook(BytesIO(content))
    assert "机密" not in str([cell.value for page in book for row in page.iter_rows() for cell in row])
    fill(book, "A3-1-2", "满足")
    shown = upload(client, leader.evaluation, content_of(book))
    client.post(address("sheet-import-confirm", leader.evaluation_id), {"packed": packed_in(shown)})
    assert list(second.sheet.judgements.values_list("target", "value")) == [("A3-1-2", {"met": True})]
    assert leader.sheet.judgements.get().value == {"faults": 1, "finding": "机密"}


def test_sheet_handed_in_takes_no_table(client, city, county, edition):
    second = members(make_panel(city, county))[1]
    hand_in(second)
    client.force_login(second.user)
    assert client.get(address("sheet-import", second.evaluation_id)).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("评分表.xlsm", b"PK\x03\x04", "可以带宏"),
        ("评分表.xlsx", b"MZ", "不是 XLSX 文件"),
        ("评分表.xlsx", b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        ("评分表.exe", b"MZ", "不是能导入的文件"),
    ],
)
def test_hostile_file_is_refused_in_a_sentence(client, office, evaluation, name, content, sentence):
    client.force_login(office)
    assert sentence in text_of(upload(client, evaluation, content, name))


def test_export_is_told_to_who_holds_the_evaluation(client, city, county, edition):
    leader = members(make_panel(city, county))[0]
    client.force_login(leader.user)
    client.get(address("sheet-excel", leader.evaluation_id)).getvalue()
    event = Event.objects.get(verb="export")
    assert (event.organization, event.changes) == (city, {"评分表": ["", "底稿"]})
