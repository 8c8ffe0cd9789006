"""工作计划 (T/CSSG 001.2 §12; A1-5)."""

import django_filters
from django import forms
from django.db.models import Count, Q

from standards.forms.standards import NodeField
from standards.models import Node

from ..filters import RecordFilter, choice
from ..forms.fields import StandardsField
from ..forms.records import RecordForm
from ..models import Plan, PlanItem
from ..steps import PLAN_STEPS
from .kind import Kind, Part, column, derived

TONES = {"draft": "warn", "approved": "info", "running": "info", "done": "good", "adjusting": "warn"}
PROGRESS = {"已完成": "good", "逾期": "bad", "未完成": "plain", "已取消": "plain"}


class PlanForm(RecordForm):
    pairs = {"year": "until_year"}

    class Meta:
        model = Plan
        fields = ["type", "year", "until_year", "title", "department", "basis"]
        widgets = {"basis": forms.Textarea(attrs={"rows": 3})}


class ItemForm(RecordForm):
    """A line while the plan is compiled: a 制修订 line names the place of the standard in the tree."""

    standard = StandardsField(single=True, label="标准", required=False)
    node = NodeField(queryset=Node.objects.none(), label="体系分类", required=False)
    pairs = {"department": "owner", "due_on": "times", "node": "standard"}

    class Meta:
        model = PlanItem
        fields = [
            *("what", "department", "owner", "due_on", "times", "people", "reason", "node", "standard"),
            *("dropped_on", "adjusted_reason"),
        ]

    def limit(self) -> None:
        places = Node.objects.for_organization(self.organization).leaves().exclude(class_code="")
        self.fields["node"].queryset = places
        self.fields["node"].help_text = "制修订计划的新标准填写：批准后按计划内容的名称列入标准登记"
        if not self.instance.pk:
            del self.fields["dropped_on"], self.fields["adjusted_reason"]


class ProgressForm(RecordForm):
    """A line while the plan is under way: what became of it."""

    pairs = {"done_on": "dropped_on"}

    class Meta:
        model = PlanItem
        fields = ["done_on", "result", "dropped_on", "adjusted_reason"]


class PlanFilter(RecordFilter):
    type = choice("计划种类", Plan.Type)
    year = django_filters.NumberFilter(label="年度", field_name="year")
    state = choice("状态", Plan.State)


def plan_fixed(plan: Plan) -> str:
    return "" if plan.is_open else f"计划处于“{plan.get_state_display()}”，不能直接编辑；要改，先点“调整”。"


def items_closed(plan: Plan) -> str:
    return "" if plan.is_open else f"计划处于“{plan.get_state_display()}”，不能增加条目；要加，先点“调整”。"


def item_fixed(item: PlanItem) -> str:
    if item.plan.is_open or item.plan.is_under_way:
        return ""
    return f"计划处于“{item.plan.get_state_display()}”，条目不能再改。"


def item_form(item: PlanItem) -> type[RecordForm]:
    return ProgressForm if item.plan.is_under_way else ItemForm


def with_progress(rows):
    kept = Q(items__removed_at=None)
    return rows.annotate(
        item_count=Count("items", filter=kept & Q(items__dropped_on=None)),
        done_count=Count("items", filter=kept & Q(items__done_on__isnull=False)),
    )


def kinds_of_year(organization, on) -> dict:
    """Each kind of plan with the plans that cover this year: what A1-5 looks for."""
    plans = list(
        Plan.objects.of(organization)
        .kept()
        .filter(Q(year=on.year) | Q(year__lte=on.year, until_year__gte=on.year))
    )
    lines = [(kind, [plan for plan in plans if plan.type == kind]) for kind in Plan.Type]
    return {"year": on.year, "lines": lines, "found": sum(1 for _, rows in lines if rows)}


ITEMS = Part(
    slug="items",
    model=PlanItem,
    noun="计划条目",
    label="计划条目",
    parent="plan",
    related="items",
    form=ItemForm,
    identity=("what", "due_on"),
    select=("department", "plan", "standard", "node"),
    empty="还没有条目。没有条目的计划不能批准。",
    closed=items_closed,
    fixed=item_fixed,
    form_of=item_form,
    columns=(
        column(PlanItem, "what", 36),
        column(PlanItem, "department", 14),
        column(PlanItem, "owner", 10),
        column(PlanItem, "due_on", 12),
        column(PlanItem, "times", 9),
        column(PlanItem, "people", 9),
        column(PlanItem, "reason", 24, listed=False),
        column(PlanItem, "standard", 22),
        derived(
            "进度", 10, lambda row, on: row.progress(on), tone=lambda row, on: PROGRESS[row.progress(on)]
        ),
        column(PlanItem, "done_on", 12, field=""),
        column(PlanItem, "result", 24, field=""),
        column(PlanItem, "adjusted_reason", 20, field=""),
    ),
)

PLANS = Kind(
    slug="plans",
    model=Plan,
    label="工作计划",
    noun="计划",
    clause="第2部分 第12章",
    advice="还没有计划。第12章要求编制五种计划，附录A另看规划、科研项目计划和采标计划。",
    form=PlanForm,
    filters=PlanFilter,
    identity=("type", "year", "title"),
    owner="plan",
    papers=("plan", "approval", "summary", "other"),
    select=("department", "approved_by", "organization"),
    annotate=with_progress,
    steps=PLAN_STEPS,
    parts=(ITEMS,),
    fixed=plan_fixed,
    summary=kinds_of_year,
    columns=(
        column(Plan, "type", 16),
        column(Plan, "year", 8),
        column(Plan, "until_year", 8, listed=False),
        column(Plan, "title", 34, link=True),
        column(Plan, "department", 16),
        derived(
            "状态",
            10,
            lambda row, on: row.get_state_display(),
            tone=lambda row, on: TONES[row.state],
        ),
        derived("完成条目", 12, lambda row, on: f"{row.done_count} / {row.item_count}"),
        column(Plan, "approved_on", 12, field=""),
        column(Plan, "basis", 30, listed=False),
    ),
)
