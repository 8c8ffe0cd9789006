"""Addresses of verification."""

from django.urls import path

from ..views import verification

urlpatterns = [
    path("verify/", verification.verification, name="verification"),
    path("verify/file/", verification.verification_file, name="verification-file"),
]
