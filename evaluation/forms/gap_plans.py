"""The form that turns chosen gaps into entries of a plan: what all have in common, then one small form for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gridgov.organizations.models import Department
from standards.forms.paper import PaperForm
from standards.forms.standards import NodeField
from standards.models import Node, Standard
from standards.statistics import LIVING

from ..gaps.planned import open_plans
from ..gaps.planning import Wanted
from ..services.gap_plans import Entry

IN_COMMON = "各条没有另选、另填的，用这里的"
LONGEST = 190  # 「制定《…》」 has to fit into a line of the plan
NOT_CHOSEN, CHOOSE = ("", "（不选）"), ("", "请选择")


@dataclass(frozen=True)
class Choices:
    """What the rows choose from, read once for all of them. A node `is_taken` where a standard lives already: one
    more lowers the coverage until it is published.
    """

    nodes: Mapping[str, Node]
    departments: Mapping[str, Department]

    @classmethod
    def of(cls, organization, wanted: Sequence[Wanted]) -> "Choices":
        codes = {code for row in wanted for code in row.leaves}
        nodes = Node.objects.for_organization(organization).filter(code__in=codes).order_by("order")
        living = Standard.objects.of(organization).with_status(on=timezone.localdate())
        taken = Exists(living.filter(node=OuterRef("pk"), status_on__in=LIVING))
        nodes = nodes.annotate(is_taken=taken)
        departments = Department.objects.of(organization).filter(is_active=True)
        return cls(
            {node.code: node for node in nodes.select_related("parent__parent")},
            {str(department.pk): department for department in departments},
        )

    @property
    def has_taken(self) -> bool:
        return any(node.is_taken for node in self.nodes.values())

    def department_field(self, **options) -> forms.TypedChoiceField:
        choices = [NOT_CHOSEN, *((key, str(each)) for key, each in self.departments.items())]
        return forms.TypedChoiceField(
            choices=choices, coerce=self.departments.get, empty_value=None, required=False, **options
        )

    def node_field(self, codes: Sequence[str], **options) -> forms.TypedChoiceField:
        nodes = [self.nodes[code] for code in codes]
        groups = [(heading, [choice(node) for node in each]) for heading, each in groupby(nodes, heading_of)]
        choices = [choice(node) for node in nodes] if len(nodes) == 1 else [CHOOSE, *groups]
        return forms.TypedChoiceField(choices=choices, coerce=self.nodes.get, empty_value=None, **options)


def choice(node: Node) -> tuple[str, str]:
    label = NodeField.label_from_instance(None, node)
    return node.code, f"{label}（已有标准）" if node.is_taken else label


def heading_of(node: Node) -> str:
    return f"{node.parent.code} {node.parent.name}" if node.parent else node.subsystem


class GapPlanForm(PaperForm, forms.Form):
    """Which plan, and what the rows share."""

    plan = forms.ModelChoiceField(None, label="制修订计划", required=False)
    pairs = {"department": "due_on"}

    def __init__(self, *args, organization, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        plans = open_plans(organization)
        self.fields["plan"].queryset = plans
        self.fields["plan"].empty_label = f"新编一份 {timezone.localdate().year} 年的制修订标准计划"
        self.fields["plan"].initial = plans.first()
        self.fields["plan"].help_text = "只列出还没有批准的计划；批准后条目转入标准登记，开始起草"
        self.fields["department"] = choices.department_field(label="起草部门", help_text=IN_COMMON)
        self.fields["due_on"] = forms.DateField(label="计划完成日期", required=False, help_text=IN_COMMON)
        self.prepare()


class EntryForm(PaperForm, forms.Form):
    """One standard to be made."""

    include = forms.BooleanField(label="列入计划", required=False, initial=True)
    title = forms.CharField(label="标准名称", max_length=LONGEST)
    reason = forms.CharField(label="立项理由", max_length=280, widget=forms.Textarea(attrs={"rows": 2}))
    pairs = {"title": "node", "department": "due_on"}

    def __init__(self, *args, wanted: Wanted, choices: Choices, common: forms.Form, **kwargs):
        initial = {"title": wanted.title, "reason": wanted.reason}
        super().__init__(*args, prefix=wanted.key, initial=initial, **kwargs)
        self.wanted, self.common = wanted, common
        self.fields["node"] = choices.node_field(wanted.leaves, label="体系分类")
        if len(wanted.leaves) == 1:
            self.fields["node"].initial, self.fields["node"].disabled = wanted.leaves[0], True
        self.fields["department"] = choices.department_field(label="起草部门")
        self.fields["due_on"] = forms.DateField(label="计划完成日期", required=False)
        self.order_fields(["include", "title", "node", "department", "due_on", "reason"])
        self.prepare()
        if self.is_left_out:
            for field in self.fields.values():
                field.required = False

    @property
    def is_left_out(self) -> bool:
        return self.is_bound and not self["include"].value()

    def clean(self):
        values = super().clean()
        if self.is_left_out:
            return values
        # What is wrong above is told there; asking for its faults also reads it.
        told = {*self.errors, *self.common.errors}
        for name, words in MISSING.items():
            values[name] = values.get(name) or self.common.cleaned_data.get(name)
            if not values[name] and name not in told:
                self.add_error(name, words)
        return values

    def clean_title(self) -> str:
        """Without its marks; they alone are no name."""
        title = bare(self.cleaned_data["title"])
        if not title and not self.is_left_out:
            raise forms.ValidationError("请填写标准名称。")
        return title

    @property
    def entry(self) -> Entry | None:
        """The row as the service takes it; None when it is left out."""
        if self.is_left_out:
            return None
        values = {name: value for name, value in self.cleaned_data.items() if name != "include"}
        return Entry(key=self.wanted.key, code=self.wanted.code, **values)


MISSING = {
    "department": "请选择起草部门，或在上面为各条统一选择。",
    "due_on": "请填写计划完成日期，或在上面为各条统一填写。",
}


def bare(title: str) -> str:
    """A name typed with its marks: 《网格巡查管理规范》."""
    title = title.strip()
    return title[1:-1].strip() if title[:1] == "《" and title[-1:] == "》" else title
