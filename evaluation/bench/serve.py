"""The server of the scratch installation, as `start` serves: `python -m evaluation.bench.serve DESCRIPTOR`."""

import socket
import sys

import waitress
from django.core.wsgi import get_wsgi_application

THREADS = 8


def serve(descriptor: int) -> None:
    """Answer on the listening socket inherited under this number until told to stop."""
    with socket.socket(fileno=descriptor) as listener:
        waitress.serve(get_wsgi_application(), sockets=[listener], threads=THREADS)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
