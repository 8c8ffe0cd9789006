"""The 查询 forms: what all lists ask, and how a list is limited to what the user sees."""

import django_filters
from django import forms
from django.db.models import Q

from gridgov.keys import read_key
from gridgov.organizations.filters import CardFilterSet
from gridgov.organizations.models import Department, Organization
from gridgov.widgets import NativeDate
from standards.filters import ALL, BELOW, MOST_ORGANIZATIONS, OWN, SCOPES

BAD_DATE = {"invalid": "应为 2026-11-20 这样的日期。"}


def day(label: str, name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label, field_name=name, lookup_expr=lookup, widget=NativeDate, error_messages=BAD_DATE
    )


def choice(label: str, choices, name: str | None = None, **more) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, field_name=name, empty_label="全部", **more
    )


class RecordFilter(CardFilterSet):
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
        self.kind, self.user, self.on = kind, user, on
        self.organizations = list(Organization.objects.visible_to(user)[: MOST_ORGANIZATIONS + 1])
        self.homes = {key for key, _ in user.held_roles}
        self.scope = data.get("organization") or (OWN if self.homes else ALL)
        self.scoped = self.in_scope(kind.model.objects.visible_to(user).kept(), "organization__")
        super().__init__(data, queryset=self.scoped)
        self.form.fields["words"].widget.attrs.setdefault("size", 12)
        self.limit_choices()

    def in_scope(self, rows, prefix: str = ""):
        """`rows` of the organisations asked for; `prefix` leads to the organisation."""
        at_home = Q(**{f"{prefix}pk__in": self.homes})
        if self.scope == OWN:
            return rows.filter(at_home)
        if self.scope == BELOW:
            return rows.exclude(at_home)
        if self.scope.isdecimal():
            return rows.filter(**{f"{prefix}pk": read_key(self.scope)})
        return rows

    def limit_choices(self) -> None:
        """Offer only what the user sees; a person of one organisation is not asked which."""
        fields = self.form.fields
        if "department" in fields:
            departments = Department.objects.visible_to(self.user).filter(organization__in=self.organizations)
            fields["department"].queryset = self.in_scope(departments, "organization__")
        choices = [(key, words) for key, words in SCOPES.items() if self.homes or key == ALL]
        if len(self.organizations) <= MOST_ORGANIZATIONS:
            choices.append(("按组织", [(each.pk, each.name) for each in self.organizations]))
        fields["organization"].widget.choices = choices
        if len(self.organizations) < 2:
            del fields["organization"]
        else:
            self.form.order_fields([name for name in fields if name != "organization"])

    def filter_words(self, rows, name, words: str):
        condition = Q()
        for column in self.search:
            condition |= Q(**{f"{column}__icontains": words})
        return rows.filter(condition)

    def leave(self, rows, name, value):
        return rows

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

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the organisation was asked for."""
        return any(self.data.get(name) for name in self.form.fields if name != "organization")
