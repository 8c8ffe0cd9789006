"""Forms of an application and of opening an evaluation by a panel."""

from django import forms
from django.utils import timezone

from gridgov.organizations.models import Organization
from gridgov.records.media import ACCEPT, WORDS
from standards.forms.paper import PaperForm

from ..models import Application, ApplicationDocument, Evaluation, Result
from ..services.opening import KINDS

MOST_CHOICES = 200


class ResultField(forms.ModelChoiceField):
    def label_from_instance(self, result: Result) -> str:
        return f"{result.number}　{result.evaluation.year} 年度　{result.total} 分　{result.verdict}"


class ChoosingForm(PaperForm):
    """Says of a missing choice to choose it, of a missing text to write it."""

    def prepare(self) -> None:
        super().prepare()
        for field in self.fields.values():
            if field.required and isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = "请选择"
            verb = "选择" if hasattr(field, "choices") else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"


class ApplicationForm(ChoosingForm, forms.ModelForm):
    """An application, in the order of 6.1 to 6.3; `results` are the self-evaluations it may rest on."""

    result = ResultField(
        label="自我评价", queryset=Result.objects.none(), help_text="已锁定的自我评价（6.1）"
    )
    pairs = {"operated_from": "pilot_ends_on", "contact": "phone"}

    class Meta:
        model = Application
        fields = ["result", "operated_from", "pilot_ends_on", "incidents", "incident_note"]
        fields += ["work_report", "contact", "phone"]
        widgets = {
            "incident_note": forms.Textarea(attrs={"rows": 3}),
            "work_report": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "operated_from": "声明：标准体系自这一天起有效运行，满 6 个月方可申请（6.2）",
            "pilot_ends_on": "不是试点的不填；试点期满前 3 个月自查并申请（6.2）",
            "incidents": "声明：试运行期间的情况；发生过的不宜申请（6.3）",
            "incident_note": "选“发生过”的必填",
            "work_report": "首次会议上听取（7.2），可以以后再补充",
        }

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].queryset = results
        self.fields["result"].empty_label = None
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class ApplicationDocumentForm(ChoosingForm, forms.Form):
    kind = forms.ChoiceField(label="材料")
    file = forms.FileField(label="文件", help_text=WORDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *ApplicationDocument.Kind.choices]
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()


class OpinionForm(ChoosingForm, forms.Form):
    """Accepting: an opinion may stand beside it."""

    opinion = forms.CharField(
        label="受理意见",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不填，如评估的大致时间",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class ReturnForm(ChoosingForm, forms.Form):
    reason = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="申请单位看到后修改，再次提交",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class OpenForApplicationForm(ChoosingForm, forms.ModelForm):
    """Opening what was applied for: who is evaluated and the facts of 6.1–6.3 are those of the application."""

    kind = forms.ChoiceField(label="类型", choices=[(kind.value, kind.label) for kind in KINDS])
    pairs = {"kind": "commissioned", "year": "as_of"}

    class Meta:
        model = Evaluation
        fields = ["kind", "commissioned", "year", "as_of"]
        help_texts = {"commissioned": "第三方评价的必填", "as_of": "标准是否现行，按这一天算"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial = {"kind": KINDS[0].value, "year": today.year, "as_of": today} | self.initial
        self.fields["year"].error_messages["invalid"] = "年度应为 2026 这样的四位年份。"
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class OpenPanelForm(OpenForApplicationForm):
    """Opening without an application: any organisation below one the user organises for."""

    organizer = forms.ModelChoiceField(label="组织单位", queryset=Organization.objects.none())
    organization = forms.ModelChoiceField(label="被评组织", queryset=Organization.objects.none())
    field_order = ["organizer", "organization"]
    pairs = OpenForApplicationForm.pairs | {
        "organizer": "organization",
        "operated_from": "self_evaluated_on",
        "pilot_ends_on": "incidents",
    }

    class Meta(OpenForApplicationForm.Meta):
        fields = [*OpenForApplicationForm.Meta.fields, "operated_from", "self_evaluated_on"]
        fields += ["pilot_ends_on", "incidents", "incident_note"]
        widgets = {"incident_note": forms.Textarea(attrs={"rows": 3})}
        help_texts = OpenForApplicationForm.Meta.help_texts | {
            "operated_from": "不填的，取自我评价所填，或登记的体系版本",
            "self_evaluated_on": "不填的，取最近一次已锁定的自我评价",
            "incident_note": "选“发生过”的必填",
        }

    def __init__(self, *args, organizers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organizer"].queryset = organizers
        self.fields["organizer"].empty_label = None
        self.fields["organization"].queryset = below(organizers)


def below(organizers):
    """Organisations that may be chosen: all below, or where those are too many for a list the next level (5.1)."""
    paths = [organizer.path for organizer in organizers]
    found = Organization.objects.filter(is_active=True).exclude(path__in=paths)
    under = found.filter(pk__in=[])
    for path in paths:
        under |= found.filter(path__startswith=path)
    return under if under.count() <= MOST_CHOICES else found.filter(parent__path__in=paths)
