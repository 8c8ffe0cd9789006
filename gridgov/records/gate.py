"""The write gate of SQLite: writers queue for one lock instead of polling the database's own.

SQLite lets one transaction write; its busy wait is a sleep of growing length, so under many writers some wait long.
The gate is a lock of the threads in this process and a `flock` between processes. It orders, nothing more: what
must be true is kept by the database, with or without the gate. A killed process lets go of both.
"""

import os
import threading
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

try:
    import fcntl
except ImportError:  # not on Windows, where one process serves
    fcntl = None

threads = threading.Lock()
files: dict[int, object] = {}


@contextmanager
def write_gate():
    """Hold the gate around one write transaction; enters at once on PostgreSQL and inside a transaction.

    Inside a transaction the database's lock may be held already: waiting for the gate then could wait for somebody
    who waits for us.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with threads, locked_file():
        yield


@contextmanager
def locked_file():
    """The lock between processes; each process opens the file itself, for a lock belongs to the opening."""
    if fcntl is None:
        yield
        return
    pid = os.getpid()
    if pid not in files:
        # Kept open while the process lives; the system closes it, and frees the lock, however that ends.
        files[pid] = os.open(settings.DATA_DIR / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(files[pid], fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(files[pid], fcntl.LOCK_UN)
