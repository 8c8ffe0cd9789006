"""监督检查 (T/CSSG 001.2 11.3; A6-4)."""

from django import forms
from django.db.models import Exists, OuterRef

from gridgov.organizations.models import Department

from ..filters import RecordFilter, choice, day
from ..forms.fields import StandardsField
from ..forms.records import RecordForm
from ..models import ActivityDocument, Finding, Inspection
from ..querysets import within_year
from ..rates import Rate
from .counting import counted
from .kind import Kind, column, derived

WITH_DOCUMENT = [("yes", "已形成文件"), ("no", "没有结果文件")]


class InspectionForm(RecordForm):
    standards = StandardsField(label="检查的标准", required=False)
    plans = ("inspection", "strategy")
    pairs = {"checked_on": "inspectors"}

    class Meta:
        model = Inspection
        fields = [
            *("title", "plan_item", "checked_on", "inspectors", "scope", "departments", "standards"),
            *("content", "conclusion"),
        ]
        widgets = {
            "departments": forms.CheckboxSelectMultiple,
            "content": forms.Textarea(attrs={"rows": 4}),
            "conclusion": forms.Textarea(attrs={"rows": 3}),
        }

    def departments(self):
        return Department.objects.of(self.organization).filter(is_active=True)


class InspectionFilter(RecordFilter):
    search = ("title", "scope", "inspectors", "conclusion")
    department = None
    since = day("检查日期", "checked_on", "gte")
    until = day("至", "checked_on", "lte")
    document = choice("结果文件", WITH_DOCUMENT, method="filter_document")

    def filter_document(self, rows, name, value):
        return with_counts(rows).filter(has_document=value == "yes")


def with_counts(rows):
    """Annotate `has_document` (11.3.3), `found` and `left`: problems, and those not closed."""
    results = ActivityDocument.objects.kept().filter(inspection=OuterRef("pk"), kind="result")
    findings = Finding.objects.filter(removed_at=None)
    return rows.annotate(
        has_document=Exists(results),
        found=counted(findings, "inspection"),
        left=counted(findings.exclude(state="closed"), "inspection"),
    )


def document_words(row, on) -> str:
    return "已形成文件" if row.has_document else "没有结果文件"


def document_tone(row, on) -> str:
    return "good" if row.has_document else "warn"


def figures(organization, on) -> dict:
    """The year's checks, how many ended in a document, and how far what was found is closed (A6-4-4)."""
    checks = with_counts(within_year(Inspection.objects.of(organization).kept(), "checked_on", on.year))
    findings = Finding.objects.of(organization).kept()
    return {
        "year": on.year,
        "documented": Rate(checks.filter(has_document=True).count(), checks.count()),
        "closed": Rate(findings.filter(state="closed").count(), findings.count()),
    }


def inspection_details(row, on) -> dict:
    return {"findings": list(row.findings.kept().select_related("department", "standard")), "on": on}


INSPECTIONS = Kind(
    slug="inspections",
    model=Inspection,
    label="监督检查",
    noun="监督检查",
    clause="第2部分 11.3",
    advice="还没有监督检查记录。检查结果要形成文件，发现的问题在检查的页面上登记，进入整改。",
    form=InspectionForm,
    filters=InspectionFilter,
    identity=("title", "checked_on"),
    owner="inspection",
    papers=("result", "record", "photo", "other"),
    select=("plan_item__plan", "organization"),
    prefetch=("standards", "departments"),
    annotate=with_counts,
    summary=figures,
    details=inspection_details,
    columns=(
        column(Inspection, "checked_on", 12),
        column(Inspection, "title", 28, link=True),
        column(Inspection, "scope", 24),
        column(Inspection, "departments", 18),
        column(Inspection, "inspectors", 16),
        column(Inspection, "standards", 26, listed=False),
        column(Inspection, "content", 36, listed=False),
        column(Inspection, "conclusion", 36, listed=False),
        derived("结果文件", 13, document_words, tone=document_tone),
        derived("发现问题", 9, lambda row, on: row.found),
        derived("未关闭", 8, lambda row, on: row.left),
    ),
)
