"""Printing with a sentence for the reader where it cannot be done."""

from ..errors import GridgovError
from ..system_packages import missing_packages, missing_sentence
from .rendering import PrintJob, printer

TOO_LONG = "生成 PDF 的时间太长，请稍后再试。"


class PrintingError(GridgovError):
    """No PDF: what to install, or to try again."""


def print_pdf(job: PrintJob) -> bytes:
    """The PDF of a job. Raises PrintingError where its libraries are not installed or it takes too long."""
    try:
        return printer.print(job)
    except TimeoutError as error:
        raise PrintingError(TOO_LONG) from error
    except OSError as error:
        # WeasyPrint did not find its libraries; everything but the PDF works without them.
        if not (missing := missing_packages()):
            raise
        raise PrintingError(f"{missing_sentence(missing)}。") from error
