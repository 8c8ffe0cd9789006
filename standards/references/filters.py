"""The 查询 forms of references, 适宜性评审 and 查新."""

import django_filters
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from gridgov.organizations.filters import CardFilterSet
from gridgov.organizations.models import Organization
from gridgov.widgets import NativeDate

from ..models import Citation, Standard, StatusCheck
from ..numbering import search_form

# What a key has besides letters and digits.
BETWEEN = " /-.:~"


def number_or_title(prefix: str, words: str) -> Q:
    """A standard at `prefix` whose number or title holds what was typed."""
    typed = search_form(words)
    by_number = Q(**{f"{prefix}number_search__contains": typed}) if typed else Q()
    return by_number | Q(**{f"{prefix}title__contains": words.strip()})


class CitationFilter(CardFilterSet):
    """Citations of what the user sees, as `data` asks; a person of one organisation is not asked which."""

    citing = django_filters.CharFilter(label="标准编号或名称", method="by_citing")
    cited = django_filters.CharFilter(label="引用标准编号或名称", method="by_cited")
    organization = django_filters.CharFilter(
        label="组织", field_name="standard__organization__name", lookup_expr="contains"
    )

    class Meta:
        model = Citation
        fields = []

    def __init__(self, data, *, user):
        standards = Standard.objects.visible_to(user)
        super().__init__(data, queryset=Citation.objects.filter(standard__in=standards))
        leave_out_organization(self, user)

    def by_citing(self, rows, name, words):
        return rows.filter(number_or_title("standard__", words))

    def by_cited(self, rows, name, words):
        """Letters and digits of the number, whatever stands between them."""
        key = F("number_key")
        for glyph in BETWEEN:
            key = Replace(key, Value(glyph), Value(""))
        typed = search_form(words)
        by_number = Q(letters__contains=typed) if typed else Q()
        return rows.annotate(letters=key).filter(by_number | Q(title__contains=words.strip()))


class SuitabilityFilter(CardFilterSet):
    """Own standards of what the user sees, whose 适宜性评审 is asked for."""

    citing = django_filters.CharFilter(label="标准编号或名称", method="by_citing")

    class Meta:
        model = Standard
        fields = []

    def __init__(self, data, *, user):
        super().__init__(data, queryset=Standard.objects.visible_to(user).filter(origin=Standard.Origin.OWN))

    def by_citing(self, rows, name, words):
        return rows.filter(number_or_title("", words))


class CheckFilter(CardFilterSet):
    """Runs of 查新 of what the user sees."""

    source = django_filters.CharFilter(label="来源", lookup_expr="contains")
    since = django_filters.DateFilter(
        label="查新日期", field_name="checked_on", lookup_expr="gte", widget=NativeDate
    )
    until = django_filters.DateFilter(
        label="至", field_name="checked_on", lookup_expr="lte", widget=NativeDate
    )
    organization = django_filters.CharFilter(
        label="组织", field_name="organization__name", lookup_expr="contains"
    )

    class Meta:
        model = StatusCheck
        fields = []

    def __init__(self, data, *, user):
        super().__init__(data, queryset=StatusCheck.objects.visible_to(user))
        leave_out_organization(self, user)


def leave_out_organization(found, user) -> None:
    """A person of one organisation is not asked which."""
    if Organization.objects.visible_to(user)[:2].count() < 2:
        del found.form.fields["organization"]
