"""HTML → PDF/A-3u, in a child process: a report never holds up scoring, and its memory is given back.

WeasyPrint stops here: nothing else of the project imports it. It may read our fonts and nothing else.
"""

import atexit
import gc
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .fonts import SOURCE, face_rules, make_faces

TASKS_PER_CHILD = 40
TIMEOUT = 120  # seconds; a report of 180 rows takes about one


@dataclass(frozen=True)
class Enclosure:
    """A file that travels inside a PDF as its source data (PDF/A-3): name, what it is, bytes."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True)
class PrintJob:
    """Everything a child needs; the same job always gives the same bytes."""

    html: str
    style: str
    fonts: Path
    identifier: str
    made_at: datetime
    attachment: Enclosure | None = None


def print_job(job: PrintJob) -> bytes:
    """Render one job here and now. Without garbage collection the layout takes about half the time."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    make_faces(job.fonts)
    fonts, fetcher = FontConfiguration(), own_files_only(job.fonts)
    style = CSS(string=face_rules(job.fonts) + job.style, font_config=fonts, url_fetcher=fetcher)
    gc.disable()
    try:
        return HTML(string=job.html, base_url="about:blank", url_fetcher=fetcher).write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            pdf_identifier=job.identifier.encode(),
            attachments=enclosed(job),
        )
    finally:
        gc.enable()
        gc.collect()


def enclosed(job: PrintJob) -> list:
    """The attachment of a job as WeasyPrint takes it."""
    from weasyprint import Attachment

    if job.attachment is None:
        return []
    return [
        Attachment(
            string=job.attachment.content,
            name=job.attachment.name,
            description=job.attachment.description,
            created=job.made_at,
            modified=job.made_at,
            relationship="Source",
        )
    ]


def own_files_only(fonts: Path):
    """A fetcher that opens font files of ours and refuses every other address with its name."""
    from weasyprint.urls import URLFetcher

    allowed = {fonts.resolve(), SOURCE.resolve()}

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            if parts.scheme != "file" or Path(unquote(parts.path)).resolve().parent not in allowed:
                raise ValueError(f"报告只能使用系统自带的字体，拒绝读取 {url}")
            return super().fetch(url, headers)

    return OwnFiles()


class Printer:
    """A child process that does `work`, started at the first report, and anew after `most` of them or should it die.

    Counted here: `max_tasks_per_child` of the pool leaves jobs that wait behind the last one waiting for ever
    (Python 3.11).
    """

    def __init__(self, work: Callable[[PrintJob], bytes], most: int = TASKS_PER_CHILD):
        self.work, self.most = work, most
        self.lock, self.pool, self.left = threading.Lock(), None, 0

    def print(self, job: PrintJob) -> bytes:
        """The PDF of a job; the same job gives the same bytes, in whatever process."""
        try:
            future = self.submit(job)
        except OSError:
            # A container without a writable /dev/shm can have no child; then the report is printed here.
            return self.work(job)
        try:
            return future.result(timeout=TIMEOUT)
        except BrokenProcessPool:
            self.left = 0
            return self.submit(job).result(timeout=TIMEOUT)

    def submit(self, job: PrintJob) -> Future:
        with self.lock:
            if self.left < 1:
                self.retire()
                self.pool, self.left = ProcessPoolExecutor(1, mp_context=get_context("spawn")), self.most
            self.left -= 1
            return self.pool.submit(self.work, job)

    def retire(self) -> None:
        """Let the child go once it has done what it was given."""
        if self.pool is not None:
            self.pool.shutdown(wait=False)

    def close(self) -> None:
        with self.lock:
            if self.pool is not None:
                self.pool.shutdown(wait=False, cancel_futures=True)
            self.pool, self.left = None, 0


printer = Printer(print_job)
atexit.register(printer.close)
