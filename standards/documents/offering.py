"""Which papers of a standard can be made now, about which of its rows, and why another cannot yet."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from gridgov.keys import read_key

from ..models import OpinionForm, ReviewRound, Standard, StandardDocument
from ..permissions import can_read_opinions, can_read_whole, can_write, is_drafting
from .catalogue import BY_KIND, Paper

Kind = StandardDocument.Kind
UNSIGNED = "签署自己的审定意见表之后，才能看其他人的意见。"


@dataclass(frozen=True)
class Offer:
    """A paper about a row: what the page calls it, the query of its address, what stands against making it now."""

    paper: Paper
    subject: object
    words: str
    query: str = ""
    gap: str = ""
    is_draft: bool = False

    @property
    def kept_as(self) -> str:
        """The kind of document it may be kept as; a draft is none."""
        return "" if self.is_draft else self.paper.kept_as

    def links(self, standard: Standard) -> list[tuple[str, str]]:
        """(form, address) of every form the paper is had in."""
        return [
            (words, reverse("standards:paper", args=[standard.pk, self.paper.kind, ext]) + self.query)
            for ext, words in (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))
            if ext in self.paper.formats
        ]


def offers_for(user, standard: Standard) -> list[Offer]:
    """The papers the user can have of a standard now, in the order of its life."""
    found = [
        of_standard(user, standard, "explanation"),
        *of_rounds(user, standard),
        of_standard(user, standard, "notice"),
    ]
    found += [of_row(standard, "review", each) for each in standard.reviews.all()]
    found += [of_row(standard, "amendment", each) for each in standard.amendments.all()]
    found += [of_standard(user, standard, kind) for kind in ("withdrawal", "card")]
    return [offer for offer in found if not offer.gap]


def of_standard(user, standard: Standard, kind: str) -> Offer:
    paper, gap = BY_KIND[kind], gap_of_standard(standard, kind)
    if kind == "card" and not can_read_whole(user, standard):
        gap = UNSIGNED
    is_draft = kind == "withdrawal" and standard.withdrawn_on is None
    words = f"{paper.title}{'（拟稿）' if is_draft else ''}"
    return Offer(paper, standard, words, gap=gap, is_draft=is_draft)


def gap_of_standard(standard: Standard, kind: str) -> str:
    """Why a paper about the standard itself cannot be made; "" when it can."""
    if kind == "notice" and not (standard.is_own and standard.is_published):
        return "自制标准发布后才有发布通知。"
    if kind == "withdrawal" and not (standard.withdrawn_on or has_opinion(standard)):
        return "标准没有废止，也没有复审意见，不用废止通知。"
    if kind == "explanation" and not standard.is_own:
        return "编制说明只用于自制标准。"
    return ""


def has_opinion(standard: Standard) -> bool:
    """A 复审 waits for its conclusion: whoever proposes 废止 hands in the notice with it (10.7 d)."""
    return any(review.is_open and review.opinion for review in standard.reviews.all())


def of_rounds(user, standard: Standard) -> list[Offer]:
    found = []
    for round in standard.rounds.all():
        for kind in ("opinion-form", "opinions", "sign-in", "minutes"):
            found.append(of_round(user, standard, kind, round))
    return found


def of_round(user, standard: Standard, kind: str, round: ReviewRound) -> Offer:
    paper, blank = BY_KIND[kind], kind == "opinion-form"
    subject = OpinionForm(round=round) if blank else round
    words = f"{paper.title}{'（空白）' if blank else ''}，{round}"
    query = "?" + urlencode({"round": round.number})
    return Offer(paper, subject, words, query, gap_of_round(user, kind, round))


def gap_of_round(user, kind: str, round: ReviewRound) -> str:
    if kind in ("sign-in", "minutes") and round.method != ReviewRound.Method.MEETING:
        return f"{round}不是会审，没有签到表和会议纪要。"
    if kind in ("opinions", "minutes") and not can_read_opinions(user, round):
        return UNSIGNED
    return ""


def of_form(user, form: OpinionForm) -> Offer:
    """The form of one reviewer: read as on its page."""
    standard, query = form.round.standard, "?" + urlencode({"form": form.pk})
    own = form.reviewer_id == user.pk
    may = own or can_write(user, standard) or (form.is_signed and is_drafting(user, standard))
    gap = "" if may else "别人的审定意见表由标准化管理办公室和起草部门查看。"
    return Offer(BY_KIND["opinion-form"], form, f"{form}", query, gap)


def of_row(standard: Standard, kind: str, row) -> Offer:
    """A 复审 or a 修改单."""
    paper, query = BY_KIND[kind], "?" + urlencode({kind: row.pk})
    gap = "修改单确认后才有编号，现在还不能生成。" if kind == "amendment" and not row.number else ""
    words = f"第 {row.number} 号修改单" if kind == "amendment" else f"复审记录，{row.started_on}"
    return Offer(paper, row, words, query, gap)


def find_offer(user, standard: Standard, kind: str, query) -> Offer | None:
    """The paper that an address asks for; None when there is no such paper or no such row of this standard.

    `query` names the row: `round` by its number, `form`, `review`, `amendment` by key.
    """
    paper = BY_KIND.get(kind)
    if paper is None or paper.about == "version":
        return None
    if paper.about == "standard":
        return of_standard(user, standard, kind)
    if kind == "opinion-form" and "form" in query:
        forms = OpinionForm.objects.filter(round__standard=standard, recalled_at=None)
        return make(lambda form: of_form(user, form), forms.select_related("round__standard"), query["form"])
    if paper.about in ("round", "form"):
        round = standard.rounds.filter(number=read_key(query.get("round", ""))).first()
        return round and of_round(user, standard, kind, round)
    rows = {"review": standard.reviews, "amendment": standard.amendments}[kind]
    return make(lambda row: of_row(standard, kind, row), rows, query.get(kind, ""))


def make(offer, rows, key: str) -> Offer | None:
    row = rows.filter(pk=read_key(key)).first()
    return offer(row) if row else None


def lacks_notice(standard: Standard) -> bool:
    """Published here, and the notice that publishing makes is not among its documents: printing failed then.

    What was published before this system was used has no plan in it, and its notice on paper.
    """
    if not (standard.is_own and standard.is_published and standard.planned_on):
        return False
    return not standard.documents.kept().filter(kind=Kind.NOTICE).exists()


def papers_context(user, standard: Standard) -> dict:
    """What the section 「文件」 of the standard's page shows."""
    return {
        "papers": [(offer, offer.links(standard)) for offer in offers_for(user, standard)],
        "lacks_notice": lacks_notice(standard),
        "can_archive": can_read_whole(user, standard),
    }
