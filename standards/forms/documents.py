"""Forms of a standard's files."""

from django import forms

from gridgov.records.media import ACCEPT, WORDS

from ..models import StandardDocument
from .paper import PaperForm

Kind = StandardDocument.Kind


class DocumentForm(PaperForm, forms.Form):
    kind = forms.ChoiceField(label="种类")
    file = forms.FileField(label="文件", help_text=WORDS)

    def __init__(self, *args, kinds=Kind, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in Kind if kind in kinds]
        self.fields["kind"].choices = [("", "请选择"), *choices]
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
