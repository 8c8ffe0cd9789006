"""The address of planning gaps."""

from django.urls import path

from ..views import gap_plans

urlpatterns = [
    path("organizations/<int:organization_pk>/gaps/plan/", gap_plans.gaps_plan, name="gaps-plan"),
]
