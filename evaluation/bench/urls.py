"""The site, and a view that does nothing: what a request costs before anybody's work begins."""

import json

from django.http import JsonResponse
from django.urls import path

from gridgov.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request):
    """Read the message, if there is one, and send it back."""
    return JsonResponse({"message": json.loads(request.body or "{}")})


urlpatterns = [*urlpatterns, path("bench/bare/", bare)]
