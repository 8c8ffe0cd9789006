"""Forms of evaluations: shape and choices; the rules are those of the services."""

from django import forms
from django.utils import timezone

from gridgov.organizations.forms.layout import CardForm
from gridgov.organizations.models import Organization, User
from gridgov.widgets import NativeDate
from standards.models import SystemVersion

from ..models import Evaluation, Participant


class OpenForm(CardForm, forms.Form):
    """Opening a self-evaluation of one of the user's own organisations."""

    organization = forms.ModelChoiceField(
        label="被评组织",
        queryset=Organization.objects.none(),
        error_messages={"required": "请选择被评组织。"},
    )
    year = forms.IntegerField(
        label="年度",
        error_messages={"required": "请填写年度。", "invalid": "年度应为 2026 这样的四位年份。"},
    )
    as_of = forms.DateField(
        label="评价日期",
        widget=NativeDate(),
        help_text="标准是否现行，按这一天算",
        error_messages={"required": "请填写评价日期。", "invalid": "日期应为 2026-11-20 这样的形式。"},
    )

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations
        self.fields["organization"].initial = organizations.first()
        self.fields["organization"].empty_label = None
        self.fields["year"].initial = timezone.localdate().year
        self.fields["as_of"].initial = timezone.localdate()


class FactsForm(CardForm, forms.ModelForm):
    """The facts of T/CSSG 001.5 6.1–6.3, in the order of the clauses."""

    class Meta:
        model = Evaluation
        fields = [
            "as_of",
            "operated_from",
            "self_evaluated_on",
            "pilot_ends_on",
            "incidents",
            "incident_note",
        ]
        widgets = {
            "as_of": NativeDate(),
            "operated_from": NativeDate(),
            "self_evaluated_on": NativeDate(),
            "pilot_ends_on": NativeDate(),
            "incident_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"incident_note": "选“发生过”的必填"}
        error_messages = {"as_of": {"required": "请填写评价日期。"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_operation()

    def offer_operation(self) -> None:
        """体系运行起始日 as the versions of the system tell it: the first one's, for a later one carries it on."""
        versions = SystemVersion.objects.of(self.instance.organization_id).running(on=self.instance.as_of)
        known = list(versions.values_list("name", "effective_on"))
        if not known:
            return
        (now, since), (first, began) = known[0], known[-1]
        words = f"登记的体系版本“{first}”自 {began} 起运行"
        words += f"，现在运行的“{now}”自 {since} 起" if len(known) > 1 else ""
        self.fields["operated_from"].help_text += f"；{words}"
        if self.instance.operated_from is None:
            self.initial["operated_from"] = began

    def _get_validation_exclusions(self):
        # The service holds the rule on incidents and puts its sentence at the field.
        return super()._get_validation_exclusions() | {"incidents", "incident_note"}


class ConclusionForm(CardForm, forms.ModelForm):
    """What people conclude; the decision on the caps is asked only where the verdict hangs on it."""

    class Meta:
        model = Evaluation
        fields = ["achievements", "problems", "advice", "cap_decision"]
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in fields}
        help_texts = {"cap_decision": "各大类封顶与不封顶的结论不同时必填，一并锁定"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_by_panel:
            for name in ("achievements", "advice"):
                self.fields[name].help_text = "锁定前必填（第5部分 7.7）"
            self.fields["problems"].help_text = "有失分的，锁定前必填"


class ParticipantForm(CardForm, forms.Form):
    """Taking a person in: a colleague from the list, or somebody of another organisation by user name."""

    colleague = forms.ModelChoiceField(
        label="本组织人员", queryset=User.objects.none(), required=False, empty_label="（不选）"
    )
    username = forms.CharField(
        label="其他组织人员的用户名", max_length=40, required=False, help_text="由该人员的组织先开设账号"
    )
    duty = forms.ChoiceField(
        label="分工",
        choices=Participant.Duty,
        initial=Participant.Duty.MEMBER,
        help_text="只有一名组长；指定新组长后，原组长改为成员",
    )

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        home = evaluation.organization_id
        people = User.objects.filter(organization=home, is_active=True, is_site_administrator=False)
        self.fields["colleague"].queryset = people.select_related("organization")

    def clean(self):
        data = super().clean()
        colleague, username = data.get("colleague"), data.get("username")
        if bool(colleague) == bool(username):
            raise forms.ValidationError("请在列表中选一位，或填写一个用户名，二者填一项。")
        data["user"] = colleague or User.objects.named(username).filter(is_active=True).first()
        if data["user"] is None:
            self.add_error("username", f"没有用户名为“{username}”的在用账号，请向其组织核对。")
        return data


class ReopenForm(CardForm, forms.Form):
    """Why a locked evaluation is opened again."""

    reason = forms.CharField(
        label="重开的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明重开的理由。"},
    )
