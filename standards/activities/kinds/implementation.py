"""标准实施 (T/CSSG 001.2 11.2; A6-2, A6-3)."""

import django_filters
from django import forms
from django.db.models import Count, Max, Q

from standards.models import Standard

from ..filters import RecordFilter, day
from ..forms.fields import StandardsField, standard_of
from ..forms.records import RecordForm
from ..models import ImplementationMeasure, ImplementationRecord
from ..rates import Rate
from .kind import Kind, Part, column, derived


class MeasureForm(RecordForm):
    standards = StandardsField(label="实施的标准")
    plans = ("implementation", "adoption", "strategy")
    pairs = {"department": "owner", "starts_on": "ends_on"}

    class Meta:
        model = ImplementationMeasure
        fields = [
            *("title", "standards", "department", "owner", "plan_item", "starts_on", "ends_on"),
            *("content", "conditions"),
        ]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "conditions": forms.Textarea(attrs={"rows": 3}),
        }


class DoneForm(RecordForm):
    pairs = {"done_on": "recorder"}

    class Meta:
        model = ImplementationRecord
        fields = ["done_on", "recorder", "content", "trouble"]
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "trouble": forms.Textarea(attrs={"rows": 2}),
        }


class MeasureFilter(RecordFilter):
    search = ("title", "content", "owner")
    standard = django_filters.CharFilter(label="标准", method="filter_standard")
    since = day("开始日期", "starts_on", "gte")
    until = day("至", "starts_on", "lte")

    def filter_standard(self, rows, name, words):
        condition = Q(standards__number__icontains=words) | Q(standards__title__icontains=words)
        return rows.filter(pk__in=rows.model.objects.filter(condition).values("pk"))


def with_records(rows):
    kept = Q(records__removed_at=None)
    return rows.annotate(
        record_count=Count("records", filter=kept), last_record=Max("records__done_on", filter=kept)
    )


def record_tone(row, on) -> str:
    return "good" if row.record_count else "warn"


def covered_standards(organization, on) -> dict:
    """A6-3-1: of the own standards in force, how many have a measure, how many a record of being kept."""
    own = own_in_force(organization, on)
    measures = ImplementationMeasure.objects.of(organization).kept()
    recorded = recorded_standards(organization, on)
    return {
        "measured": Rate(own.filter(implementation_measures__in=measures).distinct().count(), recorded.whole),
        "recorded": recorded,
        "bare": list(own.exclude(implementation_measures__in=measures).in_order()[:8]),
    }


def recorded_standards(organization, on) -> Rate:
    """Own standards in force with a record of being kept ÷ own standards in force. One statement."""
    done = ImplementationRecord.objects.kept().filter(done_on__lte=on, measure__removed_at=None)
    kept = done.filter(measure__organization=organization).values("measure__standards")
    own = own_in_force(organization, on)
    return Rate(**own.aggregate(part=Count("pk", filter=Q(pk__in=kept)), whole=Count("pk")))


def own_in_force(organization, on):
    return Standard.objects.of(organization).filter(origin="own").in_force(on=on)


def from_standard(organization, query) -> dict:
    """A measure entered from a standard is for it."""
    standard = standard_of(organization, query)
    return {} if standard is None else {"title": f"实施《{standard.title}》", "standards": [standard]}


RECORDS = Part(
    slug="records",
    model=ImplementationRecord,
    noun="实施记录",
    label="实施记录",
    parent="measure",
    related="records",
    form=DoneForm,
    identity=("done_on", "content"),
    select=("measure",),
    empty="还没有实施记录。标准实施后，把执行情况随时记在这里（11.2.3）。",
    columns=(
        column(ImplementationRecord, "done_on", 12),
        column(ImplementationRecord, "content", 44),
        column(ImplementationRecord, "recorder", 12),
        column(ImplementationRecord, "trouble", 30),
    ),
)

IMPLEMENTATION = Kind(
    slug="implementation",
    model=ImplementationMeasure,
    label="标准实施",
    noun="实施措施",
    clause="第2部分 11.2",
    advice="还没有实施措施。每项标准由职能主管部门负责实施，写明措施和必要条件，实施后补实施记录。",
    form=MeasureForm,
    filters=MeasureFilter,
    identity=("title", "starts_on"),
    owner="measure",
    papers=("plan", "record", "photo", "other"),
    by_departments=True,
    select=("department", "plan_item__plan", "organization"),
    prefetch=("standards",),
    annotate=with_records,
    parts=(RECORDS,),
    summary=covered_standards,
    begin=from_standard,
    columns=(
        column(ImplementationMeasure, "title", 30, link=True),
        column(ImplementationMeasure, "standards", 30),
        column(ImplementationMeasure, "department", 14),
        column(ImplementationMeasure, "owner", 10),
        column(ImplementationMeasure, "starts_on", 12),
        column(ImplementationMeasure, "ends_on", 12, listed=False),
        column(ImplementationMeasure, "content", 40, listed=False),
        column(ImplementationMeasure, "conditions", 30, listed=False),
        derived(
            "实施记录",
            10,
            lambda row, on: f"{row.record_count} 条" if row.record_count else "没有记录",
            tone=record_tone,
        ),
        derived("最近记录", 12, lambda row, on: row.last_record or ""),
    ),
)
