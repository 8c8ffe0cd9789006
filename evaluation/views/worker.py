"""The service worker: a script that must stand at the root of the site to keep its pages."""

from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

SCRIPT = settings.BASE_DIR / "gridgov" / "static" / "gridgov" / "sheet" / "service-worker.js"


@login_not_required
@require_safe
def service_worker(request):
    """The script, asked for again each time: it holds no data, and a browser looks for a newer one without a login."""
    return HttpResponse(
        script(),
        content_type="text/javascript; charset=utf-8",
        headers={"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"},
    )


@lru_cache
def script() -> str:
    return SCRIPT.read_text("utf-8")
