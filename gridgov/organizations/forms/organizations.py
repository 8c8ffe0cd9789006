"""Forms of organisations and their departments."""

from django import forms
from django.core.validators import RegexValidator

from ..models import Department, Level, Organization
from .layout import CardForm


class LettersField(forms.CharField):
    """Letters as they stand in a number: in upper case, however typed."""

    def to_python(self, value):
        return super().to_python(value).upper()


class OrganizationForm(CardForm, forms.ModelForm):
    """An organisation below `parent` (None for a root): its level is one below the parent's."""

    initials = LettersField(
        label="地名首字母",
        required=False,
        max_length=6,
        validators=[RegexValidator(r"\A[A-Z]{2,6}\Z", "地名首字母应为 2 至 6 个大写字母，如 AK。")],
        help_text="第2部分 10.6.2：地名拼音首字母，2 至 6 个。留空由系统推荐，保存后请核对多音字。",
        error_messages={"max_length": "地名首字母应为 2 至 6 个大写字母，如 AK。"},
    )

    class Meta:
        model = Organization
        fields = ["level", "name", "place_name", "initials", "region_code", "is_active"]
        help_texts = {
            "region_code": "2 至 12 位数字，可不填",
            "is_active": "停用的组织保留已有内容，不再授予角色",
        }
        error_messages = {
            "name": {"required": "请填写组织名称。"},
            "place_name": {"required": "请填写地名，如“安澜市”。"},
        }

    def __init__(self, *args, parent: Organization | None, **kwargs):
        super().__init__(*args, **kwargs)
        rank = Level(parent.level).rank if parent else -1
        self.fields["level"].choices = [(level.value, level.label) for level in Level if level.rank > rank]
        self.fields["level"].error_messages["required"] = "请选择层级。"
        if self.instance.pk is None:
            del self.fields["is_active"]


class DepartmentForm(CardForm, forms.ModelForm):
    """A department of the organisation that the instance already names."""

    class Meta:
        model = Department
        fields = ["name", "order", "is_active"]
        help_texts = {"order": "小的排在前面", "is_active": "停用后不再出现在新登记的选项里，已有的记录不变"}
        error_messages = {"name": {"required": "请填写部门名称。"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if self.instance.pk is None:
            del self.fields["is_active"]

    def clean_order(self):
        return self.cleaned_data["order"] or 0

    def clean_name(self):
        """The organisation is no field of the form, so Django leaves its constraint out."""
        name = self.cleaned_data["name"]
        others = self.instance.organization.departments.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError("本组织已有同名的部门。")
        return name
