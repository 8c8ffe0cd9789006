"""Forms of accounts and roles, limited to what the administrator administers."""

import unicodedata

from django import forms
from django.db.models import Q
from django.utils.html import format_html, format_html_join

from ..models import Department, Organization, Role, User
from .layout import CardForm

SUGGESTED = 200


class OrganizationInput(forms.TextInput):
    """A text field with a list of names to choose from: a select of a whole province would be endless."""

    names = ()

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{name}-names"
        field = super().render(
            name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer
        )
        options = format_html_join("", '<option value="{}"></option>', ((words,) for words in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class OrganizationField(forms.CharField):
    """An organisation by its full name, which is unique; found only in `queryset`."""

    widget = OrganizationInput

    def __init__(self, *, queryset=None, **kwargs):
        super().__init__(**kwargs)
        self.queryset = Organization.objects.none() if queryset is None else queryset

    def limit(self, queryset) -> None:
        self.queryset = queryset
        self.widget.names = list(queryset.values_list("name", flat=True)[:SUGGESTED])

    def prepare_value(self, value):
        return (
            self.queryset.filter(pk=value).values_list("name", flat=True).first()
            if type(value) is int
            else value
        )

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        organization = self.queryset.filter(name=name).first()
        if organization is None:
            raise forms.ValidationError(f"您管理的范围内没有名为“{name}”的组织。请输入全称，或从列表中选择。")
        return organization


class UserForm(CardForm, forms.ModelForm):
    """An account as `actor` may write it; the department is one of the account's organisation."""

    organization = OrganizationField(
        label="所在组织",
        max_length=100,
        error_messages={"required": "请填写所在组织。"},
        help_text="输入全称，或从列表中选择",
    )

    class Meta:
        model = User
        fields = [
            "username",
            "name",
            "organization",
            "department",
            "phone",
            "email",
            "is_site_administrator",
            "is_active",
        ]
        help_texts = {
            "username": "2 至 40 个汉字、字母、数字、点、横线或下划线；登录时不分大小写",
            "is_site_administrator": "管理全部组织和账号，但不能发布标准、不能评分",
            "is_active": "停用后立即退出，不能再登录；已有的记录不变",
        }
        error_messages = {
            "username": {"required": "请填写用户名。"},
            "name": {"required": "请填写姓名。"},
        }

    def __init__(self, *args, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].limit(Organization.objects.administered_by(actor))
        self.fields["organization"].required = not actor.is_site_administrator
        self.fields["department"].queryset = self.departments()
        self.fields["department"].empty_label = "未选择"
        if not actor.is_site_administrator:
            del self.fields["is_site_administrator"]
        if self.instance.pk is None:
            del self.fields["is_active"], self.fields["organization"]
        if self.instance.organization is None:
            del self.fields["department"]

    def departments(self):
        """Those of the account's organisation in use, and the one it has."""
        rows = Department.objects.filter(organization=self.instance.organization_id)
        return rows.filter(Q(is_active=True) | Q(pk=self.instance.department_id))

    def clean_username(self):
        return unicodedata.normalize("NFKC", self.cleaned_data["username"])


class RoleForm(CardForm, forms.Form):
    """A role to grant, in one of the organisations that `actor` administers."""

    organization = OrganizationField(
        label="组织",
        max_length=100,
        error_messages={"required": "请填写组织。"},
        help_text="输入全称，或从列表中选择",
    )
    role = forms.ChoiceField(label="角色", choices=Role, error_messages={"required": "请选择角色。"})

    def __init__(self, *args, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].limit(Organization.objects.administered_by(actor))
