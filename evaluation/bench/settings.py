"""The site's settings with the bare view beside its own pages, behind the same middleware."""

from gridgov.settings import *  # noqa: F403  the site as it is

ROOT_URLCONF = "evaluation.bench.urls"
