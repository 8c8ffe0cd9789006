"""The 查询 cards of 系统管理."""

import django_filters
from django.db.models import Q

from .models import Level, Organization, Role, User

STATES = [("active", "在用"), ("off", "已停用")]


class CardFilterSet(django_filters.FilterSet):
    """Filters whose fields look like those of the other cards."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            select = hasattr(field.widget, "choices")
            field.widget.attrs["class"] = (
                "form-select form-select-sm" if select else "form-control form-control-sm"
            )


class StateFilter(django_filters.ChoiceFilter):
    """在用 or 已停用, by the column `is_active`."""

    def __init__(self, **kwargs):
        super().__init__(label="状态", choices=STATES, empty_label="全部", **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(is_active=value == "active") if value else queryset


class OrganizationFilter(CardFilterSet):
    name = django_filters.CharFilter(label="名称或地名", method="by_words")
    level = django_filters.ChoiceFilter(label="层级", choices=Level, empty_label="全部")
    state = StateFilter()

    class Meta:
        model = Organization
        fields = ["name", "level", "state"]

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(place_name__icontains=value))


class UserFilter(CardFilterSet):
    name = django_filters.CharFilter(label="姓名或用户名", method="by_words")
    organization = django_filters.CharFilter(
        label="组织", field_name="organization__name", lookup_expr="icontains"
    )
    role = django_filters.ChoiceFilter(label="角色", choices=Role, empty_label="全部", method="by_role")
    state = StateFilter()

    class Meta:
        model = User
        fields = ["name", "organization", "role", "state"]

    def by_words(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(username__icontains=value))

    def by_role(self, queryset, name, value):
        return queryset.filter(pk__in=User.objects.filter(assignments__role=value).values("pk"))
