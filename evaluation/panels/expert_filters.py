"""The 查询 card of the 专家库."""

import django_filters
from django import forms
from django.db.models import Q

from standards.scopes import ScopedFilterSet
from standards.services.keeping import title_initials

from ..models import Expert, Side


class ExpertFilter(ScopedFilterSet):
    """Experts of the pools as `data` asks, among those `user` sees; without `state` those still in the pool."""

    words = django_filters.CharFilter(
        label="姓名或单位",
        method="filter_words",
        widget=forms.TextInput(attrs={"placeholder": "可输拼音首字母", "size": 14}),
    )
    side = django_filters.ChoiceFilter(label="类别", choices=Side, empty_label="全部")
    fields = django_filters.CharFilter(label="专业领域", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("removed", "已出库")], method="leave", empty_label="在库"
    )
    organization = django_filters.CharFilter(label="专家库", method="leave", widget=forms.Select)

    class Meta:
        model = Expert
        fields = []

    def __init__(self, data, *, user):
        self.is_out = data.get("state") == "removed"
        super().__init__(data, user=user, rows=Expert.objects.visible_to(user))

    def shown(self, rows):
        return rows.exclude(removed_at=None) if self.is_out else rows.kept()

    def filter_words(self, rows, name, words: str):
        """A part of name, employer or user name; letters alone are pinyin initials of the name too."""
        words = words.strip()
        found = Q()
        for column in ("name", "employer", "user__username"):
            found |= Q(**{f"{column}__icontains": words})
        if words.isascii() and words.isalpha():
            names = rows.values_list("pk", "name")
            found |= Q(pk__in=[key for key, name in names if words.lower() in title_initials(name)])
        return rows.filter(found)
