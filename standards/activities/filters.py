"""The 查询 forms: what all lists ask, and how a list is limited to what the user sees."""

import django_filters
from django import forms
from django.db.models import Q

from gridgov.organizations.models import Department, Organization
from gridgov.widgets import NativeDate
from standards.scopes import ALL, BELOW, OWN, ScopedFilterSet

BAD_DATE = {"invalid": "应为 2026-11-20 这样的日期。"}


def day(label: str, name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label, field_name=name, lookup_expr=lookup, widget=NativeDate, error_messages=BAD_DATE
    )


def choice(label: str, choices, name: str | None = None, **more) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, field_name=name, empty_label="全部", **more
    )


class RecordFilter(ScopedFilterSet):
    """Rows of one kind as `data` asks, among those `user` sees; `on` is the day that derived states refer to.

    `search` are the columns in which the 关键字 are looked for.
    """

    search: tuple[str, ...] = ("title",)
    words = django_filters.CharFilter(label="关键字", method="filter_words")
    department = django_filters.ModelChoiceFilter(
        label="部门", queryset=Department.objects.none(), empty_label="全部"
    )
    organization = django_filters.CharFilter(label="组织", method="leave", widget=forms.Select)

    class Meta:
        fields = []

    def __init__(self, data, *, kind, user, on):
        self.kind, self.on = kind, on
        super().__init__(data, user=user, rows=kind.model.objects.visible_to(user).kept())

    def limit_choices(self) -> None:
        fields = self.form.fields
        fields["words"].widget.attrs.setdefault("size", 12)
        if "department" in fields:
            departments = Department.objects.visible_to(self.user).filter(organization__in=self.organizations)
            fields["department"].queryset = self.in_scope(departments, "organization__")
        super().limit_choices()
        if "organization" in fields:
            self.form.order_fields([name for name in fields if name != "organization"])

    def filter_words(self, rows, name, words: str):
        condition = Q()
        for column in self.search:
            condition |= Q(**{f"{column}__icontains": words})
        return rows.filter(condition)

    @property
    def organization_shown(self) -> Organization | None:
        """The one organisation the list is about; None when it is about several."""
        found = [each for each in self.organizations if self.is_asked_for(each)]
        return found[0] if len(found) == 1 else None

    def is_asked_for(self, organization: Organization) -> bool:
        if self.scope == OWN:
            return organization.pk in self.homes
        if self.scope == BELOW:
            return organization.pk not in self.homes
        return self.scope in (ALL, str(organization.pk))

    @property
    def is_wide(self) -> bool:
        return self.organization_shown is None
