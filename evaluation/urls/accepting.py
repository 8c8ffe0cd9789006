"""Addresses of taking over proposals together."""

from django.urls import path

from ..views import accepting

urlpatterns = [
    path("evaluations/<int:pk>/accept/<str:item>/", accepting.accept_item, name="accept-item"),
    path("evaluations/<int:pk>/accept-level/", accepting.accept_level, name="accept-level"),
]
