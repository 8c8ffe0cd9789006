"""What the verification page answers to whoever holds a report, without a login: nothing that is not on the paper.

The number with the first characters of the hash, or the PDF, prove that somebody holds it. Whatever does not fit a
locked result gets one and the same answer, so that nobody learns which numbers exist.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import EvaluationError
from ..exchange import sha256
from ..models import Result, Signature
from ..results.document import read_document
from ..results.standing import Standing, standing_of
from .codes import CODE_LENGTH
from .verification import Verification, figures_of, read_attached, verify_pdf, verify_record

UNKNOWN = "没有找到相符的评价结果。请核对编号和校验码；也可能不是本系统的报告，或者内容被改动过。"
NOT_PROVEN = (
    "纸面上手写的内容：签名笔迹、批注和盖章。",
    "照片、扫描件，以及用其他软件改过、另存过的 PDF 的版面。",
    "评价时看到的事实本身，如证据和问卷是否属实。",
)
BY_EYE = "纸面上的字：请将下列编号、总分和各表得分与纸面逐项核对，或上传下载的原 PDF，由系统逐字节核对。"


class UnknownReportError(EvaluationError):
    """Nothing that is asked for is a locked result of ours; the sentence is always the same."""

    def __init__(self):
        super().__init__(UNKNOWN)


@dataclass(frozen=True)
class Signer:
    """One member who signed, or has to: name, duty, when (None: not yet), whether it is for this very content."""

    name: str
    duty: str
    signed_at: object = None
    fits: bool = True


@dataclass(frozen=True)
class Proof:
    """The whole answer: what the checks found, where the result stands, who signed it, what nobody can prove."""

    result: Result
    document: dict
    verification: Verification
    standing: Standing
    signers: tuple[Signer, ...]
    not_proven: tuple[str, ...]

    @property
    def sections(self) -> tuple[tuple[str, str, int, int], ...]:
        """(code, title, score, full) of the seven tables, as they were locked."""
        return figures_of(self.document)

    @property
    def is_layout_open(self) -> bool:
        """Whether the data are ours, but not the file they came in: its pages may show anything."""
        return self.verification.holds and bool(self.verification.cautions)


def prove_code(*, number: str, code: str) -> Proof:
    """The answer for a number with at least CODE_LENGTH hex digits of its hash.

    Raises UnknownReportError where no locked result has both.
    """
    found = find(number=number, sha256__startswith=code) if len(code) >= CODE_LENGTH else None
    return answer(found, verify_record, BY_EYE)


def prove_pdf(data: bytes) -> Proof:
    """The answer for a file. Only a file with a document that we locked is read to its end.

    Raises EvaluationError when it is no report at all, UnknownReportError when its document is not ours.
    """
    return answer(find(sha256=sha256(read_attached(data))), lambda _: verify_pdf(data))


def find(**asked) -> Result | None:
    return Result.objects.filter(**asked).select_related("evaluation").first()


def answer(result: Result | None, check: Callable[[Result], Verification], *more: str) -> Proof:
    if result is None:
        raise UnknownReportError
    document = read_document(result.document)
    return Proof(
        result=result,
        document=document,
        verification=check(result),
        standing=standing_of(result),
        signers=tuple(signers_of(result, document)),
        not_proven=(*more, *NOT_PROVEN),
    )


def signers_of(result: Result, document: dict) -> list[Signer]:
    """Who signed, then who of the panel has not; nobody for a self-evaluation, which is signed on paper."""
    rows = Signature.objects.filter(result=result).select_related("participant")
    signed = [
        Signer(row.name, row.participant.get_duty_display(), row.signed_at, row.sha256 == result.sha256)
        for row in rows
    ]
    missing = [
        Signer(member["name"], member["duty"])
        for member in document.get("panel", {}).get("members", ())
        if not member["absence"] and member["name"] not in {each.name for each in signed}
    ]
    return signed + missing
