"""Forms of a locked result: signing it, telling it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms

from gridgov.drawing import DrawingField
from gridgov.organizations.forms.login import password_field
from standards.forms.paper import PaperForm

from ..models import Notice


class SignForm(PaperForm, forms.Form):
    """The drawn signature and the password of the own account."""

    drawing = DrawingField()
    password = password_field("登录密码", "current-password", "以您自己的账号签字；签字后不能再改")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        super().prepare()
        self.fields["drawing"].error_messages["required"] = "请在框内手写签名。"
        self.fields["password"].error_messages["required"] = "请输入登录密码后再签字。"
        self.helper: FormHelper
        self.helper.layout = Layout(Field("drawing", template=DrawingField.template), "password")


class NoticeForm(PaperForm, forms.ModelForm):
    """When, how and to whom the result was told."""

    note = forms.CharField(
        label="没有签字的原因",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="有成员没有签字时必填，记入日志",
    )
    pairs = {"notified_on": "recipient"}

    class Meta:
        model = Notice
        fields = ["notified_on", "recipient", "way"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
