"""Addresses of 达标路径."""

from django.urls import path

from ..views import gaps

OF_ORGANIZATION = "organizations/<int:organization_pk>/gaps/"
urlpatterns = [
    path("gaps/", gaps.gaps_own, name="gaps-own"),
    path(OF_ORGANIZATION, gaps.gaps, name="gaps"),
    path(f"{OF_ORGANIZATION}simulate/", gaps.gaps_simulate, name="gaps-simulate"),
    path(f"{OF_ORGANIZATION}reach/", gaps.gaps_reach, name="gaps-reach"),
    path(f"{OF_ORGANIZATION}most/", gaps.gaps_most, name="gaps-most"),
]
