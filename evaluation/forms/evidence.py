"""Evidence: files, or one standard of the registry."""

from django import forms

from gridgov.records.media import ACCEPT, WORDS
from standards.models import Standard

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or []]


class EvidenceForm(forms.Form):
    """Files or a standard, at least one of them. `organization` limits the standards to its registry."""

    files = FilesField(label="文件", required=False, help_text=f"可以选几个；{WORDS}")
    standard = forms.ModelChoiceField(
        label="登记簿中的标准", queryset=Standard.objects.none(), required=False, empty_label="不引用标准"
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = Standard.objects.of(organization).in_order()

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"一次最多上传 {MOST_FILES} 个文件，现选了 {len(files)} 个，请分几次上传。"
            )
        return files

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("files") and not data.get("standard"):
            raise forms.ValidationError("请选择文件，或选择登记簿中的一个标准。")
        return data
