"""The 查询 card of the trail."""

from datetime import datetime, time, timedelta

import django_filters
from django.utils import timezone

from gridgov.dates import EARLIEST, LATEST
from gridgov.organizations.filters import CardFilterSet
from gridgov.widgets import NativeDate

from .models import Event, Verb


def start_of(day) -> datetime:
    """Midnight of a day in the site's time: compared with the column as it is, so that an index may serve."""
    return timezone.make_aware(datetime.combine(day, time.min))


class DayFilter(django_filters.DateFilter):
    """A date typed by a person; wrong ones are told how to write it."""

    def __init__(self, *, label: str, method: str):
        words = {"invalid": "应为 2026-11-20 这样的日期。"}
        super().__init__(label=label, method=method, error_messages=words, widget=NativeDate)


class EventFilter(CardFilterSet):
    actor = django_filters.CharFilter(label="人员", field_name="actor_name", lookup_expr="icontains")
    verb = django_filters.ChoiceFilter(label="动作", choices=Verb, empty_label="全部")
    target = django_filters.CharFilter(label="对象", field_name="target_label", lookup_expr="icontains")
    since = DayFilter(label="起始日期", method="from_day")
    until = DayFilter(label="截止日期", method="to_day")

    class Meta:
        model = Event
        fields = ["actor", "verb", "target", "since", "until"]

    def from_day(self, queryset, name, value):
        return queryset.filter(at__gte=start_of(max(value, EARLIEST)))

    def to_day(self, queryset, name, value):
        return queryset.filter(at__lt=start_of(min(value, LATEST) + timedelta(days=1)))
