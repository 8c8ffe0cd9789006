"""The form of a Word template."""

from django import forms

from .paper import PaperForm


class TemplateForm(PaperForm, forms.Form):
    file = forms.FileField(label="模板文件", help_text="Word 的 .docx 文件，不超过 5 MB，不带宏")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".docx"
        self.prepare()


class RetireForm(PaperForm, forms.Form):
    """Nothing to fill in: the button alone decides."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
