"""A real server of the scratch installation, and clients with a session and a connection of their own."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client as Login

from gridgov.organizations.models import User

BARE = "/bench/bare/"
TOKEN = "a" * 32


@dataclass(frozen=True)
class Site:
    """A running server: its port, and the file where it writes its troubles."""

    port: int
    log: Path

    @property
    def busy_times(self) -> int:
        """How often a request was told that the database is locked."""
        return self.log.read_text("utf-8", "replace").count("database is locked")


@contextmanager
def serving() -> Iterator[Site]:
    log = settings.DATA_DIR / "bench.log"
    command = [sys.executable, "-m", "evaluation.bench.serve"]
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener, log.open("wb") as errors:
        number = listener.fileno()
        process = subprocess.Popen(
            [*command, str(number)], cwd=settings.BASE_DIR, stderr=errors, pass_fds=[number]
        )
        try:
            yield Site(listener.getsockname()[1], log)
        finally:
            process.terminate()
            process.wait()


class Browser:
    """One logged-in client that keeps its connection."""

    def __init__(self, site: Site, user: User):
        login = Login()
        login.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self.link = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.headers = {"Cookie": f"{name}={login.cookies[name].value}; csrftoken={TOKEN}"}
        self.post_headers = self.headers | {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "X-CSRFToken": TOKEN,
        }

    def get(self, path: str) -> bytes:
        return self.answer("GET", path, None, self.headers)

    def post(self, path: str, message: dict) -> dict:
        return json.loads(self.answer("POST", path, json.dumps(message), self.post_headers))

    def answer(self, method: str, path: str, body: str | None, headers: dict) -> bytes:
        """The body of the answer; raises RuntimeError for anything but 200, for then we measure an error page."""
        self.link.request(method, path, body, headers)
        response = self.link.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:200].decode(errors='replace')}")
        return content
