"""The 查询 forms of evaluations and applications."""

import django_filters

from gridgov.organizations.filters import CardFilterSet

from .models import Application, Evaluation

OUT, IN = "out", "in"
DIRECTIONS = [(OUT, "我们申请的"), (IN, "我们受理的")]


class OrganizationNameFilter(CardFilterSet):
    """What both lists ask first: part of the name of the organisation evaluated."""

    organization = django_filters.CharFilter(
        label="组织", field_name="organization__name", lookup_expr="icontains"
    )

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.form.fields)


class EvaluationFilter(OrganizationNameFilter):
    year = django_filters.NumberFilter(label="年度")
    kind = django_filters.ChoiceFilter(label="类型", choices=Evaluation.Kind, empty_label="全部")
    state = django_filters.ChoiceFilter(label="状态", choices=Evaluation.State, empty_label="全部")

    class Meta:
        model = Evaluation
        fields = ["year", "organization", "kind", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = self.form.fields["year"]
        year.widget.attrs |= {"min": 2000, "max": 2100}
        year.error_messages["invalid"] = "年度应为 2026 这样的四位年份。"


class ApplicationFilter(OrganizationNameFilter):
    """`user` says whose applications are ours."""

    direction = django_filters.ChoiceFilter(
        label="方向", choices=DIRECTIONS, empty_label="全部", method="by_direction"
    )
    state = django_filters.ChoiceFilter(label="状态", choices=Application.State, empty_label="全部")

    class Meta:
        model = Application
        fields = ["direction", "organization", "state"]

    def __init__(self, data, *, user, queryset):
        self.homes = {key for key, _ in user.held_roles}
        super().__init__(data, queryset=queryset)

    def by_direction(self, rows, name, value):
        side = "organization" if value == OUT else "addressee"
        return rows.filter(**{f"{side}__in": self.homes})
