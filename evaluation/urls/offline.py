"""Addresses of offline."""

urlpatterns = []
