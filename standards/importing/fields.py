"""The columns a list can have, and what people call them (GB/T 22373, GB/T 13016 and lists in use). Pure."""

import re
import unicodedata
from dataclasses import dataclass

BRACKETED = re.compile(r"[(（\[【〔<《].*?[)）\]】〕>》]")
NOISE = re.compile(r"[\s*＊:：()（）\[\]【】〔〕<>《》\"“”'‘’、，,。./／_\-—]+")


@dataclass(frozen=True)
class Field:
    """A column: what the mapping page calls it, what headings mean it."""

    label: str
    synonyms: tuple[str, ...]


# 批准日期 stands for 发布日期 in lists that have but one of them: `rows` decides.
FIELDS = {
    "seq": Field("序号", ("序号", "序", "No", "顺序号")),
    "class_code": Field(
        "体系分类代号",
        (
            *("体系分类代号", "标准体系分类代号", "分类代号", "体系编号", "标准体系编号", "标准体系表编号"),
            *("体系代码", "分类号", "体系类目代号", "体系分类号", "体系代号"),
        ),
    ),
    "place": Field(
        "子体系/层级",
        (
            *("子体系/层级", "子体系", "子体系名称", "所属体系", "标准所属体系名称", "体系分类", "分体系"),
            *("层级", "分类名称", "体系位置", "所属子体系"),
        ),
    ),
    "number": Field(
        "标准编号",
        (
            *("标准号", "标准编号", "标准代号", "代号和编号", "标准代号和编号", "引用标准编号", "文件编号"),
            *("文号", "标准号文号", "标准编号文号", "代号及编号", "标准代号及编号"),
        ),
    ),
    "second_number": Field("第二标准号", ("第二标准号", "另一编号")),
    "title": Field(
        "标准名称", ("标准名称", "中文标准名称", "标准中文名称", "名称", "文件名称", "中文名称", "标准题名")
    ),
    "title_english": Field("英文名称", ("英文名称", "英文标准名称", "标准英文名称")),
    "rank": Field("标准级别", ("标准级别", "级别", "标准类别", "标准性质", "标准层次", "文件类别")),
    "intended_rank": Field("宜定级别", ("宜定级别",)),
    "origin": Field("制定方式", ("制定方式", "自制或采用", "来源")),
    "status": Field("状态", ("状态", "标准状态", "现行情况", "有效性", "是否现行")),
    "approved_on": Field("批准日期", ("批准日期",)),
    "issued_on": Field("发布日期", ("发布日期", "颁布日期", "发布时间", "颁布时间", "印发日期")),
    "effective_on": Field(
        "实施日期", ("实施日期", "实施时间", "执行日期", "生效日期", "施行日期", "实施或试行日期", "试行日期")
    ),
    "old": Field(
        "被代替标准号",
        (
            *("被代替标准号", "被代替标准", "被代替标准号或作废", "替代标准号", "代替国标号", "被代替国标号"),
            *(
                "替代标准编号",
                "被替代标准编号",
                "被替代标准",
                "代替标准号",
                "代替的文件",
                "替代标准",
                "被替代标准号",
            ),
        ),
    ),
    "new": Field("代替标准", ("代替标准", "被代替为", "替代为", "现行替代标准")),
    "replaced_on": Field("被代替日期", ("被代替日期", "代替日期")),
    "withdrawn_on": Field("废止日期", ("废止日期", "废止时间", "作废日期")),
    "departments": Field(
        "实施部门",
        (
            *("实施部门", "责任部门", "归口部门", "标准归口部门", "归口单位", "主管部门", "编制部门"),
            *("标准实施部门", "执行部门", "牵头部门"),
        ),
    ),
    "issuer": Field("发布机构", ("发布机构", "发布单位", "发布部门", "批准机构", "发文机关")),
    "approver": Field("批准人", ("批准人", "审批人", "签发人")),
    "drafters": Field("起草人", ("起草人", "主要起草人")),
    "adoption": Field(
        "采用关系",
        (
            *("采用关系", "国际国外标准号及采用关系", "采用国际标准号", "采标编号", "采标程度", "一致性程度"),
            *("一致性程度代号", "采用关系一致性程度"),
        ),
    ),
    "confirmed_on": Field("复审日期", ("复审日期", "复审确认日期", "确认日期")),
    "ics": Field("ICS 分类号", ("ICS", "ICS分类号", "国际标准分类号")),
    "ccs": Field("CCS 分类号", ("CCS", "CCS分类号", "中国标准分类号")),
    "remark": Field("备注", ("备注", "说明", "备考")),
}
# Headings whose meaning their cells decide.
BY_CONTENT = {"编号": ("seq", "number"), "代号": ("class_code", "number"), "类别": ("rank", "place")}
REQUIRED = "title"


def plain(heading: str) -> str:
    """A heading without blanks, line breaks, brackets, `*` and the like: what is compared."""
    return NOISE.sub("", unicodedata.normalize("NFKC", heading)).upper()


def forms_of(heading: str) -> list[str]:
    """What a heading may be compared as: whole, and without what stands in brackets."""
    return list(dict.fromkeys(filter(None, [plain(heading), plain(BRACKETED.sub("", heading))])))


MEANINGS = {plain(synonym): name for name, field in FIELDS.items() for synonym in field.synonyms}
LONGEST_FIRST = sorted((word for word in MEANINGS if len(word) > 2), key=len, reverse=True)
