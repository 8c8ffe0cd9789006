"""Addresses of consensus."""

urlpatterns = []
