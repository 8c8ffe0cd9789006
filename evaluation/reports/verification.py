"""Checking a report again, years later, from the PDF alone; and against the database where there is one.

What is proven: the data inside are written canonically, and give the recorded score when scored anew by the edition
they carry. What people read on the paper is proven only of a file whose very bytes this system handed out: anybody can
lay other figures over a page, and the words beneath stay as they were. What is not proven: who handed the paper over.
"""

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils import timezone
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from gridgov.dates import chinese_date

from ..editions import published_editions
from ..errors import EvaluationError
from ..exchange import canonical_json, sha256
from ..models import Printed, Result
from ..results.document import disagreements, read_document
from ..scoring import Scorecard
from .report import ATTACHMENT

ENCRYPTED = "这个 PDF 加了密，不是系统生成的原文件。请用下载的原文件。"
# pypdf meets a spoilt file with whatever Python raises at the place, an unknown filter with NotImplementedError.
BROKEN = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError)
LARGEST = 64 * 1024 * 1024
MOST_PAGES, LARGEST_PAGE = 300, 2 * 1024 * 1024
ALTERED = "这份文件的字节不是本系统发出的，版面（纸面上的字）不能证明。"
UNASKED = "没有数据库可查，不知道这份文件的字节是不是系统发出的，版面（纸面上的字）不能证明。"


@dataclass(frozen=True)
class Verification:
    """What a check found: `proven` and `failed` are sentences; `summary` names the report. Holds when none failed.

    `cautions` say why a file that holds may still show other words on its pages; `figures` (code, title, score, full)
    are what counts then.
    """

    summary: str
    proven: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    figures: tuple[tuple[str, str, int, int], ...] = ()

    @property
    def holds(self) -> bool:
        return not self.failed


def verify_pdf(data: bytes) -> Verification:
    """Check a report. Raises EvaluationError with a sentence when the file is no report of ours at all."""
    text, content = read_pdf(data)
    document = read_document(content)
    try:
        found = Verification(summary_of(document), figures=figures_of(document))
        check_bytes(data, document, found)
        check_content(content, found)
        check_edition(document, found)
        check_print(text, document, sha256(content), found)
    except (KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"评价数据不完整，少了或写错了 {error}。请用系统生成的原文件。") from error
    check_database(document, content, found)
    return found


def verify_record(result: Result) -> Verification:
    """Check the record of a locked result, for whoever holds its paper and no file."""
    content = result.document.encode()
    document = read_document(content)
    found = Verification(summary_of(document))
    if sha256(content) != result.sha256:
        found.failed.append("本系统记录的内容与它的校验码不符。")
    else:
        found.proven.append("编号和校验码与本系统锁定的记录相符，记录的内容没有改动。")
    check_content(content, found)
    check_edition(document, found)
    return found


def summary_of(document: dict) -> str:
    """Whose report this is and what it says, in one line."""
    result, evaluation = document["result"], document["evaluation"]
    return (
        f"{document['organization']['name']} {evaluation['year']} 年度{evaluation['kind']}，"
        f"编号 {document['number']}，总分 {result['total']}，{result['verdict']}"
    )


def figures_of(document: dict) -> tuple[tuple[str, str, int, int], ...]:
    """(code, title, score, full) of the seven tables, as they are recorded."""
    figures = document["result"]["sections"]
    return tuple(
        (each["code"], each["short_title"], figures[each["code"]]["score"], figures[each["code"]]["full"])
        for each in document["scorecard"]["definition"]["sections"]
    )


def read_pdf(data: bytes) -> tuple[str, bytes]:
    """(the printed text without white space, the attached document) of a report."""
    with reading():
        reader = open_pdf(data)
        content = attached_to(reader)
        text = printed_text(reader)
    return re.sub(r"\s", "", text), content


def printed_text(reader: PdfReader) -> str:
    """The words of the pages, as long as they are such as a report of ours has: reading larger ones costs minutes."""
    if len(reader.pages) > MOST_PAGES:
        raise EvaluationError(f"文件超过 {MOST_PAGES} 页，不是评价报告。")
    words = []
    for page in reader.pages:
        drawn = page.get_contents()
        if drawn is not None and len(drawn.get_data()) > LARGEST_PAGE:
            raise EvaluationError("文件的页面内容过大，不是系统生成的原文件。")
        words.append(page.extract_text())
    return "".join(words)


def read_attached(data: bytes) -> bytes:
    """The attached document of a report alone: its pages, which cost more, are not read."""
    with reading():
        return attached_to(open_pdf(data))


