"""Which faults of a list are shown: the 查询 form of the page, and how many there are of each kind."""

from collections import Counter
from itertools import groupby

from django import forms

from .collecting import checks
from .problem import Check, Problem, Severity

ALL = ("", "全部")
SUBSYSTEMS = [
    ALL,
    ("ZD", "指导层"),
    ("JC", "通用基础"),
    ("TG", "服务提供"),
    ("GL", "服务管理"),
    ("GZ", "岗位工作"),
]
SELECT = forms.Select(attrs={"class": "form-select form-select-sm"})


class ProblemForm(forms.Form):
    """Kind, severity and sub-system, each or none."""

    severity = forms.ChoiceField(
        label="程度", required=False, choices=[ALL, *Severity.choices], widget=SELECT
    )
    check = forms.ChoiceField(label="问题", required=False, widget=SELECT)
    subsystem = forms.ChoiceField(label="分体系", required=False, choices=SUBSYSTEMS, widget=SELECT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["check"].choices = [ALL, *grouped_checks()]

    def choose(self, problems: list[Problem]) -> list[Problem]:
        """Those asked for; what cannot be read is not asked."""
        wanted = self.cleaned_data if self.is_valid() else {}
        return [problem for problem in problems if fits(problem, **wanted)]


def grouped_checks() -> list[tuple]:
    """Kinds under their severity."""
    by_severity = groupby(checks(), key=lambda check: check.severity)
    return [
        (severity.label, [(check.code, check.heading) for check in of_it]) for severity, of_it in by_severity
    ]


def fits(problem: Problem, *, severity: str = "", check: str = "", subsystem: str = "") -> bool:
    return (
        severity in ("", problem.check.severity)
        and check in ("", problem.check.code)
        and subsystem in ("", problem.subsystem)
    )


def counted(problems: list[Problem]) -> list[tuple[Check, int]]:
    """How many of each kind, of those that are found."""
    counts = Counter(problem.check for problem in problems)
    return [(check, counts[check]) for check in checks() if counts[check]]
