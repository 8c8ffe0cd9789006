"""Forms of the verification page: number with check code, or the PDF."""

import re

from django import forms

from gridgov.organizations.forms.layout import CardForm

from ..reports.codes import CODE_LENGTH

LARGEST = 10 * 1024 * 1024
HEX = re.compile(r"[0-9a-f]+")
CODE_WORDS = f"校验码应为 {CODE_LENGTH} 位以上的 0–9、a–f，请照报告“锁定与校验”一节抄写。"


class CodeForm(CardForm, forms.Form):
    """What stands on the paper: the number of the report, and the beginning of its hash."""

    number = forms.CharField(label="报告编号", max_length=40, error_messages={"required": "请填写报告编号。"})
    code = forms.CharField(
        label="校验码",
        max_length=80,
        help_text=f"SHA-256 的前 {CODE_LENGTH} 位，空格不计；写全 64 位也可以",
        error_messages={"required": "请填写校验码。"},
    )

    def clean_number(self):
        return self.cleaned_data["number"].strip().upper()

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].split()).lower()
        if not HEX.fullmatch(code) or not CODE_LENGTH <= len(code) <= 64:
            raise forms.ValidationError(CODE_WORDS)
        return code


class FileForm(CardForm, forms.Form):
    """The PDF as it was downloaded."""

    file = forms.FileField(
        label="报告 PDF",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        help_text=f"用下载的原文件，不超过 {LARGEST // 1024 // 1024} MB；不保存",
        error_messages={"required": "请选择报告的 PDF 文件。", "empty": "这是空文件，请重新选择。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                f"文件有 {file.size / 1024 / 1024:.1f} MB，超过 {LARGEST // 1024 // 1024} MB，不是评价报告的原文件。"
            )
        return file