@contextmanager
def reading():
    """Turn whatever a spoilt file makes pypdf raise into a sentence."""
    try:
        yield
    except DependencyError as error:
        raise EvaluationError(ENCRYPTED) from error
    except BROKEN as error:
        raise EvaluationError(
            "文件读不出来：不是完整的 PDF。请用下载的原文件，不要用打印或扫描后的文件。"
        ) from error


def open_pdf(data: bytes) -> PdfReader:
    if len(data) > LARGEST:
        raise EvaluationError("文件超过 64 MB，不是评价报告。")
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise EvaluationError(ENCRYPTED)
    return reader


def attached_to(reader: PdfReader) -> bytes:
    """The one attachment that is ours. No other is unpacked: of a small file each may become 75 MB."""
    ours = [each for each in reader.attachment_list if ATTACHMENT in (each.name, each.alternative_name)]
    if len(ours) > 1:
        raise EvaluationError("这个 PDF 里有几份评价数据，分不清哪一份是真的。请用系统生成的原文件。")
    if not ours or not (content := ours[0].content):
        raise EvaluationError("这个 PDF 里没有评价数据附件。请用系统生成的原文件，不要用打印或转换后的文件。")
    return content


def check_bytes(data: bytes, document: dict, found: Verification) -> None:
    """Whether these very bytes were handed out. Nothing else proves what people see on the pages."""
    rows = Printed.objects.filter(result__number=document["number"], sha256=sha256(data))
    try:
        kept = rows.first()
    except DatabaseError:
        found.cautions.append(UNASKED)
        return
    if kept is None:
        found.cautions.append(ALTERED)
    else:
        day = chinese_date(timezone.localtime(kept.at))
        found.proven.append(f"与本系统{day}发出的文件逐字节相同。")


def check_content(content: bytes, found: Verification) -> None:
    """The document agrees with itself: canonical, and its facts give its result."""
    wrong = disagreements(content)
    found.failed.extend(wrong)
    if not wrong:
        found.proven.append("按所附评价细则和判定重新计算，总分、各表、各项、各条得分与记录完全一致。")


def check_edition(document: dict, found: Verification) -> None:
    """The edition inside is the one published under its code, not one made up for this report."""
    code, digest = document["scorecard"]["code"], document["scorecard"]["sha256"]
    card = published_editions().get(code)
    if card is None:
        found.unknown.append(f"本系统没有评价细则 {code}，不能核对报告所附的细则。")
    elif sha256(canonical_json(card.to_dict())) == digest:
        found.proven.append(f"所附评价细则与发布的 {code} 一致。")
    else:
        found.failed.append(f"所附评价细则与发布的 {code} 不同。")


def check_print(text: str, document: dict, digest: str, found: Verification) -> None:
    """The words in the file are what the data say: hash, number, total, verdict, every table, every item.

    Missing words are a disagreement. Words that are there prove nothing of a file that may have been laid over.
    """
    expected = expected_words(document, digest)
    wrong = [name for name, words in expected.items() if re.sub(r"\s", "", words) not in text]
    found.failed.extend(f"纸面上的{name}与所附数据不一致。" for name in wrong)
    if not wrong and not found.cautions:
        found.proven.append("纸面上的校验码、编号、总分、结论、各表得分和各项得分与所附数据一致。")


def expected_words(document: dict, digest: str) -> dict[str, str]:
    """What must stand on the paper, by its name. The templates of `reports/` print exactly these words."""
    result, card = document["result"], Scorecard.from_dict(document["scorecard"]["definition"])
    words = {
        "校验码": digest,
        "报告编号": document["number"],
        "总分": f"总分{result['total']}分，满分{result['full_marks']}分",
        "结论": f"总分{result['total']}分，结论为{result['verdict']}",
    }
    for section in card.sections:
        figures = result["sections"][section.code]
        row = (section.code, section.short_title, section.full, figures["items"], section.heading_points)
        words[f"表{section.code}得分"] = "".join(map(str, (*row, figures["score"])))
    for item in card.items:
        head = f"{item.number}、{item.title}（{item.points}分）"
        words[f"{item.code}得分"] = head + result["items"][item.code]["derivation"]
    return words


def check_database(document: dict, content: bytes, found: Verification) -> None:
    """This system's own record, if it holds one. Whoever has the paper alone may have no database at all."""
    results = Result.objects.filter(number=document["number"]).values_list("sha256", flat=True)
    try:
        kept = results.first()
    except DatabaseError:
        found.unknown.append("本机还没有数据库，或者连不上，只能证明它与自身一致。")
        return
    if kept is None:
        found.unknown.append("本系统的数据库里没有这份报告，只能证明它与自身一致。")
    elif kept == sha256(content):
        found.proven.append("与本系统数据库中锁定的结果一致。")
    else:
        found.failed.append("与本系统数据库中同一编号的结果不同。")
