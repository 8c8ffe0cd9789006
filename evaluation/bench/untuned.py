"""The report as WeasyPrint prints it when nobody helps: whole fonts, automatic tables, garbage collection on.

Imported in the children that print; needs no Django.
"""

import time
from dataclasses import dataclass

from gridgov.printing.fonts import FACES, SOURCE
from gridgov.printing.rendering import PrintJob, print_job

from .measuring import peak_memory


@dataclass(frozen=True)
class Printed:
    """What one printing took: seconds, bytes of the PDF, MB at the highest so far (None: not known)."""

    seconds: float
    size: int
    memory: float | None


def print_ours(job: PrintJob) -> Printed:
    return observed(print_job, job)


def print_untuned(job: PrintJob) -> Printed:
    return observed(print_plainly, job)


def observed(work, job: PrintJob) -> Printed:
    begin = time.perf_counter()
    pdf = work(job)
    return Printed(time.perf_counter() - begin, len(pdf), peak_memory())


def print_plainly(job: PrintJob) -> bytes:
    """The same HTML and style sheet, as a plain PDF."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{(SOURCE / f"{name}.otf").as_uri()}"); }}'
        for family, name in FACES.items()
    )
    style = CSS(
        string=rules + job.style.replace("table-layout: fixed", "table-layout: auto"), font_config=fonts
    )
    return HTML(string=job.html).write_pdf(stylesheets=[style], font_config=fonts)
