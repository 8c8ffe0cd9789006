"""标准化职责 (T/CSSG 001.2 7.1.3, §8; A1-2)."""

from django import forms

from gridgov.organizations.models import Department

from ..filters import RecordFilter, choice
from ..forms.records import RecordForm
from ..models import Duty
from ..rates import Rate
from .kind import Kind, column, derived


class DutyForm(RecordForm):
    pairs = {"holder": "department", "basis": "effective_on"}

    class Meta:
        model = Duty
        fields = ["holder", "department", "post", "content", "basis", "effective_on"]
        widgets = {"content": forms.Textarea(attrs={"rows": 10})}


class DutyFilter(RecordFilter):
    search = ("content", "post", "basis")
    holder = choice("职责主体", Duty.Holder)


def covered(organization, on) -> dict:
    """A1-2-2, A1-2-3: 最高管理者, the bodies of §8, and each department: who has duties, who has none."""
    rows = list(Duty.objects.of(organization).kept())
    departments = list(Department.objects.of(organization).filter(is_active=True))
    named = {row.department_id for row in rows if row.holder == Duty.Holder.DEPARTMENT}
    holders = {row.holder: row for row in rows}
    bodies = [Duty.Holder(holder) for holder in ("top", "committee", "representative", "office", "officer")]
    return {
        "bodies": [(holder, holders.get(holder)) for holder in bodies],
        "departments": Rate(sum(1 for each in departments if each.pk in named), len(departments)),
        "bare": [each for each in departments if each.pk not in named],
    }


# T/CSSG 001.2 8.1–8.5: what the standard itself gives each holder to do, as a beginning to be made one's own.
TEXTS = {
    "committee": (
        "1. 组织研究和制定标准化工作目标。\n"
        "2. 负责标准化方面重大问题的研究、审议和决策。\n"
        "3. 组织参加国内外重大标准化活动。"
    ),
    "representative": (
        "1. 组织制定网格化治理组织标准化工作的发展规划、年度计划。\n"
        "2. 组织标准体系的建立、实施和评审，并确保标准体系有效运行。\n"
        "3. 向标准化管理委员会提出标准化管理评审及改进建议。\n"
        "4. 负责与网格化治理标准体系有关事宜的外部联络。"
    ),
    "office": (
        "1. 确定并落实标准化法律、法规、规章以及强制性标准中与组织相关的要求。\n"
        "2. 负责建立标准体系并组织运行，编制标准体系表。\n"
        "3. 对标准体系的运行情况进行监督检查，组织标准体系的内审工作。\n"
        "4. 制定、修订标准并组织实施，对标准的有效性进行审查。\n"
        "5. 组织实施标准体系培训工作。\n"
        "6. 负责组织标准化的日常管理工作。"
    ),
    "department": (
        "1. 完成标准化管理办公室下达的标准化工作任务。\n"
        "2. 组织与本部门、条块业务相关联标准的制、修订工作。\n"
        "3. 组织实施与本部门有关的标准，对实施进行有效控制。\n"
        "4. 对标准有效性及标准体系运行提出改进意见。"
    ),
    "officer": (
        "1. 负责本部门标准化工作的信息收集和交流。\n"
        "2. 负责本部门标准化文件的管理。\n"
        "3. 负责本部门标准文件的制、修订工作。"
    ),
}
CLAUSES = {
    "committee": "第2部分 8.1",
    "representative": "第2部分 8.2",
    "office": "第2部分 8.3",
    "department": "第2部分 8.4",
    "officer": "第2部分 8.5",
}


def from_clause(organization, query) -> dict:
    """The duties that T/CSSG 001.2 §8 names for the holder asked for."""
    holder, department = query.get("holder", ""), query.get("department", "")
    if holder not in Duty.Holder.values:
        return {}
    return {
        "holder": holder,
        "department": department if department.isdecimal() else None,
        "content": TEXTS.get(holder, ""),
        "basis": CLAUSES.get(holder, ""),
    }


DUTIES = Kind(
    slug="duties",
    model=Duty,
    label="标准化职责",
    noun="职责",
    clause="第2部分 7.1.3、第8章",
    advice="还没有登记职责。附录A要看最高管理者和各部门的标准化职责，可以从第8章的条文开始写。",
    form=DutyForm,
    filters=DutyFilter,
    identity=("holder", "department", "post"),
    owner="duty",
    papers=("duty", "other"),
    select=("department", "organization"),
    summary=covered,
    begin=from_clause,
    columns=(
        derived("职责", 24, lambda row, on: str(row), link=True),
        column(Duty, "holder", 20),
        column(Duty, "department", 16),
        column(Duty, "post", 14),
        column(Duty, "content", 60),
        column(Duty, "basis", 18),
        column(Duty, "effective_on", 12),
    ),
)
