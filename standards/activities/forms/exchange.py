"""The form that takes a list in."""

from django import forms

from standards.forms.paper import PaperForm
from standards.importing.reading import ACCEPT


class UploadForm(PaperForm, forms.Form):
    file = forms.FileField(label="文件", help_text="Excel（.xlsx、.xls）、.ods 或 .csv 文件，最多 1,000 行")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()
