"""Forms of importing: the list, its columns, what the user agrees to, reasons."""

from django import forms

from ..importing.fields import FIELDS
from ..importing.findings import Options
from ..importing.headers import Layout
from ..importing.places import FIRST_LEAF
from ..importing.reading import ACCEPT
from .paper import PaperForm

LEFT_OUT = "（不导入）"


class ListForm(PaperForm, forms.Form):
    """A file, or rows pasted from a spreadsheet; one of the two."""

    file = forms.FileField(
        label="文件", required=False, help_text="Excel（.xlsx、.xls）、.ods 或 .csv，最多 20,000 行、10 MB"
    )
    text = forms.CharField(
        label="或粘贴表格内容",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="在 Excel 或 WPS 中选中各行（连同表头），复制后粘贴到这里",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()

    def clean(self):
        values = super().clean()
        if not self.errors and not values.get("file") and not values.get("text", "").strip():
            self.add_error("file", "请选择文件，或在下面粘贴表格内容。")
        if values.get("file") and values.get("text", "").strip():
            self.add_error("text", "文件和粘贴的内容只能有一种，请清空其中之一。")
        return values


class ColumnsForm(forms.Form):
    """What each column of each sheet is; a select per column, named `column-<sheet>-<column>`."""

    def __init__(self, *args, layouts: list[Layout], **kwargs):
        super().__init__(*args, **kwargs)
        self.layouts = layouts
        choices = [("", LEFT_OUT), *((name, each.label) for name, each in FIELDS.items())]
        for place, layout in enumerate(layouts):
            for column, name in enumerate(layout.fields):
                words = layout.headings[column] or f"第 {column + 1} 列"
                self.fields[key_of(place, column)] = forms.ChoiceField(
                    label=words,
                    choices=choices,
                    required=False,
                    initial=name,
                    widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                )

    @property
    def mapping(self) -> dict[int, list[str]]:
        """The field of every column, by the place of its sheet."""
        return {
            place: [self.cleaned_data[key_of(place, column)] for column in range(len(layout.fields))]
            for place, layout in enumerate(self.layouts)
        }


def key_of(place: int, column: int) -> str:
    return f"column-{place}-{column}"


class OptionsForm(forms.Form):
    """What the user agrees to, ticked beside the errors it would mend."""

    same_day = forms.BooleanField(label="批准日期、发布日期只有一个的，两个都按它登记", required=False)
    make_departments = forms.BooleanField(label="新建缺少的部门", required=False)
    first_leaf = forms.BooleanField(label=FIRST_LEAF, required=False)

    @property
    def options(self) -> Options:
        return Options(**self.cleaned_data)


class ConfirmForm(PaperForm, forms.Form):
    """The reason of the 更正, where published own standards change."""

    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        required=False,
        help_text="表中改动了已发布的自制标准，属于更正；理由写入每一条的历史，不可更改",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class UndoForm(PaperForm, forms.Form):
    reason = forms.CharField(
        label="撤销理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text="如“选错了文件”"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
