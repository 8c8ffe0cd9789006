"""Fields that name standards in words: the same on a form and in a cell of a sheet."""

import re

from django import forms

from gridgov.keys import read_key
from standards.errors import StandardsError
from standards.models import Standard
from standards.services.numbers import number_columns

from ..words import standard_words

SEPARATORS = re.compile(r"[\n；;]+")
MOST = 200


class StandardsField(forms.CharField):
    """Standards of one registry by number or title, one a line or with ； between; cleans to a list of `Standard`.

    The registry may hold thousands: a list to tick would be of no use to anybody.
    """

    def __init__(self, *, single: bool = False, **kwargs):
        self.single, self.organization = single, None
        lines = forms.TextInput() if single else forms.Textarea(attrs={"rows": 3})
        words = "标准编号或名称，如 GB/T 34300-2017"
        kwargs.setdefault("help_text", words if single else f"{words}；一行一项")
        super().__init__(widget=lines, **kwargs)

    def prepare_value(self, value):
        """Rows or a key as words; what was typed stays as typed."""
        if isinstance(value, str) or value is None:
            return value
        if isinstance(value, int):
            value = list(Standard.objects.filter(pk=value))
        elif isinstance(value, Standard):
            value = [value]
        return "\n".join(
            standard_words(each if isinstance(each, Standard) else Standard.objects.get(pk=each))
            for each in value
        )

    def clean(self, value):
        names = [each.strip() for each in SEPARATORS.split(super().clean(value)) if each.strip()]
        if len(names) > (1 if self.single else MOST):
            raise forms.ValidationError("只能填一项标准。" if self.single else f"一次最多填 {MOST} 项标准。")
        found = [find_standard(self.organization, name) for name in dict.fromkeys(names)]
        unknown = [name for name, row in zip(dict.fromkeys(names), found, strict=True) if row is None]
        if unknown:
            words = "”“".join(name[:60] for name in unknown[:3])
            raise forms.ValidationError(f"登记簿中没有“{words}”。请核对编号或名称，或先在标准登记中登记。")
        return (found[0] if found else None) if self.single else list(dict.fromkeys(found))

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "").split() != (data or "").split()


def find_standard(organization, words: str) -> Standard | None:
    """The standard of this registry with the number, else with the title; of several editions the newest."""
    rows = Standard.objects.of(organization)
    try:
        key = number_columns(words)["number_key"]
    except StandardsError:
        key = ""
    if key and (row := rows.filter(number_key=key).first()):
        return row
    return rows.filter(title=words).order_by("withdrawn_on", "replaced_on", "-effective_on", "-pk").first()


def standard_of(organization, query) -> Standard | None:
    """The standard of the registry that `?standard=` names; None without one."""
    key = read_key(query.get("standard", ""))
    return Standard.objects.of(organization).filter(pk=key).first() if key else None
