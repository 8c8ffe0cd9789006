"""What the records of an organisation come to, by name: the evidence that a requirement of Appendix A may ask for.

Which requirement asks for which is data (fixtures/evidence). Reading only.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from .gathered import Gathered
from .models import Plan
from .rates import Rate


@dataclass(frozen=True)
class Source:
    """One kind of evidence: its name for people, the list it stands in, how much of it there is and in which unit.

    `nothing` is said before the label where there is none: 「没有已批准的」 + 「采标计划」.
    """

    label: str
    kind: str
    query: str
    tell: Callable[[Gathered], int | date | Rate | None]
    unit: str = "条"
    nothing: str = "没有"

    def url(self, organization) -> str:
        if self.kind == "chart":
            return f"{reverse('activities:chart')}?organization={organization.pk}"
        query = f"&{self.query}" if self.query else ""
        return f"{reverse(f'activities:{self.kind}')}?organization={organization.pk}{query}"


@dataclass(frozen=True)
class Found:
    """What there is of one source: words, whether there is any and whether all of it, where it stands."""

    label: str
    words: str
    is_there: bool
    is_whole: bool
    url: str
    rate: Rate | None = None


def found_of(organization, names: Collection[str], *, on: date, year: int | None = None) -> list[Found]:
    """What the organisation has on a day of each source named; a fixed number of statements for all of them.

    `year` is the one that plans, training and checks are counted in; without it, that of the day.
    """
    gathered = Gathered(organization, on, year or on.year)
    return [found(SOURCES[name], gathered) for name in names]


def found(source: Source, gathered: Gathered) -> Found:
    told = source.tell(gathered)
    url = source.url(gathered.organization)
    if isinstance(told, Rate):
        return Found(source.label, told.words, bool(told.part), told.reaches(100), url, told)
    words = f"{told:%Y-%m-%d}" if isinstance(told, date) else f"{told} {source.unit}"
    return Found(source.label, words if told else source.nothing, bool(told), bool(told), url)


def plan(type_: str) -> Source:
    label = Plan.Type(type_).label
    return Source(label, "plans", f"type={type_}", lambda all: all.plans[type_], "份", "没有已批准的")


def duties(holder: str, label: str) -> Source:
    return Source(label, "duties", f"holder={holder}", lambda all: all.duties[holder], "份")


SOURCES: dict[str, Source] = {
    **{f"plan:{each}": plan(each) for each in Plan.Type.values},
    "plan:any": Source("年度工作计划", "plans", "", lambda all: all.plans.total(), "份", "没有已批准的"),
    "training:complete": Source("五要素齐全的培训记录", "training", "", lambda all: all.training.complete),
    "training:assessed": Source(
        "经考试、考核的培训", "training", "", lambda all: all.training.assessed, "场"
    ),
    "training:completion": Source(
        "培训计划完成率（场次）", "training", "", lambda all: all.training.sessions
    ),
    "training:attendance": Source("参训率", "training", "", lambda all: all.training.trained),
    "training:promotion": Source("宣贯培训记录", "training", "", lambda all: all.training.attended),
    "implementation": Source("实施措施", "implementation", "", lambda all: all.conditions.whole, "项"),
    "implementation:conditions": Source(
        "写明必要条件的实施措施", "implementation", "", lambda all: all.conditions
    ),
    "implementation:records": Source(
        "有实施记录的现行自制标准", "implementation", "", lambda all: all.recorded
    ),
    "inspections": Source("监督检查记录", "inspections", "", lambda all: all.inspections.whole),
    "inspections:documented": Source(
        "形成结果文件的检查", "inspections", "document=yes", lambda all: all.inspections
    ),
    "findings:closed": Source("问题关闭率", "findings", "", lambda all: all.findings),
    "materials": Source("信息资料登记", "materials", "", lambda all: all.materials["count"]),
    "materials:channels": Source(
        "信息获取渠道", "materials", "", lambda all: all.materials["channels"], "种"
    ),
    "materials:lendings": Source("资料提供记录", "materials", "", lambda all: all.lendings),
    "materials:renewed": Source("资料的登记或更新", "materials", "", lambda all: all.materials["newest"]),
    "people:officers": Source(
        "专、兼职标准化人员", "people", "officer=any", lambda all: all.officers.count, "人"
    ),
    "people:duties": Source(
        "写明职责的标准化人员", "people", "officer=any", lambda all: all.officers.with_duties
    ),
    "people:qualified": Source(
        "有标准化证书的标准化人员", "people", "officer=any", lambda all: all.officers.qualified
    ),
    "duties:top": duties("top", "最高管理者职责"),
    "duties:office": duties("office", "标准化管理办公室职责"),
    "duties:officer": duties("officer", "标准化人员职责"),
    "duties:departments": Source("有职责的部门", "duties", "holder=department", lambda all: all.departments),
    "chart": Source("机构图中的任职", "chart", "", lambda all: all.seats, "人"),
}
