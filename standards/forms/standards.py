"""Forms that describe a standard: fields in the order of the paper form, choices limited to the organisation."""

from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils import timezone

from gridgov.organizations.models import Department, Organization

from ..models import Node, Standard
from .paper import NOT_CHOSEN, PaperForm

Origin = Standard.Origin


class GroupedNodes(forms.models.ModelChoiceIterator):
    """Leaves under the heading of their sub-system and class."""

    def __iter__(self):
        yield ("", "请选择")
        for heading, nodes in groupby(self.queryset.select_related("parent__parent"), key=self.heading):
            yield (heading, [self.choice(node) for node in nodes])

    def heading(self, node: Node) -> str:
        place = node.parent or node
        while place.kind == Node.Kind.GROUP and place.parent:
            place = place.parent
        return f"{place.code} {place.name}"


class NodeField(forms.ModelChoiceField):
    iterator = GroupedNodes

    def label_from_instance(self, node: Node) -> str:
        return f"{node.clause} {node.name}" if node.subsystem != "ZD" else node.name


class StandardForm(PaperForm, forms.ModelForm):
    """Base of the forms that describe a standard; `organization` limits the choices."""

    node = NodeField(queryset=Node.objects.none(), label="体系分类")

    class Meta:
        model = Standard
        fields = []
        widgets = {
            "departments": forms.CheckboxSelectMultiple,
            "remark": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, organization: Organization, **kwargs):
        super().__init__(*args, **kwargs)
        tree = self.limit_nodes(Node.objects.for_organization(organization).leaves())
        # Where the standard stands already it may stay, though the organisation has since removed the node.
        stays = Q(pk__in=tree.values("pk")) | Q(pk=self.instance.node_id)
        self.fields["node"].queryset = Node.objects.filter(stays)
        departments = Department.objects.of(organization).filter(self.usable("implemented")).distinct()
        self.fields["departments"].queryset = departments
        if "drafting_department" in self.fields:
            drafting = Department.objects.of(organization).filter(self.usable("drafted")).distinct()
            self.fields["drafting_department"].queryset = drafting
        self.prepare()

    def usable(self, relation: str) -> Q:
        """Departments in use, and those the standard names already."""
        named = Q(**{relation: self.instance.pk}) if self.instance.pk else Q()
        return Q(is_active=True) | named

    def limit_nodes(self, tree):
        return tree

    @property
    def values(self) -> dict:
        """Fields of `Standard` with what they become."""
        return self.cleaned_data

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its 采用审核."""
        return False

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class OwnForm(StandardForm):
    """A draft of the organisation's own; number and dates come with publishing (10.5)."""

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "title", "title_english", "drafting_department", "drafters", "departments"),
            *("adoption", "intended_rank", "ics", "ccs", "remark"),
        ]

    def limit_nodes(self, tree):
        return tree.exclude(class_code="")


class AdoptedForm(StandardForm):
    """A standard of others; rank and obligation left empty are read from its number.

    A new one is 现行 at once with an opinion on its 适用性, or waits for its 采用审核 (life cycle §5.3).
    """

    NOW, LATER = "now", "later"
    LAST = ("way", "applicability", "adopted_on")
    way = forms.ChoiceField(
        label="采用审核",
        required=False,
        initial=NOW,
        choices=[(NOW, "已审核适用，登记为现行"), (LATER, "先登记，待采用审核")],
        widget=forms.RadioSelect,
    )

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "number", "second_number", "title", "title_english", "rank", "obligation", "issuer"),
            *("issued_on", "effective_on", "replaced_numbers", "departments", "adoption", "intended_rank"),
            *("checked_on", "ics", "ccs", "remark", "applicability", "adopted_on"),
        ]
        widgets = StandardForm.Meta.widgets | {"applicability": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "applicability": "如“第5章、第6章适用于本组织的网格巡查”；待采用审核的不填",
            "adopted_on": "决定采用的日期；不清楚的可不填",
            "number": "写法不限，如 gbt34300-2017、GB/T 34300—2017，系统会统一",
            "second_number": "同一标准的另一个编号，如 T/CA 007.3-2020",
            "rank": "不选时按编号判断",
            "obligation": "不选时按编号判断",
            "replaced_numbers": "它代替的旧标准号，几个之间用分号隔开；登记簿中有的，自实施日期起转为被代替",
            "checked_on": "最近一次核对是否仍为现行版本的日期",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = True
        self.fields["number"].widget.is_required = True
        self.fields["rank"].required = False
        self.ask_for_adoption()

    def ask_for_adoption(self) -> None:
        """How it is adopted is asked once, of what is new; what waits is asked by its 采用审核."""
        row = self.instance
        dropped = ["way"] if row.pk else []
        if row.pk and not row.is_published:
            dropped += ["applicability", "adopted_on"]
        for name in dropped:
            del self.fields[name]
        if not row.pk:
            self.fields["adopted_on"].initial = timezone.localdate
        self.order_fields([name for name in self.fields if name not in self.LAST] + list(self.LAST))
        self.prepare()

    def clean(self):
        if self.is_pending:
            return self.cleaned_data | {"applicability": "", "adopted_on": None}
        if "way" in self.fields and not self.cleaned_data.get("applicability", "").strip():
            self.add_error(
                "applicability",
                "请写明适用性意见，如“第5章、第6章适用于本组织的网格巡查”；还没有审核的，请选“先登记，待采用审核”。",
            )
        return self.cleaned_data

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "way"}

    @property
    def is_pending(self) -> bool:
        return self.cleaned_data.get("way") == self.LATER


class GuidanceForm(StandardForm):
    """方针、目标、法律法规、规范性文件 (9.3.2): the number is optional."""

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "number", "title", "rank", "issuer", "issued_on", "effective_on", "replaced_numbers"),
            *("departments", "remark"),
        ]
        labels = {"title": "文件名称", "number": "文号", "rank": "文件类别", "replaced_numbers": "代替的文件"}
        help_texts = {
            "number": "如 建质〔2009〕87号；法律和没有文号的文件可不填",
            "rank": "不选时按名称判断",
            "replaced_numbers": "它代替的旧文件的文号或名称，几个之间用分号隔开",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rank"].required = False
        self.fields["rank"].choices = [
            ("", NOT_CHOSEN),
            *((rank.value, rank.label) for rank in (Standard.Rank.LAW, Standard.Rank.OTHER)),
        ]


class CorrectForm(OwnForm):
    """更正 of a published own standard: everything but the number, and a reason."""

    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写入历史，不可更改",
    )

    class Meta(OwnForm.Meta):
        fields = [
            *("node", "title", "title_english", "drafting_department", "drafters", "departments"),
            *("approver", "approval_number", "approved_on", "issued_on", "effective_on", "confirmed_on"),
            *("adoption", "intended_rank", "ics", "ccs", "remark"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("approver", "approved_on", "issued_on", "effective_on"):
            self.fields[name].required = True


FORMS = {Origin.OWN: OwnForm, Origin.ADOPTED: AdoptedForm, Origin.GUIDANCE: GuidanceForm}
