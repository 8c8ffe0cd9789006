"""Forms of 达标路径: what it is looked at by, and what is searched for."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from gridgov.dates import EARLIEST, LATEST
from gridgov.widgets import NativeDate

from ..gaps.search import PEOPLE, WORST

IMPOSSIBLE = f"数据日期应在 {EARLIEST} 至 {LATEST} 之间，现按默认日期计算。"
SMALL = {"class": "form-select form-select-sm"}
NUMBER = {"class": "form-control form-control-sm"}


class StandingForm(forms.Form):
    """The day, the sheet laid on top of the data, and how what nobody judged is counted.

    Without a day it is `on`: that of the evaluation, today without one.
    """

    on = forms.DateField(
        label="数据日期",
        required=False,
        widget=NativeDate(
            **{"class": "form-control form-control-sm", "title": "空着：按评价日期；没有评价表时按今天"}
        ),
        error_messages={"invalid": "数据日期应为 2026-11-20 这样的日期，现按默认日期计算。"},
        validators=[MinValueValidator(EARLIEST, IMPOSSIBLE), MaxValueValidator(LATEST, IMPOSSIBLE)],
    )
    evaluation = forms.ChoiceField(label="依据", required=False, widget=forms.Select(SMALL))
    people = forms.ChoiceField(
        label="由人判定的", required=False, choices=list(PEOPLE.items()), widget=forms.Select(SMALL)
    )

    def __init__(self, query, *, on, evaluations, evaluation):
        given = query.get("on", "")
        shown = {
            # Left empty where it says nothing else: another sheet then brings its own day.
            "on": "" if given == on.isoformat() else given,
            "evaluation": str(evaluation.pk) if evaluation else "",
            "people": query.get("people") or WORST,
        }
        super().__init__(shown)
        self.default = on
        rows = [(str(row.pk), f"{row.year} 年度{row.get_kind_display()}的评价表") for row in evaluations]
        self.fields["evaluation"].choices = [("", "只按登记簿和工作记录"), *rows]

    @property
    def day(self):
        return self.of_valid("on", self.default)

    @property
    def assumption(self) -> str:
        """How what nobody judged is counted."""
        return self.of_valid("people", WORST)

    def of_valid(self, name: str, otherwise):
        self.is_valid()
        return self.cleaned_data.get(name) or otherwise


class ReachForm(forms.Form):
    """A total to be reached, no more than the full marks."""

    target = forms.IntegerField(label="目标分", min_value=1, widget=forms.NumberInput(NUMBER))
    wrong = "目标分应为 1 到 {} 的整数，例如 300。"

    def __init__(self, *args, full: int, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        field.max_value = field.widget.attrs["max"] = full
        field.validators.append(MaxValueValidator(full))
        names = ("required", "invalid", "min_value", "max_value")
        field.error_messages = dict.fromkeys(names, self.wrong.format(full))


class MostForm(forms.Form):
    """So many gaps, or so many new standards, that bring the most points."""

    count = forms.IntegerField(
        label="项数",
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(NUMBER),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "项数应为 1 到 500 的整数，例如 5。"
        ),
    )
