"""The bench: its arithmetic, its table, and one whole run on a tiny installation of its own."""

import re
import tempfile
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from evaluation.bench import scratch
from evaluation.bench.measuring import Row, interleaved, percentile, ratio, table
from evaluation.errors import EvaluationError
from gridgov.organizations.models import Organization

ROWS = [
    "明细表 50 行 ÷ openpyxl 直写",
    "明细表 50 行，内存增加",
    "报告 ÷ 未调的 WeasyPrint",
    "报告文件大小",
    "报告内存峰值",
    "保存一项，1 人 ÷ 空视图",
    "每秒保存，8 人 ÷ 空视图",
    "保存最慢 5% ÷ 平均，8 人",
    "“database is locked”",
    "丢失或多出的改动",
    "底稿保存一项，1 人 ÷ 空视图",
    "每秒保存，7 个评估组 49 人 ÷ 空视图",
    "保存最慢 5% ÷ 平均，7 个评估组 49 人",
    "“database is locked”，7 个评估组 49 人",
    "丢失或多出的改动，7 个评估组 49 人",
    "合议页 ÷ 空视图",
    "合议页的数据库语句",
    "看到别人合议的改动",
    "评分页 ÷ 空视图",
    "评分页的数据库语句",
    "评分页各行 ÷ f-string",
    "评分页各行，都是新的 ÷ f-string",
    "列表 180 条，首页 ÷ 一个组织的首页",
    "列表，深处的页 ÷ 首页",
    "列表，末页 ÷ 首页",
    "查两字，少见的 ÷ 一个组织里查",
    "查两字，常见的 ÷ 一个组织的首页",
    "查两字的语句，少见的 ÷ 按键取同样的行",
    "查两字的语句，常见的 ÷ 按键取同样的行",
    *(
        f"{page}，100 条 ÷ 30 条"
        for page in ("工作台", "待办", "待办月历", "标准登记", "结构图", "标准体系表", "一条标准的页面")
    ),
    "导入 50 行 ÷ openpyxl 读出并直接插入",
    "导入 50 行，内存增加",
    "175 条建议，100 条标准 ÷ 只取同样的行",
    "建议和只凭数据的总分 ÷ 只取同样的行",
    "175 条建议的数据库语句",
    "达标差距的全部推算，没有一条标准",
    "评分页 A.1，100 条标准 ÷ 空视图",
    "评分页 A.4，100 条标准 ÷ 空视图",
    "勾选一项差距的应答，100 条标准",
]
# What may rightly be nothing.
NONE = [row for row in ROWS if row.startswith(("“database is locked”", "丢失或多出的改动"))]
ZERO = {"明细表 50 行，内存增加", "导入 50 行，内存增加", *NONE}


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (Row("甲", 0.871, 1.2), ("甲", "0.87 ×", "≤ 1.20 ×", "是")),
        (Row("甲", 1.21, 1.2), ("甲", "1.21 ×", "≤ 1.20 ×", "否")),
        (Row("甲", 0.5, 0.5, at_least=True), ("甲", "0.50 ×", "≥ 0.50 ×", "是")),
        (Row("甲", 0.49, 0.5, at_least=True), ("甲", "0.49 ×", "≥ 0.50 ×", "否")),
        (Row("甲", 0, 0, "次"), ("甲", "0 次", "≤ 0 次", "是")),
        (Row("甲", None, 10, "MB"), ("甲", "测不了", "≤ 10 MB", "—")),
        (Row("甲", 123.4), ("甲", "123 ×", "—", "—")),
        (Row("甲", 45.67), ("甲", "45.7 ×", "—", "—")),
    ],
)
def test_a_row_says_what_was_found_what_is_aimed_at_and_whether_it_is_met(row, cells):
    assert row.cells == cells


def test_columns_stand_under_each_other_where_chinese_is_two_wide():
    assert table([Row("报告", 0.63, 0.65), Row("报告文件大小", 1234, 300, "kB")]) == [
        "量什么           结果      目标  达到",
        "报告           0.63 ×  ≤ 0.65 ×  是",
        "报告文件大小  1234 kB  ≤ 300 kB  否",
    ]


def test_a_ratio_compares_the_best_of_both():
    assert ratio([3.0, 2.0, 9.0], [8.0, 0.5, 1.0]) == 4.0


@pytest.mark.parametrize(("share", "value"), [(0.95, 19), (0.5, 10), (1, 20)])
def test_a_percentile_is_a_value_that_was_measured(share, value):
    assert percentile(range(1, 21), share) == value


def test_works_take_turns_and_the_first_turn_does_not_count():
    calls = []
    times = interleaved(lambda: calls.append("a"), lambda: calls.append("b"), rounds=2)
    assert ("".join(calls), [len(found) for found in times]) == ("ababab", [2, 2])


def test_without_the_right_to_make_a_database_the_bench_says_what_to_do(monkeypatch, tmp_path):
    def refuse(statement):
        raise DatabaseError("permission denied to create database")

    monkeypatch.setattr(scratch, "execute", refuse)
    monkeypatch.setattr(scratch, "connection", SimpleNamespace(vendor="postgresql"))
    with pytest.raises(EvaluationError, match=r"permission denied.*CREATEDB"), scratch.database(tmp_path):
        pass


def test_an_unknown_part_is_refused():
    with pytest.raises(CommandError, match="nothing"):
        call_command("bench", "--only", "nothing")


def cells_of(line: str) -> tuple[str, ...]:
    """Words, figure, target and whether it is met, from a line of the table."""
    return re.fullmatch(r"(.+?)  +([\d.]+) \S+  +(.+?)  +(\S)", line).groups()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_tiny_run_prints_every_row_and_leaves_nothing_behind(capfd, tmp_path, monkeypatch, fonts, settings):
    settings.DATA_DIR = fonts.parent
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    call_command("bench", quick=True)
    head, *lines = capfd.readouterr().out.splitlines()
    assert head.split() == ["量什么", "结果", "目标", "达到"]
    found = {what: (value, met) for what, value, _, met in map(cells_of, lines)}
    assert list(found) == ROWS
    assert {found[row] for row in NONE} == {("0", "是")}
    assert all(float(value) > 0 for what, (value, _) in found.items() if what not in ZERO)
    assert (list(tmp_path.iterdir()), Organization.objects.count()) == ([], 0)
