"""Any paper of an evaluation as a file: one layout and one context make Word and PDF."""

from dataclasses import dataclass

from gridgov.printing.pdf import PrintingError, print_pdf
from gridgov.records import media
from standards.documents.blocks import Layout
from standards.documents.pdf import layout_job
from standards.documents.word import write_layout

from ..errors import EvaluationError

WORD, PDF = "docx", "pdf"
TYPES = {WORD: media.DOCX, PDF: media.PDF}


@dataclass(frozen=True)
class Made:
    """A paper as a file."""

    name: str
    content: bytes
    media_type: str


def make(layout: Layout, context: dict, form: str, *, kind: str, title: str) -> Made:
    """The paper as `docx` or `pdf`. The context names `organization` and `day` (an ISO date) beside what it says.

    Raises EvaluationError when it cannot be printed, with what to do.
    """
    name = f"{title}.{form}".replace("/", "∕")
    if form == WORD:
        return Made(name, write_layout(layout, context), TYPES[form])
    try:
        content = print_pdf(layout_job(layout, context, kind=kind, title=title))
    except PrintingError as error:
        raise EvaluationError(error.message) from error
    return Made(name, content, TYPES[form])
