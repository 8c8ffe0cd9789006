"""Addresses of working without a network: photos, what could not be sent, the service worker."""

from django.urls import path

from ..views import photos, unsent, worker

urlpatterns = [
    path("evaluations/<int:pk>/photos/", photos.photo_add, name="photo-add"),
    path("evaluations/<int:pk>/photos/<int:evidence_pk>/", photos.photo, name="photo"),
    path("evaluations/<int:pk>/unsent/", unsent.unsent_upload, name="unsent-upload"),
    path("service-worker.js", worker.service_worker, name="service-worker"),
]
