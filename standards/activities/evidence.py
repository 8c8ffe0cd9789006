"""What the records of an organisation come to, by name: the evidence that a requirement of Appendix A may ask for.

Which requirement asks for which is data (fixtures/evidence). Reading only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.urls import reverse

from gridgov.organizations.models import Department

from .chart import read_chart
from .kinds.implementation import covered_standards
from .kinds.people import figures as people_figures
from .models import Duty, Finding, ImplementationMeasure, Inspection, Lending, Material, Person, Plan
from .querysets import within_year
from .rates import Rate
from .training import CAME, held_sessions, training_figures

APPROVED = ("approved", "running", "done")


@dataclass(frozen=True)
class Source:
    """One kind of evidence: its name for people, the list it stands in, and how much of it there is."""

    label: str
    kind: str
    query: str
    tell: Callable

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


def found_of(organization, names: list[str], *, on: date) -> list[Found]:
    """What the organisation has on a day of each source named; a fixed number of statements per source."""
    return [found(organization, SOURCES[name], on) for name in names]


def found(organization, source: Source, on: date) -> Found:
    told = source.tell(organization, on)
    url = source.url(organization)
    if isinstance(told, Rate):
        return Found(source.label, told.words, bool(told.part), told.reaches(100), url, told)
    words = f"{told:%Y-%m-%d}" if isinstance(told, date) else f"{told} 条"
    return Found(source.label, words if told else "没有", bool(told), bool(told), url)


def plans(*types: str) -> Callable:
    """How many approved plans of these kinds (none named: of any) cover the year of the day."""

    def tell(organization, on: date) -> int:
        covers = Q(year=on.year) | Q(year__lte=on.year, until_year__gte=on.year)
        rows = Plan.objects.of(organization).kept().filter(covers, state__in=APPROVED)
        return (rows.filter(type__in=types) if types else rows).count()

    return tell


def plan_source(type_: str) -> Source:
    return Source(Plan.Type(type_).label, "plans", f"type={type_}", plans(type_))


def promotions(organization, on: date) -> int:
    """Sessions of 宣贯 and 培训 held this year at which people were present."""
    return (
        held_sessions(organization, on)
        .annotate(came=Count("attendances", filter=CAME))
        .filter(came__gt=0)
        .count()
    )


def duties(holder: str) -> Callable:
    return lambda organization, on: Duty.objects.of(organization).kept().filter(holder=holder).count()


def department_duties(organization, on: date) -> Rate:
    departments = Department.objects.of(organization).filter(is_active=True)
    named = Duty.objects.of(organization).kept().filter(holder="department").values("department")
    return Rate(departments.filter(pk__in=named).count(), departments.count())


def seats(organization, on: date) -> int:
    """Seats taken in the bodies of annex A."""
    return sum(len(names) for names in read_chart(organization, on=on).bodies.values())


def officers(organization, on: date) -> int:
    return Person.objects.of(organization).on_staff(on=on).exclude(officer="").count()


def figure(name: str) -> Callable:
    """One of the figures of the year's training."""
    return lambda organization, on: getattr(training_figures(organization, on=on), name)


def channels(organization, on: date) -> int:
    return Material.objects.of(organization).kept().values("channel").distinct().count()


def renewed(organization, on: date) -> date | None:
    newest = Material.objects.of(organization).kept().aggregate(got=Max("obtained_on"), new=Max("updated_on"))
    return max(filter(None, newest.values()), default=None)


def lendings(organization, on: date) -> int:
    return (
        Lending.objects.kept().filter(material__organization=organization, material__removed_at=None).count()
    )


def measures(organization, on: date) -> int:
    return ImplementationMeasure.objects.of(organization).kept().count()


def conditions(organization, on: date) -> Rate:
    rows = ImplementationMeasure.objects.of(organization).kept()
    return Rate(rows.exclude(conditions="").count(), rows.count())


def checks(organization, on: date) -> int:
    return within_year(Inspection.objects.of(organization).kept(), "checked_on", on.year).count()


def documented(organization, on: date) -> Rate:
    rows = within_year(Inspection.objects.of(organization).kept(), "checked_on", on.year)
    written = rows.filter(documents__removed_at=None, documents__kind="result").distinct()
    return Rate(written.count(), rows.count())


def closed(organization, on: date) -> Rate:
    rows = Finding.objects.of(organization).kept()
    return Rate(rows.filter(state="closed").count(), rows.count())


SOURCES: dict[str, Source] = {
    **{f"plan:{each}": plan_source(each) for each in Plan.Type.values},
    "plan:any": Source("年度工作计划", "plans", "", plans()),
    "training:complete": Source("五要素齐全的培训记录", "training", "", figure("complete")),
    "training:assessed": Source("有考试、考核记录的场次", "training", "", figure("assessed")),
    "training:completion": Source("培训计划完成率（场次）", "training", "", figure("sessions")),
    "training:attendance": Source("参训率", "training", "", figure("trained")),
    "training:promotion": Source("宣贯培训记录", "training", "", promotions),
    "implementation": Source("实施措施", "implementation", "", measures),
    "implementation:conditions": Source("写明必要条件的实施措施", "implementation", "", conditions),
    "implementation:records": Source(
        "有实施记录的现行自制标准",
        "implementation",
        "",
        lambda organization, on: covered_standards(organization, on)["recorded"],
    ),
    "inspections": Source("监督检查记录", "inspections", "", checks),
    "inspections:documented": Source("形成结果文件的检查", "inspections", "document=yes", documented),
    "findings:closed": Source("问题关闭率", "findings", "", closed),
    "materials": Source("信息资料登记", "materials", "", lambda o, on: Material.objects.of(o).kept().count()),
    "materials:channels": Source("获取渠道", "materials", "", channels),
    "materials:lendings": Source("提供记录", "materials", "", lendings),
    "materials:renewed": Source("最近登记或更新资料", "materials", "", renewed),
    "people:officers": Source("专、兼职标准化人员", "people", "officer=any", officers),
    "people:duties": Source(
        "写明职责的标准化人员", "people", "officer=any", lambda o, on: people_figures(o, on)["with_duties"]
    ),
    "people:qualified": Source(
        "有标准化证书的标准化人员", "people", "officer=any", lambda o, on: people_figures(o, on)["qualified"]
    ),
    "duties:top": Source("最高管理者职责", "duties", "holder=top", duties("top")),
    "duties:office": Source("标准化管理办公室职责", "duties", "holder=office", duties("office")),
    "duties:officer": Source("标准化人员职责", "duties", "holder=officer", duties("officer")),
    "duties:departments": Source("有职责的部门", "duties", "holder=department", department_duties),
    "chart": Source("机构图中的任职", "chart", "", seats),
}
