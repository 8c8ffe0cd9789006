"""Forms of the versions of the system: begin, explain, deliberate, issue, compare."""

from django import forms
from django.utils import timezone

from gridgov.records.media import ACCEPT, WORDS

from ..models import SystemVersion
from ..versions.explanation import SECTIONS
from .paper import PaperForm

TODAY = "today"


class StartForm(PaperForm, forms.Form):
    name = forms.CharField(label="版本名称", max_length=40, help_text="如“2026 年版”")
    drafted_on = forms.DateField(label="编制日期", help_text="补录使用本系统之前已发布的版本时，填当时的日期")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["name"].initial, self.fields["drafted_on"].initial = f"{today.year} 年版", today
        self.prepare()


class ExplanationForm(PaperForm, forms.Form):
    """The sections of the 编制说明, after GB/T 13016."""

    name = forms.CharField(label="版本名称", max_length=40)

    def __init__(self, *args, version: SystemVersion, **kwargs):
        super().__init__(*args, initial={"name": version.name, **version.explanation}, **kwargs)
        for key, (heading, hint) in SECTIONS.items():
            self.fields[key] = forms.CharField(
                label=heading,
                help_text=hint,
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 6 if key == "analysis" else 4}),
            )
        self.prepare()

    @property
    def explanation(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in SECTIONS}


class DeliberationForm(PaperForm, forms.Form):
    on = forms.DateField(label="审议日期")
    text = forms.CharField(
        label="审议情况",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="会议名称、参加人员、主要意见和结论，如“标准化管理委员会 2026 年第 1 次会议审议，一致同意”",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        self.fields["on"].error_messages["required"] = "请填写审议日期。"


class IssueForm(PaperForm, forms.Form):
    """The 发布令 and its dates; the signed paper is asked of the office."""

    decree_number = forms.CharField(label="发布令文号", max_length=80, help_text="如 安网治发〔2026〕3号")
    signer = forms.CharField(label="签发人", max_length=60, help_text="最高管理者或其授权人")
    issued_on = forms.DateField(label="发布日期", help_text="树、明细表和统计表按这一天冻结")
    effective_on = forms.DateField(
        label="运行起始日期", help_text="体系从这一天起运行，第5部分 6.1、6.2 从它算起"
    )
    decree_file = forms.FileField(label="签发的发布令", help_text=f"签字盖章后的文件，{WORDS}")

    def __init__(self, *args, decides: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decree_file"].widget.attrs["accept"] = ACCEPT
        self.fields["decree_file"].required = not decides
        self.prepare()
        self.fields["decree_file"].error_messages["required"] = (
            "请上传签发的发布令：办公室代为录入时，要有签发人签署的文件。"
        )
        self.fields["effective_on"].error_messages["required"] = "请填写运行起始日期。"


class CompareForm(forms.Form):
    """Two versions of one organisation; the later may be today's registry."""

    before = forms.ChoiceField(label="原版本")
    after = forms.ChoiceField(label="新版本")

    def __init__(self, data, *, versions: list[SystemVersion]):
        super().__init__(data)
        choices = [(str(each.pk), f"{each}（{each.issued_on} 发布）") for each in versions]
        self.fields["before"].choices = choices
        self.fields["after"].choices = [(TODAY, "今天的登记簿"), *choices]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select form-select-sm"
            field.error_messages["invalid_choice"] = "所选的版本不在本组织已发布的版本中，请重新选择。"
