"""Columns and sheets of the 标准明细表: what T/CSSG 001.2 9.4.2 demands and what practice adds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading, a width in characters, and how its cells are shown: `序号`, `日期` or `文字`."""

    heading: str
    width: int
    kind: str = "文字"


# 9.4.2 demands 体系分类代号, 标准编号, 标准名称, 实施日期 and 实施部门.
COLUMNS = (
    Column("序号", 5, "序号"),
    Column("体系分类代号", 9),
    Column("子体系/层级", 24),
    Column("标准编号", 21),
    Column("标准名称", 30),
    Column("标准级别", 9),
    Column("制定方式", 10),
    Column("状态", 9),
    Column("发布日期", 11, "日期"),
    Column("实施日期", 11, "日期"),
    Column("被代替标准号", 20),
    Column("采用关系", 10),
    Column("实施部门", 18),
    Column("复审日期", 11, "日期"),
    Column("宜定级别", 9),
    Column("备注", 16),
)

# Subsystem → title of its sheet, in the order of the workbook.
SHEETS = {
    "ZD": "指导层",
    "JC": "JC 通用基础",
    "TG": "TG 服务提供",
    "GL": "GL 服务管理",
    "GZ": "GZ 岗位工作",
}
STATISTICS = "统计表"
HEADER_ROW = 2
