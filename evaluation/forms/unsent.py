"""The file of 「导出未上传数据」."""

from django import forms

from ..sheet.unsent import MOST_MEGABYTES, Unsent, UnsentError, read_unsent


class UnsentForm(forms.Form):
    """One file; cleaned to what it holds. Every entry that cannot be read is named."""

    file = forms.FileField(
        label="导出的文件",
        help_text=f"评分页上“导出未上传数据”保存的 .json 文件，最大 {MOST_MEGABYTES} MB；有几个就逐个上传",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> Unsent:
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"文件有 {file.size / 1024 / 1024:.1f} MB，超过 {MOST_MEGABYTES} MB 的上限。请核对文件。"
            )
        try:
            return read_unsent(file.read())
        except UnsentError as error:
            raise forms.ValidationError(error.entries) from error
