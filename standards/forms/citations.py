"""Forms of citations and of the 适宜性评审."""

from django import forms
from django.utils import timezone

from ..models import SuitabilityReview
from ..services.citations import LONGEST_TEXT, MOST_LINES
from .paper import PaperForm


class LinesForm(PaperForm, forms.Form):
    """Chapter 2 as it stands in the standard, a line for each."""

    lines = forms.CharField(
        label="规范性引用文件",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(
            attrs={
                "rows": 10,
                "placeholder": "GB/T 34300—2017 城乡社区网格化服务管理规范\nGB/T 1.1 标准化工作导则",
            }
        ),
        help_text=(
            "从标准第2章粘贴，一行一个：编号在前，名称在后；有年代号的是注日期引用，没有的是不注日期引用，"
            f"（所有部分）照写。一次最多 {MOST_LINES} 行"
        ),
        error_messages={
            "max_length": f"内容超过 {LONGEST_TEXT} 个字，请只粘贴规范性引用文件一章。",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        self.fields["lines"].error_messages["required"] = (
            "请粘贴规范性引用文件，一行一个，如“GB/T 1.1—2020 标准化工作导则”。"
        )


class ConfirmForm(PaperForm, forms.Form):
    """Nothing to fill in: a confirmation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class ConcludeForm(PaperForm, forms.Form):
    """The answer of a 适宜性评审."""

    conclusion = forms.ChoiceField(
        label="评审结论",
        choices=SuitabilityReview.Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择评审结论。"},
    )
    opinion = forms.CharField(
        label="评审意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="哪些条款受影响、为什么仍适宜或要改什么",
    )
    concluded_on = forms.DateField(label="评审日期")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["concluded_on"].initial = timezone.localdate
        self.prepare()
        self.fields["conclusion"].error_messages["required"] = "请选择评审结论。"
