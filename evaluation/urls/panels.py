"""Addresses of panels."""

urlpatterns = []
