"""Addresses of working."""

urlpatterns = []
