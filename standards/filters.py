"""The 查询 form of the registry: filters in the order of the columns; also what an export is limited to."""

from collections import Counter
from datetime import date
from itertools import accumulate

import django_filters
from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property

from gridgov.organizations.filters import CardFilterSet
from gridgov.organizations.models import Department
from gridgov.widgets import NativeDate

from .models import Node, NumberAlias, Standard
from .numbering import search_form
from .scopes import MOST_ORGANIZATIONS, OWN, ScopedFilterSet

# From here on the rows of one node are sooner read than found by the index of words.
MANY_FOUND = 1_000
REVIEW = {"overdue": ("已逾期", -1), "30": ("30 天内", 30), "90": ("90 天内", 90), "180": ("180 天内", 180)}


def date_field(**kwargs) -> django_filters.DateFilter:
    return django_filters.DateFilter(widget=NativeDate, **kwargs)


class StandardFilter(ScopedFilterSet):
    """Standards as `data` (a QueryDict) asks, among those `user` sees; `status` is applied by `chosen`.

    `organization` is `own`, `below`, `all` or a key; without it the organisations where the user has a role.
    """

    node = django_filters.CharFilter(label="体系分类", method="filter_node", widget=forms.Select)
    number = django_filters.CharFilter(label="标准编号", method="filter_number")
    title = django_filters.CharFilter(
        label="标准名称",
        method="filter_title",
        widget=forms.TextInput(attrs={"placeholder": "可输拼音首字母"}),
    )
    status = django_filters.ChoiceFilter(
        label="状态", choices=Standard.Status, method="leave", empty_label="全部"
    )
    effective_from = date_field(label="实施日期", field_name="effective_on", lookup_expr="gte")
    effective_to = date_field(label="至", field_name="effective_on", lookup_expr="lte")
    department = django_filters.ModelChoiceFilter(
        label="实施部门", field_name="departments", queryset=Department.objects.none(), empty_label="全部"
    )
    review = django_filters.ChoiceFilter(
        label="复审到期",
        choices=[(value, words) for value, (words, _) in REVIEW.items()],
        method="filter_review",
        empty_label="不限",
    )
    checked = django_filters.ChoiceFilter(
        label="查新", choices=[("due", "超过 12 个月")], method="filter_checked", empty_label="不限"
    )
    organization = django_filters.CharFilter(label="组织", method="leave", widget=forms.Select)

    class Meta:
        model = Standard
        fields = []

    def __init__(self, data, *, user, on: date | None = None):
        self.on, self.by_index = on or timezone.localdate(), True
        super().__init__(data, user=user, rows=Standard.objects.visible_to(user))

    def shown(self, rows):
        return rows.with_status(on=self.on)

    @property
    def is_wide(self) -> bool:
        """Whether more than one organisation is asked for."""
        if self.scope == OWN:
            return len(self.homes) > 1
        return not self.scope.isdecimal() and len(self.organizations) > 1

    def limit_choices(self) -> None:
        fields = self.form.fields
        fields["node"].widget.choices = node_choices(self.data.get("node"))
        fields["department"].queryset = self.departments()
        super().limit_choices()

    def departments(self):
        """Those of the organisations asked for; of one's own where that would be a province full of them."""
        departments = Department.objects.visible_to(self.user)
        if len(self.organizations) > MOST_ORGANIZATIONS and not self.scope.isdecimal():
            return departments.filter(organization__in=self.homes)
        return self.in_scope(departments, "organization__")

    def filter_node(self, rows, name, code: str):
        """Everything filed under a sub-system, a class, a group or a leaf."""
        places = Q(node__code=code) | Q(node__parent__code=code)
        return rows.filter(places | Q(node__class_code=code) | Q(node__subsystem=code))

    def filter_number(self, rows, name, words: str):
        return rows.holding(
            {"number_search": search_form(words) or words}, wide=self.is_wide and self.by_index
        )

    def filter_title(self, rows, name, words: str):
        return rows.search(words, wide=self.is_wide and self.by_index)

    def filter_review(self, rows, name, value: str):
        return rows.due_for_review(on=self.on, within=REVIEW[value][1])

    def filter_checked(self, rows, name, value: str):
        return rows.due_for_check(on=self.on)

    @cached_property
    def tally(self) -> list[tuple[int, str, int]]:
        """(order of the node, status, rows found) in the order of the list, in one query."""
        found = self.qs.order_by("node__order").values_list("node__order", "status_on")
        return list(found.annotate(rows=Count("pk")))

    @property
    def counts(self) -> dict[str, int]:
        """Status → how many of the rows found have it."""
        counts = dict.fromkeys(Standard.Status.values, 0)
        for _, status, rows in self.tally:
            counts[status] += rows
        return counts

    def rows_at(self, places: range):
        """The rows at these places of `chosen`.

        The tally says in which nodes they lie, so that only those are sorted: the last page of 100,000 rows
        costs what the first does.
        """
        within = Counter()
        for order, status, rows in self.tally:
            if self.wanted_status in ("", status):
                within[order] += rows
        ends = zip(accumulate(within.values()), within.items(), strict=True)
        hit = [(end - n, order) for end, (order, n) in ends if end > places.start and end - n < places.stop]
        first = places.start - hit[0][0] if hit else 0
        # By the nodes' keys: asked for by their order, both databases would rather read the whole registry.
        nodes = Node.objects.filter(order__in=[order for _, order in hit])
        rows = self.listed(self.plainly_filtered() if within.total() > MANY_FOUND else self.qs)
        return rows.filter(node__in=nodes)[first : first + len(places)]

    @property
    def wanted_status(self) -> str:
        """The status asked for, "" for all."""
        return ("status" not in self.form.errors and self.form.cleaned_data["status"]) or ""

    @property
    def chosen(self):
        """The rows of the list, in its order: the filters and the status."""
        return self.listed(self.qs)

    def listed(self, rows):
        """`rows` that have the status, in the order of the list."""
        return (rows.filter(status_on=self.wanted_status) if self.wanted_status else rows).in_order()

    def plainly_filtered(self):
        """The same rows as `qs`, without the index of words."""
        self.by_index = False
        return self.filter_queryset(self.queryset.all())

    @property
    def words(self) -> dict[str, str]:
        """What was typed for number and title, to mark where it was found."""
        return {name: self.data.get(name, "") for name in ("number", "title")}


