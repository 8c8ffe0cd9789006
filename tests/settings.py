"""The site's settings, for tests: a data folder of their own, quick passwords, static files as they lie."""

import os
import tempfile

os.environ["GRIDGOV_DATA"] = tempfile.mkdtemp(prefix="gridgov-test-")

from gridgov.settings import *  # noqa: F403  the settings under test

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, so that threads and other processes meet in it as they do in use.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["GRIDGOV_DATA"], "test.sqlite3")}  # noqa: F405
