"""One Chromium for each module of browser tests, and pages in it for whoever is logged in."""

import os

import pytest
from playwright.sync_api import sync_playwright

from gridgov.system_packages import browser_path
from tests.browser.browsing import log_in


@pytest.fixture(scope="module")
def chromium():
    """A browser. Playwright runs an event loop in this thread, where the tests use the ORM."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(),
            # `grid.test` stands for a server of an intranet: plain http that is not secure, as localhost is.
            args=["--no-sandbox", "--host-resolver-rules=MAP grid.test 127.0.0.1"],
            # Going back works as for people: the browser may show a page it kept.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browse(chromium, live_server):
    """browse(user or None, **options) → an empty page in a browser profile of its own; closed afterwards."""
    contexts = []

    def open_page(user=None, **options):
        defaults = {
            "base_url": live_server.url,
            "viewport": {"width": 1366, "height": 768},
            "locale": "zh-CN",
        }
        # A service worker would answer what a test wants cut; the tests of working offline let it in.
        options = {**defaults, "service_workers": "block", **options}
        context = chromium.new_context(**options)
        contexts.append(context)
        if user is not None:
            log_in(context, options["base_url"], user)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
