"""Addresses of verification."""

urlpatterns = []
