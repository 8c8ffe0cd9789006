"""What the forms of the registry share: Chinese error texts, fields beside each other as on paper."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms

from gridgov.widgets import NativeDate

REQUIRED = {
    "node": "请选择体系分类。",
    "title": "请填写标准名称。",
    "number": "请填写标准编号，如“GB/T 34300-2017”。",
    "approver": "请填写批准人：没有批准人不能发布。",
    "approved_on": "请填写批准日期。",
    "issued_on": "请填写发布日期。",
    "effective_on": "请填写实施日期。",
    "on": "请填写废止日期。",
    "reason": "请写明理由。",
    "file": "请选择要上传的文件。",
    "kind": "请选择附件的种类。",
}
# Django's words for no choice, and ours.
DASHES, NOT_CHOSEN = "---------", "（不选）"
BAD_DATE = "日期应如 2026-11-20，请改正。"
# Two fields beside each other where the paper form has them so.
PAIRS = {
    "number": "second_number",
    "rank": "obligation",
    "approved_on": "issued_on",
    "issued_on": "effective_on",
    "effective_on": "confirmed_on",
    "ics": "ccs",
    "drafting_department": "drafters",
    "adoption": "intended_rank",
    "approver": "approval_number",
}


def name_blank_choice(field: forms.Field) -> None:
    """Say in words what leaving a choice open means, where Django shows dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = NOT_CHOSEN
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(key, NOT_CHOSEN if words == DASHES else words) for key, words in field.choices]


class PaperForm:
    """Mixin: Chinese error texts, and a layout that pairs fields as the paper does."""

    pairs = PAIRS

    def prepare(self) -> None:
        for name, field in self.fields.items():
            field.error_messages["required"] = REQUIRED.get(name, f"请填写{field.label}。")
            if isinstance(field, forms.DateField):
                field.widget = NativeDate()
                field.error_messages["invalid"] = BAD_DATE
            name_blank_choice(field)
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = f"所选的{field.label}不在可选范围内，请重新选择。"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.rows())

    def rows(self) -> list:
        rows, taken = [], set()
        for name in self.fields:
            if name in taken:
                continue
            mate = self.pairs.get(name)
            if mate in self.fields:
                taken.add(mate)
                pair = [Div(Field(each), css_class="col-md-6") for each in (name, mate)]
                rows.append(Div(*pair, css_class="row"))
            else:
                rows.append(Field(name))
        return rows
