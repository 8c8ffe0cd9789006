"""Forms of 查新: the list handed in, and what follows from a line of it."""

from django import forms
from django.utils import timezone

from ..importing.reading import ACCEPT
from ..models import StatusFinding
from ..services.status_checks import REPLACED, WITHDRAWN
from .paper import PaperForm

LONGEST_TEXT = 1_000_000


class CheckForm(PaperForm, forms.Form):
    """A list of numbers and states, as a file or pasted."""

    source = forms.CharField(
        label="来源", max_length=200, help_text="如 国家标准全文公开系统、标准馆查新报告"
    )
    checked_on = forms.DateField(label="查新日期", help_text="名单从来源取得的日期")
    file = forms.FileField(
        label="名单文件", required=False, help_text="Excel（.xlsx、.xls）、.ods 或 .csv，有标准编号和状态两列"
    )
    text = forms.CharField(
        label="或粘贴名单",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": "标准编号\t状态\tGB/T 34300-2017\t现行"}),
        help_text="从表格中连同表头复制；没有表头时，一行一个：编号、状态，可以再有代替它的标准和废止日期",
        error_messages={"max_length": f"内容超过 {LONGEST_TEXT:,} 个字，请分成几份，分次查新。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.fields["text"].widget.attrs["placeholder"] = "GB/T 34300-2017  现行\nGB/T 1.1-2009  废止"
        self.fields["checked_on"].initial = timezone.localdate
        self.prepare()


class EndForm(PaperForm, forms.Form):
    """How and from when a standard of others is no longer in force."""

    how = forms.ChoiceField(
        label="登记为",
        choices=[(REPLACED, "被代替"), (WITHDRAWN, "废止")],
        widget=forms.RadioSelect,
    )
    by = forms.CharField(
        label="代替它的标准",
        max_length=80,
        required=False,
        help_text="登记为被代替时填写编号，如 GB/T 34300-2026",
    )
    on = forms.DateField(
        label="从哪一天起", help_text="废止日期，或新版本的实施日期；新版本已登记的，以它的实施日期为准"
    )

    def __init__(self, *args, finding: StatusFinding, **kwargs):
        super().__init__(*args, **kwargs)
        newer = finding.verdict == StatusFinding.Verdict.NEWER
        by = finding.number if newer else finding.replaced_by.split("、")[0]
        self.fields["how"].initial = REPLACED if by else WITHDRAWN
        self.fields["by"].initial, self.fields["on"].initial = by, finding.ended_on
        self.prepare()
        self.fields["on"].error_messages["required"] = "请填写从哪一天起不再现行。"
        self.fields["how"].error_messages["required"] = "请选择被代替还是废止。"
