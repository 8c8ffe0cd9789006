"""The report of a locked result: PDF/A-3 with the canonical JSON inside, and checking one again."""

from .report import report_pdf
from .verification import Verification, verify_pdf

__all__ = ["Verification", "report_pdf", "verify_pdf"]
