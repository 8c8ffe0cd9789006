"""Forms of publishing a draft and of withdrawing a standard."""

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.db.models import Q
from django.utils import timezone

from gridgov.records.media import ACCEPT, WORDS

from ..models import Standard, StandardDocument
from .paper import PaperForm

Kind = StandardDocument.Kind


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
    rows = (
        Standard.objects.of(standard.organization).published().filter(same_class, origin=Standard.Origin.OWN)
    )
    return rows.standing().in_order()


class WithdrawForm(PaperForm, forms.Form):
    on = forms.DateField(label="废止日期", help_text="编号同时废止，不再使用")
    reason = forms.CharField(label="废止理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.prepare()
