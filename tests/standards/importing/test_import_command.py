"""`manage.py import_standards`: the same import from the shell."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from standards.models import ImportBatch, Standard
from tests.factories import make_adopted, make_organization
from tests.standards.importing.making import file_of, leaf, own, row

pytestmark = pytest.mark.usefixtures("tree")


@pytest.fixture
def path(tmp_path):
    """Writes a list of rows and says where it lies."""

    def write(*rows, **more) -> str:
        place = tmp_path / "明细表.xlsx"
        place.write_bytes(file_of(rows, **more).read())
        return str(place)

    return write


def run(path: str, *options, code="AL") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_standards", path, "--organization", code, *options, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error)
    return out.getvalue(), err.getvalue()


def test_list_is_imported(city, path):
    assert run(path(row())) == ("明细表.xlsx：共 1 行，错误 0，变更 0，新增 1，相同 0\n", "")
    assert Standard.objects.get().number == "GB/T 34300-2017"


def test_running_again_changes_nothing(city, path):
    run(path(row()))
    assert run(path(row()))[0] == "明细表.xlsx：共 1 行，错误 0，变更 0，新增 0，相同 1\n"
    assert Standard.history.count() == 1


def test_dry_run_writes_nothing_at_all(city, path):
    assert "新增 1" in run(path(row()), "--dry-run")[0]
    assert (Standard.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_errors_are_told_in_chinese_and_nothing_is_written(city, path):
    _, err = run(path(row(), row(标准编号="GB 2-2020", 实施日期="2025.13.1")))
    assert err == "K3 实施日期：应为 2026-11-20 这样的日期\n有 1 行错误，没有写入任何一行。"
    assert Standard.objects.count() == 0


def test_errors_end_with_code_1(city, path):
    with pytest.raises(CommandError) as caught:
        call_command(
            "import_standards",
            path(row(体系分类代号="X")),
            "--organization",
            "AL",
            stdout=StringIO(),
            stderr=StringIO(),
        )
    assert caught.value.returncode == 1


def test_json_has_one_object_per_row(city, path):
    make_adopted(city, leaf("4.1.1"))
    out, _ = run(path(row(备注="甲"), row(标准编号="GB 2-2020", 标准名称="乙")), "--json", "--dry-run")
    first, second = map(json.loads, out.splitlines())
    assert first == {
        "sheet": "明细表",
        "line": 2,
        "verdict": "changed",
        "standard": Standard.objects.get().pk,
        "class_code": "4.1.1",
        "number": "GB/T 34300-2017",
        "title": "城乡社区网格化服务管理规范",
        "changes": {"备注": ["", "甲"]},
        "errors": [],
        "notes": [],
    }
    assert (second["verdict"], second["line"]) == ("new", 3)


def test_columns_can_be_named(city, path):
    place = path(("甲", "GB 1-2020", "4.1.1"), headings=("题目", "标准编号", "分类号"))
    run(place, "--mapping", "A=title")
    assert Standard.objects.get().title == "甲"


@pytest.mark.parametrize("mapping", ["A", "1=title", "A=nonsense"])
def test_columns_that_are_none_are_refused(city, path, mapping):
    assert "不对，应如 B=number" in run(path(row()), "--mapping", mapping)[1]


def test_reason_and_ticks_of_the_page_are_options(city, path):
    rows = path(own(批准日期=None, 实施部门="督查科"))
    assert "2 处" not in run(rows)[1]
    run(rows, "--same-day", "--make-departments")
    run(path(own(批准日期=None, 实施部门="督查科", 备注="更正")), "--reason", "核对")
    assert Standard.objects.get().remark == "更正"


@pytest.mark.parametrize("code", ["AL", "al", "安澜市网格化治理中心", "610900"])
def test_organisation_by_its_code_initials_or_name(city, path, code):
    city.region_code = "610900"
    city.save()
    run(path(row()), code=code)
    assert Standard.objects.get().organization == city


def test_unknown_and_ambiguous_organisations_are_refused(city, path):
    make_organization("安陆市网格化治理中心")
    assert "没有行政区划代码" in run(path(row()), code="XX")[1]
    assert "对应几个组织" in run(path(row()))[1]


def test_file_that_is_not_there_or_no_list_is_refused(city, path, tmp_path):
    assert "打不开" in run(str(tmp_path / "没有.xlsx"))[1]
    (tmp_path / "a.xlsx").write_bytes(b"MZ")
    assert "不是 XLSX 文件" in run(str(tmp_path / "a.xlsx"))[1]
