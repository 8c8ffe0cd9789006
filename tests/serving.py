"""A real server process on the database of a test, to be killed and started again."""

import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

SERVE = """
import os, sys
from django.core.wsgi import get_wsgi_application
from waitress import serve
serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8)
"""


@pytest.fixture
def site():
    """site() starts a real server on the test's database and gives its process; `site.port` is its port, the same
    after every start. What still runs at the end is killed.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    running = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            cwd=settings.BASE_DIR,
            env=server_environment(),
            stderr=subprocess.DEVNULL,
        )
        running.append(process)
        wait_for(port)
        return process

    start.port = port
    yield start
    for process in running:
        process.kill()
        process.wait()


def server_environment():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        place = f"{database['HOST']}:{database['PORT']}"
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "GRIDGOV_DATA": str(settings.DATA_DIR),
        "GRIDGOV_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "gridgov.settings",
    }


def wait_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")