def node_choices(current: str | None) -> list:
    """全部, then each sub-system with its classes; a finer place reached by a link stays chosen."""
    choices, group = [("", "全部")], []
    for node in Node.objects.filter(organization=None, kind__in=["layer", "subsystem", "class"]):
        if node.kind != Node.Kind.CLASS:
            group = [(node.code, f"{node.name}（全部）")]
            choices.append((node.name, group))
        else:
            group.append((node.code, f"{node.code} {node.name}"))
    known = {code for _, part in choices if isinstance(part, list) for code, _ in part}
    return choices if not current or current in known else [*choices, (current, current)]


class AliasFilter(CardFilterSet):
    """Former numbers by a part of the number then or now, among those `user` sees."""

    number = django_filters.CharFilter(label="曾用或现在的编号", method="filter_number")

    class Meta:
        model = NumberAlias
        fields = []

    def __init__(self, data, *, user):
        rows = NumberAlias.objects.visible_to(user).select_related("standard", "organization")
        super().__init__(data, queryset=rows.order_by("organization__path", "-pk"))

    def filter_number(self, rows, name, words: str):
        form = search_form(words) or words
        return rows.filter(Q(number_search__contains=form) | Q(standard__number_search__contains=form))

    @property
    def words(self) -> str:
        """What was typed, to mark where it was found."""
        return self.data.get("number", "").strip()
