"""Forms of the 标准体系 pages: the day looked at, a node to add, a reason to leave one out."""

from django import forms
from django.utils import timezone

from gridgov.organizations.forms.layout import CardForm
from gridgov.widgets import NativeDate

from ..models import Node

KIND_BELOW = {
    Node.Kind.SUBSYSTEM: Node.Kind.CLASS,
    Node.Kind.LAYER: Node.Kind.LEAF,
    Node.Kind.CLASS: Node.Kind.LEAF,
    Node.Kind.GROUP: Node.Kind.LEAF,
}


class DayForm(forms.Form):
    """The 统计日期; today without one."""

    on = forms.DateField(
        label="统计日期",
        widget=NativeDate(**{"class": "form-control form-control-sm"}),
        error_messages={"invalid": "统计日期应为 2026-11-20 这样的日期，现按今天统计。"},
    )

    @classmethod
    def of(cls, query) -> "DayForm":
        """The form for a query string, filled with today where it names no day."""
        return cls({"on": query.get("on") or timezone.localdate().isoformat()})

    @property
    def day(self):
        return self.cleaned_data["on"] if self.is_valid() else timezone.localdate()


class ParentChoice(forms.ModelChoiceField):
    """A place of the tree, indented by its depth, with what can be added there."""

    def label_from_instance(self, node):
        below = Node.Kind(KIND_BELOW[node.kind]).label
        indent = {"class": "　", "group": "　　"}.get(node.kind, "")
        return f"{indent}{node.code} {node.name}（增加{below}）"


class NodeForm(CardForm, forms.Form):
    """A class or a leaf of the organisation's own; what it becomes follows from its place."""

    parent = ParentChoice(
        label="上级节点",
        queryset=Node.objects.none(),
        empty_label="请选择",
        help_text="选分体系，增加一个类，代号从 51 起自动编；选指导层、类或组，增加一个末级节点。",
        error_messages={
            "required": "请选择上级节点。",
            "invalid_choice": "上级节点不在本组织的体系内，请重新选择。",
        },
    )
    name = forms.CharField(
        label="名称",
        max_length=80,
        error_messages={"required": "请填写名称。", "max_length": "名称最多 80 个字。"},
    )
    scope = forms.CharField(
        label="应规定的内容", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        tree = Node.objects.for_organization(organization)
        self.fields["parent"].queryset = tree.filter(kind__in=list(KIND_BELOW))

    @property
    def kind(self) -> str:
        return KIND_BELOW[self.cleaned_data["parent"].kind]


class RemovalForm(CardForm, forms.Form):
    """Why the organisation does without a node."""

    reason = forms.CharField(
        label="删减理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如“本组织为县级，不设市级岗位”。理由会记入记录，评价时可以查看。",
        error_messages={"required": "请写明删减理由。", "max_length": "理由最多 200 个字。"},
    )


class RestoreForm(CardForm, forms.Form):
    """Nothing to fill in: a confirmation."""
