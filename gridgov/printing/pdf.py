"""Printing with a sentence for the reader where it cannot be done."""

from concurrent.futures.process import BrokenProcessPool

from ..errors import GridgovError
from ..system_packages import missing_packages, missing_sentence
from .rendering import PrintJob, printer

TOO_LONG = "生成 PDF 的时间太长，请稍后再试。"
DIED = "生成 PDF 的进程意外中断，多半是内存不足。请稍后再试。"


class PrintingError(GridgovError):
    """No PDF: what to install, or to try again."""


def print_pdf(job: PrintJob) -> bytes:
    """The PDF of a job. Raises PrintingError where its libraries are not installed or it takes too long or dies."""
    try:
        return printer.print(job)
    except TimeoutError as error:
        raise PrintingError(TOO_LONG) from error
    except BrokenProcessPool as error:
        raise PrintingError(DIED) from error
    except OSError as error:
        # WeasyPrint did not find its libraries; everything but the PDF works without them.
        if not (missing := missing_packages()):
            raise
        raise PrintingError(f"{missing_sentence(missing)}。") from error
