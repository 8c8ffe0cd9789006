"""The activities app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "standards.activities"
    label = "activities"
    verbose_name = "标准化活动"
