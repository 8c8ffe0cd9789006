"""Forms of the 审查: how a round is held, whom to ask, the 审定意见表, what became of each opinion."""

from django import forms
from django.forms import formset_factory

from gridgov.organizations.forms.login import password_field

from ..models import Opinion, OpinionForm, ReviewRound
from ..reviewing import CHECK_LIST, drafters_among, eligible_reviewers, live_forms
from ..services.opinions import MOST_OPINIONS
from .paper import PaperForm

ROWS_AT_ONCE = 3


class ArrangeForm(PaperForm, forms.ModelForm):
    """会审 or 传阅, and when."""

    class Meta:
        model = ReviewRound
        fields = ["method", "due_on", "held_on", "place", "chair"]
        widgets = {"method": forms.RadioSelect}
        help_texts = {
            "due_on": "意见表应在这一天之前返回；会审不填时为会审日期",
            "held_on": "会审填写",
            "place": "会审填写",
            "chair": "会审填写，可以会后再补",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["method"].required = True
        self.fields["method"].choices = ReviewRound.Method.choices
        self.prepare()
        self.fields["method"].error_messages["required"] = "请选择审查方式：会审或传阅。"

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class ReviewerChoice(forms.ModelMultipleChoiceField):
    """A person and where he works."""

    def label_from_instance(self, user) -> str:
        return f"{user.name}（{user.department}）" if user.department else user.name


class SendForm(PaperForm, forms.Form):
    """Reviewers who were not asked yet; drafters are not offered."""

    reviewers = ReviewerChoice(
        queryset=None,
        label="审查人员",
        widget=forms.CheckboxSelectMultiple,
        help_text="担任“审查人员”的排在前面；起草人不能审查自己起草的标准，已发过的不再列出",
    )
    due_on = forms.DateField(label="返回期限", help_text="改动后，对本轮所有意见表有效")

    def __init__(self, *args, round: ReviewRound, **kwargs):
        super().__init__(*args, **kwargs)
        asked = live_forms(round).values("reviewer_id")
        offered = eligible_reviewers(round.standard).exclude(pk__in=asked)
        self.fields["reviewers"].queryset = offered.exclude(pk__in=drafters_among(round.standard, offered))
        self.prepare()
        self.fields["reviewers"].error_messages["required"] = "请至少选择一位审查人员。"
        self.fields["reviewers"].error_messages["invalid_choice"] = "所选的人员不能审查本标准，请重新选择。"


class RecallForm(PaperForm, forms.Form):
    reason = forms.CharField(
        label="收回理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如“出差，改请李四审查”。写入历史，不可更改",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class MinutesForm(PaperForm, forms.ModelForm):
    class Meta:
        model = ReviewRound
        fields = ["held_on", "place", "chair", "minutes"]
        widgets = {"minutes": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"minutes": "参加人员、讨论的主要问题、审查结论；签到表作为附件上传"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class OpinionSheet(PaperForm, forms.ModelForm):
    """The 审定意见表 but for its opinions. Nothing is demanded before the signature: a draft may have gaps."""

    password = password_field("登录密码", "current-password", "以您自己的账号签署；签署后不能再改")

    class Meta:
        model = OpinionForm
        fields = [*CHECK_LIST, "remark", "conclusion"]
        widgets = {
            **dict.fromkeys([*CHECK_LIST, "conclusion"], forms.RadioSelect),
            "remark": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in CHECK_LIST.items():
            self.fields[name].label = words
            self.fields[name].choices = OpinionForm.Answer.choices
        self.fields["conclusion"].choices = OpinionForm.Conclusion.choices
        self.fields["password"].required = False
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""

    @property
    def checks(self) -> list:
        """The check list of 10.4."""
        return [self[name] for name in CHECK_LIST]

    @property
    def answered(self) -> dict:
        """The values `save_opinions` takes, but for the opinions."""
        data = self.cleaned_data
        answers = {name: data[name] for name in CHECK_LIST}
        return {"answers": answers, "remark": data["remark"], "conclusion": data["conclusion"]}


def wide_input(label: str, **attrs) -> forms.CharField:
    """A text of a row of the table: the column's head is its label, said again for who cannot see the column."""
    attrs = {"class": "form-control", "aria-label": label, **attrs}
    widget = forms.Textarea(attrs=attrs) if "rows" in attrs else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, widget=widget)


class OpinionRow(forms.Form):
    """One opinion on one clause; a row left empty says nothing."""

    clause = wide_input("条款", maxlength=Opinion._meta.get_field("clause").max_length)
    text = wide_input("意见", rows=2)
    proposal = wide_input("建议修改为", rows=2)


OpinionRows = formset_factory(
    OpinionRow, extra=ROWS_AT_ONCE, max_num=MOST_OPINIONS, absolute_max=MOST_OPINIONS + ROWS_AT_ONCE
)


class HandlingRow(forms.Form):
    """What became of one opinion. Only rows changed on this page are written: others may work on theirs."""

    handling = forms.ChoiceField(
        label="处理",
        required=False,
        choices=[("", "未处理"), *Opinion.Handling.choices],
        show_hidden_initial=True,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    response = forms.CharField(
        label="处理说明",
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def __init__(self, *args, opinion: Opinion, **kwargs):
        initial = {"handling": opinion.handling, "response": opinion.response}
        super().__init__(*args, prefix=f"o{opinion.pk}", initial=initial, **kwargs)
        self.opinion = opinion
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"条款 {opinion.clause}，{field.label}"
