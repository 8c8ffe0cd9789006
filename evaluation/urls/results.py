"""Addresses of results."""

from django.urls import path

from ..views import signing

urlpatterns = [
    path("evaluations/<int:pk>/sign/", signing.sign, name="sign"),
    path("evaluations/<int:pk>/notice/", signing.notice, name="notice"),
]
