"""WHO: organisations in five levels, departments, users, roles, and what each may see."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "gridgov.organizations"
    label = "organizations"
    verbose_name = "组织与用户"
