"""Addresses of aftermath."""

urlpatterns = []
