"""Forms of the registry: fields in the order of the paper form, choices limited to the organisation."""

from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import Q
from django.utils import timezone

from gridgov.organizations.models import Department, Organization
from gridgov.records.media import ACCEPT, WORDS

from .models import Node, Standard, StandardDocument

Origin, Kind = Standard.Origin, StandardDocument.Kind
REQUIRED = {
    "node": "请选择体系分类。",
    "title": "请填写标准名称。",
    "number": "请填写标准编号，如“GB/T 34300-2017”。",
    "approver": "请填写批准人：没有批准人不能发布。",
    "approved_on": "请填写批准日期。",
    "issued_on": "请填写发布日期。",
    "effective_on": "请填写实施日期。",
    "on": "请填写废止日期。",
    "reason": "请写明理由。",
    "file": "请选择要上传的文件。",
    "kind": "请选择附件的种类。",
}
BAD_DATE = "日期应如 2026-11-20，请改正。"
# Two fields beside each other where the paper form has them so.
PAIRS = {
    "number": "second_number",
    "rank": "obligation",
    "approved_on": "issued_on",
    "issued_on": "effective_on",
    "effective_on": "confirmed_on",
    "ics": "ccs",
    "drafting_department": "drafters",
    "adoption": "intended_rank",
    "approver": "approval_number",
}


def native_date() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PaperForm:
    """What all forms here share: Chinese error texts, and a layout that pairs fields as the paper does."""

    def prepare(self) -> None:
        for name, field in self.fields.items():
            field.error_messages["required"] = REQUIRED.get(name, f"请填写{field.label}。")
            if isinstance(field, forms.DateField):
                field.widget = native_date()
                field.error_messages["invalid"] = BAD_DATE
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = f"所选的{field.label}不在可选范围内，请重新选择。"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.rows())

    def rows(self) -> list:
        rows, taken = [], set()
        for name in self.fields:
            if name in taken:
                continue
            mate = PAIRS.get(name)
            if mate in self.fields:
                taken.add(mate)
                pair = [Div(Field(each), css_class="col-md-6") for each in (name, mate)]
                rows.append(Div(*pair, css_class="row"))
            else:
                rows.append(Field(name))
        return rows


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
        return (
            Q(is_active=True) | Q(**{relation: self.instance.pk}) if self.instance.pk else Q(is_active=True)
        )

    def limit_nodes(self, tree):
        return tree

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
    """A standard of others; rank and obligation left empty are read from its number."""

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "number", "second_number", "title", "title_english", "rank", "obligation", "issuer"),
            *("issued_on", "effective_on", "replaced_numbers", "departments", "adoption", "intended_rank"),
            *("checked_on", "ics", "ccs", "remark"),
        ]
        help_texts = {
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


class GuidanceForm(StandardForm):
    """方针、目标、法律法规、规范性文件 (9.3.2): the number is optional."""

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "number", "title", "rank", "issuer", "issued_on", "effective_on", "replaced_numbers"),
            *("departments", "remark"),
        ]
        labels = {"title": "文件名称", "number": "文号", "replaced_numbers": "代替的文件"}
        help_texts = {
            "number": "如 建质〔2009〕87号；法律和没有文号的文件可不填",
            "rank": "不选时按名称判断",
            "replaced_numbers": "它代替的旧文件的文号或名称，几个之间用分号隔开",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rank"].required = False
        self.fields["rank"].choices = [
            ("", "---------"),
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


class PublishForm(PaperForm, forms.Form):
    """Approval, dates and number of a draft; files that are still missing can be handed in at once."""

    text_file = forms.FileField(label="标准文本", help_text=f"定稿，{WORDS}")
    approval_file = forms.FileField(label="批准文书", help_text="经批准人签署的文书")
    approver = forms.CharField(label="批准人", max_length=60, help_text="不能是起草人")
    approval_number = forms.CharField(
        label="批准文书号", max_length=80, required=False, help_text="如 安网治发〔2025〕12号"
    )
    approved_on = forms.DateField(label="批准日期", help_text="编号中的年代号取自这里")
    issued_on = forms.DateField(label="发布日期")
    effective_on = forms.DateField(label="实施日期")
    revises = forms.ModelChoiceField(
        Standard.objects.none(),
        label="修订的标准",
        required=False,
        empty_label="不是修订，按顺序取新编号",
        help_text="修订沿用原编号，只换年代号；原版本自新版实施日期起被代替",
    )
    taken_over = forms.CharField(
        label="已有编号",
        max_length=80,
        required=False,
        help_text="使用本系统之前已编号发布的标准填写，其他不填",
    )

    def __init__(self, *args, standard: Standard, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = set(standard.documents.kept().values_list("kind", flat=True))
        for name, kind in (("text_file", Kind.TEXT), ("approval_file", Kind.APPROVAL)):
            self.fields[name].widget.attrs["accept"] = ACCEPT
            self.fields[name].error_messages["required"] = f"请上传{kind.label}：没有{kind.label}不能发布。"
            if kind in kinds:
                del self.fields[name]
        self.fields["revises"].queryset = revisable(standard)
        self.prepare()

    def rows(self) -> list:
        """Dates in one row; the two questions about the number under a heading of their own."""
        files = [Field(name) for name in ("text_file", "approval_file") if name in self.fields]
        dates = [
            Div(Field(name), css_class="col-md-4") for name in ("approved_on", "issued_on", "effective_on")
        ]
        people = [Div(Field(name), css_class="col-md-6") for name in ("approver", "approval_number")]
        return [
            *files,
            Div(*people, css_class="row"),
            Div(*dates, css_class="row"),
            Fieldset("编号", Field("revises"), Field("taken_over")),
        ]

    @property
    def publication(self) -> dict:
        """The values `publish_standard` takes."""
        return {name: value for name, value in self.cleaned_data.items() if not name.endswith("_file")}

    @property
    def documents(self) -> dict:
        """Kind → the uploaded file, of those that were missing."""
        named = {Kind.TEXT: "text_file", Kind.APPROVAL: "approval_file"}
        return {kind: self.cleaned_data[name] for kind, name in named.items() if name in self.fields}


def revisable(standard: Standard):
    """Editions of the same class that still stand, among which a revision names its old one."""
    code = standard.node.class_code
    same_class = Q(class_code=code) | Q(node__class_code=code)
    rows = Standard.objects.of(standard.organization).published().filter(same_class, origin=Origin.OWN)
    return rows.standing().in_order()


class WithdrawForm(PaperForm, forms.Form):
    on = forms.DateField(label="废止日期", help_text="编号同时废止，不再使用")
    reason = forms.CharField(label="废止理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.prepare()


class DocumentForm(PaperForm, forms.Form):
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *Kind.choices])
    file = forms.FileField(label="文件", help_text=f"{WORDS}")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()


class RemoveForm(PaperForm, forms.Form):
    reason = forms.CharField(
        label="移除理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="文件和记录都会保留，只是不再作为这条标准的附件",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
