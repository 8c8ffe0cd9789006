"""Addresses of ticking which requirements standards fulfil."""

from django.urls import path

from ..views import fulfilment

urlpatterns = [
    path(
        "standards/<int:pk>/requirements/suggested/", fulfilment.standard_suggested, name="standard-suggested"
    ),
    path("organizations/<int:organization_pk>/linking/", fulfilment.linking, name="linking"),
]
