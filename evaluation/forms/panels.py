"""Forms of a panel: who comes in, why somebody goes, who judges which table."""

from django import forms

from standards.forms.paper import PaperForm

from ..models import Evaluation, Expert, Participant, Side
from .experts import account_named

LINES = forms.Textarea(attrs={"rows": 3})


class AppointForm(PaperForm, forms.Form):
    """Somebody of the organiser's 专家库, or any account by user name."""

    pairs = {"username": "employer", "side": "duty"}

    expert = forms.ModelChoiceField(
        label="从专家库选", queryset=Expert.objects.none(), required=False, empty_label="（不选）"
    )
    username = forms.CharField(
        label="或填用户名", max_length=40, required=False, help_text="不在专家库中的人员"
    )
    employer = forms.CharField(
        label="工作单位", max_length=100, required=False, help_text="按用户名编入的必填；专家以专家库为准"
    )
    side = forms.ChoiceField(
        label="类别",
        choices=[("", "（不选）"), *Side.choices],
        required=False,
        help_text="按用户名编入的必填；专家以专家库为准",
    )
    duty = forms.ChoiceField(
        label="分工", choices=Participant.Duty, initial=Participant.Duty.MEMBER, help_text="只有一名组长"
    )

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        pool = Expert.objects.of(evaluation.organizer).kept().filter(user__is_active=True)
        free = pool.exclude(user__in=evaluation.participants.values("user"))
        self.fields["expert"].queryset = free.select_related("user__organization", "employer_organization")
        self.fields["expert"].label_from_instance = label_of
        self.prepare()

    def clean(self):
        data = super().clean()
        expert, username = data.get("expert"), (data.get("username") or "").strip()
        if self.errors:
            return data
        if bool(expert) == bool(username):
            raise forms.ValidationError("请从专家库选一位，或填写一个用户名，二者填一项。")
        if expert:
            return data | {"user": expert.user, "side": expert.side, "employer": expert.employer}
        return data | {"user": self.account(username, data)}

    def account(self, username: str, data: dict):
        for name, words in (("employer", "请填写工作单位。"), ("side", "请选择类别。")):
            if not data.get(name):
                self.add_error(name, words)
        try:
            return account_named(username)
        except forms.ValidationError as error:
            self.add_error("username", error)

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("user", "duty", "side", "employer", "expert")}


def label_of(expert: Expert) -> str:
    return f"{expert.name}（{expert.get_side_display()}，{expert.employer}）"


class ReasonForm(PaperForm, forms.Form):
    """Why somebody is recused or absent."""

    reason = forms.CharField(max_length=200, widget=LINES)

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.prepare()
        self.fields["reason"].error_messages["required"] = f"请写明{label}。"


class SizeForm(PaperForm, forms.Form):
    """Why the panel has fewer than five or more than seven members."""

    reason = forms.CharField(
        label="评估组人数的说明",
        max_length=500,
        required=False,
        widget=LINES,
        help_text="少于 5 人或多于 7 人时必填（第5部分 5.2：成员一般为 5-7 人）",
    )

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, initial={"reason": evaluation.size_reason}, **kwargs)
        self.prepare()


class TablesForm(forms.Form):
    """Who judges which table: a grid of boxes, tables down, present members across."""

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = list(
            evaluation.participants.present().select_related("user").prefetch_related("assignments")
        )
        self.sections = evaluation.edition.scorecard.sections
        for person in self.people:
            given = {row.section for row in person.assignments.all()}
            for section in self.sections:
                self.fields[name_of(section.code, person)] = forms.BooleanField(
                    label=f"表 {section.code} 由 {person.user} 评分",
                    required=False,
                    initial=section.code in given,
                )

    def lines(self) -> list:
        """(section, its boxes) in printed order."""
        return [
            (section, [self[name_of(section.code, person)] for person in self.people])
            for section in self.sections
        ]

    @property
    def chosen(self) -> dict[int, list[str]]:
        """Participant → codes of the tables, for the service."""
        return {
            person.pk: [
                section.code for section in self.sections if self.cleaned_data[name_of(section.code, person)]
            ]
            for person in self.people
        }


def name_of(code: str, person: Participant) -> str:
    return f"{code.replace('.', '')}-{person.pk}"
