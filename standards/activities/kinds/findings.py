"""问题整改 (T/CSSG 001.2 11.3.2, 11.4; A6-4-4, A6-5-3): one closed loop for checks, self-evaluation and others."""

from django import forms
from django.db.models import Count, Max, Q

from gridgov.organizations.models import Organization

from ..errors import ActivitiesError
from ..filters import RecordFilter, choice
from ..forms.fields import StandardsField
from ..forms.records import RecordForm
from ..models import Finding, Inspection
from ..querysets import late
from ..rates import Rate
from ..steps import FINDING_STEPS
from .kind import Kind, column, derived

TONES = {
    "registered": "warn",
    "assigned": "info",
    "rectifying": "info",
    "reported": "info",
    "verified": "good",
    "closed": "plain",
}
DUE = [("overdue", "已逾期"), ("open", "未关闭")]


class FindingForm(RecordForm):
    standard = StandardsField(single=True, label="涉及的标准", required=False)
    pairs = {"source": "inspection", "found_on": "found_by", "standard": "clause", "owner": "due_on"}

    class Meta:
        model = Finding
        fields = [
            *("source", "inspection", "found_on", "found_by", "description", "standard", "clause"),
            *("department", "owner", "due_on"),
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"due_on": "责任部门、责任人和期限也可以在派发时再定"}

    def limit(self) -> None:
        self.fields["inspection"].queryset = Inspection.objects.of(self.organization).kept()


class FindingFilter(RecordFilter):
    search = ("description", "owner", "clause", "measures")
    source = choice("来源", Finding.Source)
    state = choice("状态", Finding.State)
    due = choice("期限", DUE, method="filter_due")

    def filter_due(self, rows, name, value):
        return rows.overdue(on=self.on) if value == "overdue" else rows.open()


def number_finding(row: Finding, actor) -> None:
    """The next number of the year in this organisation, given once; the organisation's row orders two at a time."""
    Organization.objects.select_for_update().get(pk=row.organization_id)
    row.year = row.found_on.year
    last = Finding.objects.of(row.organization).filter(year=row.year).aggregate(last=Max("sequence"))["last"]
    row.sequence = (last or 0) + 1
    if row.inspection and row.source != Finding.Source.INSPECTION:
        raise ActivitiesError("选了所属检查的问题，来源应为“监督检查”。", field="source")


def finding_fixed(row: Finding) -> str:
    if row.state == Finding.State.REGISTERED:
        return ""
    return f"问题已到“{row.get_state_display()}”，登记的内容不再改动；要改，先退回派发。"


def state_words(row: Finding, on) -> str:
    late = "，逾期" if row.is_late(on) else ""
    return f"{row.get_state_display()}{late}"


def state_tone(row: Finding, on) -> str:
    return "bad" if row.is_late(on) else TONES[row.state]


def figures(organization, on) -> dict:
    """How many stand at each state, the share that is closed, what is late and what came back more than once."""
    rows = Finding.objects.of(organization).kept()
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    whole = sum(counts.values())
    more = rows.aggregate(
        late=Count("pk", filter=late(on)),
        escalated=Count("pk", filter=Q(escalated_on__isnull=False) & ~Q(state="closed")),
    )
    return {
        "states": [(state, state.label, counts.get(state, 0)) for state in Finding.State],
        "closed": Rate(counts.get("closed", 0), whole),
        **more,
    }


def track(row: Finding, on) -> dict:
    """The way of the finding: each station with its day; those ahead have none."""
    states = list(Finding.State)
    place = states.index(Finding.State(row.state))
    days = {
        "registered": row.found_on,
        "assigned": row.assigned_on,
        "rectifying": row.rectified_on,
        "reported": row.reported_on,
        "verified": row.verified_on,
        "closed": row.closed_on,
    }
    stations = [
        (state.label, days[state] if at <= place else None, at <= place) for at, state in enumerate(states)
    ]
    return {"stations": stations, "is_late": row.is_late(on), "on": on}


def from_inspection(organization, query) -> dict:
    """A finding entered from the page of a check belongs to it."""
    key = query.get("inspection", "")
    rows = Inspection.objects.of(organization).kept().filter(pk=key) if key.isdecimal() else []
    for row in rows:
        return {
            "inspection": row.pk,
            "source": "inspection",
            "found_on": row.checked_on,
            "found_by": row.inspectors,
        }
    return {}


def from_evaluation(query) -> dict:
    """A finding entered from the result of an evaluation names the requirement it concerns (11.4.2)."""
    if query.get("source") not in (Finding.Source.SELF_EVALUATION, Finding.Source.EXTERNAL):
        return {}
    long = {"clause": 40, "description": 500}
    return {"source": query["source"], **{name: query.get(name, "")[:most] for name, most in long.items()}}


def from_elsewhere(organization, query) -> dict:
    return from_inspection(organization, query) or from_evaluation(query)


FINDINGS = Kind(
    slug="findings",
    model=Finding,
    label="问题整改",
    noun="问题",
    clause="第2部分 11.3.2、11.4.2",
    advice="没有登记的问题。监督检查、自我评价和外部评价中发现的问题都登记在这里，派发、整改、反馈、验证后关闭。",
    form=FindingForm,
    filters=FindingFilter,
    identity=("description", "found_on"),
    owner="finding",
    papers=("problem", "evidence", "verification", "other"),
    files_by_department=True,
    select=("department", "standard", "inspection", "rectified_by", "verified_by", "organization"),
    steps=FINDING_STEPS,
    fixed=finding_fixed,
    prepare=number_finding,
    summary=figures,
    details=track,
    begin=from_elsewhere,
    columns=(
        derived("问题编号", 13, lambda row, on: row.number, link=True),
        column(Finding, "source", 10),
        column(Finding, "inspection", 28, listed=False),
        column(Finding, "found_on", 12),
        column(Finding, "found_by", 12, listed=False),
        column(Finding, "description", 40),
        column(Finding, "standard", 22, listed=False),
        column(Finding, "clause", 10, listed=False),
        column(Finding, "department", 14),
        column(Finding, "owner", 10),
        column(Finding, "due_on", 12),
        derived("状态", 12, state_words, tone=state_tone),
        derived("退回次数", 8, lambda row, on: row.returns, listed=False),
        column(Finding, "measures", 30, listed=False, field=""),
        column(Finding, "report", 30, listed=False, field=""),
        column(Finding, "verification", 30, listed=False, field=""),
        column(Finding, "closed_on", 12, listed=False, field=""),
    ),
)
