"""Logging in and changing one's own password."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm

from .layout import CardForm


class LoginForm(CardForm, AuthenticationForm):
    """Name and password, with one sentence for every failure: it tells nobody which part was wrong."""

    error_messages = {
        "invalid_login": "用户名或密码不对，或者账号已停用。请核对后再试；忘记密码请找系统管理员重置。",
        "inactive": "用户名或密码不对，或者账号已停用。请核对后再试；忘记密码请找系统管理员重置。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "请输入用户名。"
        self.fields["password"].error_messages["required"] = "请输入密码。"
        self.fields["password"].label = "密码"


def password_field(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=widget,
        help_text=help_text,
        error_messages={"required": f"请输入{label}。", "max_length": "密码最多 128 位。"},
    )


class PasswordForm(CardForm, forms.Form):
    """The old password and the new one twice."""

    old = password_field("原密码", "current-password")
    new = password_field("新密码", "new-password")
    again = password_field("再输一次新密码", "new-password")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new"].help_text = "".join(password_validation.password_validators_help_texts())

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("原密码不对，请重新输入。")
        return self.cleaned_data["old"]

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self):
        data = super().clean()
        old, new, again = data.get("old"), data.get("new"), data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的新密码不一样，请重新输入。")
        if old and new == old:
            self.add_error("new", "新密码不能与原密码相同。")
        return data
