"""Forms of the 专家库."""

from django import forms

from gridgov.organizations.models import Organization, User
from standards.forms.paper import PaperForm

from ..models import Expert


class ExpertForm(PaperForm, forms.ModelForm):
    """One person of the pool. Organisation and account are named as people know them, not chosen from thousands."""

    pairs = {"name": "side", "employer": "employer_name", "title": "phone"}

    employer_name = forms.CharField(
        label="所属网格化治理组织",
        max_length=100,
        required=False,
        help_text="在网格化治理组织工作的必填，写组织名称或行政区划代码：不能评价本组织",
    )
    username = forms.CharField(
        label="账号（用户名）",
        max_length=40,
        required=False,
        help_text="没有账号的不能编入评估组；账号由其组织或系统管理员开设",
    )

    class Meta:
        model = Expert
        fields = ["name", "side", "fields", "employer", "title", "phone"]

    field_order = ["name", "side", "fields", "employer", "employer_name", "title", "phone", "username"]

    def __init__(self, *args, organization: Organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organization = organization
        row = self.instance
        self.initial.setdefault("employer_name", row.employer_organization and row.employer_organization.name)
        self.initial.setdefault("username", row.user and row.user.username)
        self.prepare()

    def clean_employer_name(self) -> str:
        typed = self.cleaned_data["employer_name"].strip()
        self.cleaned_data["employer_organization"] = organization_named(typed) if typed else None
        return typed

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"].strip()
        self.cleaned_data["user"] = account_named(typed) if typed else None
        return typed

    def _get_validation_exclusions(self):
        # The service checks the constraints on the locked row and puts their sentences at the fields.
        return super()._get_validation_exclusions() | {"organization"}

    @property
    def values(self) -> dict:
        """Columns for the service."""
        names = [*self.Meta.fields, "employer_organization", "user"]
        return {name: self.cleaned_data[name] for name in names}


def organization_named(typed: str) -> Organization:
    """The organisation of this name or region code; ValidationError when there is none, or more than one."""
    found = list(Organization.objects.filter(name=typed)[:1])
    found = found or list(Organization.objects.filter(region_code=typed)[:2])
    if not found:
        raise forms.ValidationError(
            f"没有名称或行政区划代码为“{typed}”的组织，请核对；不在网格化治理组织工作的不填。"
        )
    if len(found) > 1:
        raise forms.ValidationError(f"不止一个组织的行政区划代码是“{typed}”，请写组织名称。")
    return found[0]


def account_named(typed: str) -> User:
    """The active account of this user name; ValidationError when there is none."""
    user = User.objects.named(typed).filter(is_active=True).select_related("organization").first()
    if user is None:
        raise forms.ValidationError(f"没有用户名为“{typed}”的在用账号，请向其组织核对。")
    return user


class RemoveExpertForm(PaperForm, forms.Form):
    """Why somebody is taken out of the pool."""

    reason = forms.CharField(label="出库的理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
