"""Reading the 审查: who was asked, who answered, the opinions in the order of the clauses (T/CSSG 001.2 10.4)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from gridgov.organizations.models import Role, RoleAssignment, User
from gridgov.records.models import Event, Verb

from .clauses import clause_key
from .models import Opinion, OpinionForm, ReviewRound, Standard, StandardDocument
from .names import names_in

Kind = StandardDocument.Kind
NOTHING_SENT = "还没有发出审定意见表：请选择审查方式和审查人员，发出意见表。"
WAITING = Q(signed_at=None, recalled_at=None, round__outcome="")
# 审查的重点, as 10.4 prints them; field of the form → words.
CHECK_LIST = {
    "purpose": "a）标准是否符合、达到预定的目的和要求",
    "lawful": "b）内容是否与法律、法规、强制性标准要求保持一致",
    "coordinated": "c）与有关国际标准和国外先进标准是否协调",
    "formatted": "d）内容和格式是否符合本标准的规定",
}
# What a reviewer reads besides the form (10.2.2), and what a round leaves behind.
UNDER_REVIEW = [Kind.DRAFT, Kind.EXPLANATION]
LEFT_BEHIND = [Kind.MINUTES, Kind.SIGN_IN, Kind.OPINIONS]


@dataclass(frozen=True)
class Counts:
    """Figures of one round; `waiting` and `overdue` are forms, the rest of the second line opinions."""

    sent: int
    signed: int
    overdue: int
    opinions: int
    unhandled: int

    @property
    def waiting(self) -> int:
        return self.sent - self.signed


@dataclass(frozen=True)
class FormLine:
    """One reviewer of a round as the round's page lists him."""

    form: OpinionForm
    late: bool
    unanswered: bool

    @property
    def returned_on(self) -> date | None:
        return returned_on(self.form)


@dataclass(frozen=True)
class RoundLine:
    """One round on the standard's page, with the files that belong to it."""

    round: ReviewRound
    counts: Counts
    documents: list[StandardDocument]


def drafters_among(standard: Standard, users) -> set[int]:
    """Keys of those who are named among the 起草人, or began the draft or sent it in."""
    names = names_in(standard.drafters)
    done = Event.objects.about(standard).filter(verb__in=[Verb.START, Verb.SUBMIT])
    acted = set(done.values_list("actor_id", flat=True))
    return {user.pk for user in users if user.name in names or user.pk in acted}


def eligible_reviewers(standard: Standard):
    """Active users with a role in exactly this organisation, 审查人员 first; drafters are told apart later."""
    posts = RoleAssignment.objects.filter(organization=standard.organization_id, user=OuterRef("pk"))
    users = User.objects.filter(Exists(posts), is_active=True).select_related("department")
    first = Case(When(Exists(posts.filter(role=Role.REVIEWER)), then=Value(0)), default=Value(1))
    return users.annotate(rank=first).order_by("rank", "department__order", "name", "pk")


def live_forms(round: ReviewRound):
    """The forms of a round that were not taken back."""
    return round.forms.filter(recalled_at=None)


def checks_of(form: OpinionForm) -> list[tuple[str, str]]:
    """The check list of 10.4 with the reviewer's answers."""
    return [(words, getattr(form, f"get_{name}_display")()) for name, words in CHECK_LIST.items()]


def returned_on(form: OpinionForm) -> date | None:
    return timezone.localtime(form.signed_at).date() if form.signed_at else None


def is_late(form: OpinionForm, due_on: date | None, today: date) -> bool:
    """Returned after the due day, or not returned and the day is over."""
    return due_on is not None and (returned_on(form) or today) > due_on


def lines_of(round: ReviewRound, today: date) -> list[FormLine]:
    """Every form ever sent in the round, those taken back too, in the order of sending."""
    forms = round.forms.select_related("reviewer__department").prefetch_related("opinions")
    end = round.closed_on or today
    return [
        FormLine(form, not form.recalled_at and is_late(form, round.due_on, end), is_unanswered(form))
        for form in forms
    ]


def summary_of(round: ReviewRound) -> list[Opinion]:
    """意见汇总: the opinions of the signed forms, in the order of the clauses."""
    opinions = Opinion.objects.filter(
        form__round=round, form__signed_at__isnull=False, form__recalled_at=None
    )
    rows = opinions.select_related("form__reviewer__department", "handled_by").order_by(
        "form__signed_at", "pk"
    )
    return sorted(rows, key=lambda opinion: clause_key(opinion.clause))


def remarks_of(lines: list[FormLine]) -> list[OpinionForm]:
    """Signed forms that say something about the whole."""
    return [line.form for line in lines if line.form.is_signed and line.form.remark]


def counts_of(forms: list[OpinionForm], due_on: date | None, today: date) -> Counts:
    """Figures of the forms of a round, with their `opinions` prefetched; what was taken back does not count."""
    live = [form for form in forms if form.recalled_at is None]
    signed = [form for form in live if form.is_signed]
    opinions = [opinion for form in signed for opinion in form.opinions.all()]
    return Counts(
        sent=len(live),
        signed=len(signed),
        overdue=sum(not form.is_signed and is_late(form, due_on, today) for form in live),
        opinions=len(opinions),
        unhandled=sum(not opinion.handling for opinion in opinions),
    )


def rounds_of(standard: Standard, documents, today: date) -> list[RoundLine]:
    """All rounds, the latest first, in a constant number of queries; `documents` are those the user may read."""
    rounds = standard.rounds.prefetch_related("forms__opinions").order_by("-number")
    files: dict[int | None, list] = {}
    for document in documents:
        files.setdefault(document.round_id, []).append(document)
    return [
        RoundLine(
            each,
            counts_of(list(each.forms.all()), each.due_on, each.closed_on or today),
            files.get(each.pk, []),
        )
        for each in rounds
    ]


def reviewing_context(standard: Standard, documents) -> dict:
    """What the standard's page shows of its rounds; `documents` as the page shows them."""
    today = timezone.localdate()
    return {"review_rounds": rounds_of(standard, documents, today) if standard.is_own else []}


def of_round(round: ReviewRound) -> Q:
    """Files that belong to the round; what an open round will leave behind is noted on it when it ends."""
    ours = Q(round=round)
    return ours | Q(round=None, kind__in=LEFT_BEHIND) if round.is_open else ours


def documents_for(form: OpinionForm):
    """What the reviewer of this form may open: draft and 编制说明 of its round, and nothing else of the standard."""
    if form.recalled_at:
        return StandardDocument.objects.none()
    kept = form.round.standard.documents.kept().filter(round=form.round, kind__in=UNDER_REVIEW)
    return kept.select_related("attachment")


def forms_asked_of(user: User):
    """Forms ever sent to the user, with what their list names."""
    forms = OpinionForm.objects.filter(reviewer=user)
    return forms.select_related("round__standard__organization", "round__standard__node")


def forms_to_fill(user: User):
    """Forms that wait for the user, the most urgent first."""
    waiting = forms_asked_of(user).filter(WAITING)
    return waiting.order_by("round__due_on", "pk")


def forms_done(user: User):
    """Forms signed or taken back, the latest first."""
    return forms_asked_of(user).exclude(WAITING).order_by("-pk")


def reviewing_gaps(round: ReviewRound) -> list[str]:
    """What still stands between this round and 报批, a sentence each (10.4; life cycle §5.2)."""
    return [*form_gaps(round), *meeting_gaps(round)]


def form_gaps(round: ReviewRound) -> list[str]:
    """意见表 were sent, all came back signed, every opinion was handled, every 不同意 answered in words."""
    forms = list(live_forms(round).select_related("reviewer").prefetch_related("opinions"))
    if not forms:
        return [NOTHING_SENT]
    late = [str(form.reviewer) for form in forms if not form.is_signed]
    signed = [form for form in forms if form.is_signed]
    unhandled = sum(not opinion.handling for form in signed for opinion in form.opinions.all())
    gaps = []
    if late:
        gaps.append(f"还有 {len(late)} 份审定意见表没有返回：{'、'.join(late)}。请催办，或收回意见表。")
    if unhandled:
        gaps.append(f"还有 {unhandled} 条意见没有处理：请逐条填写处理结果。")
    if unanswered := sum(is_unanswered(form) for form in signed):
        # Other reviewers read this before they sign: it does not say who disagrees.
        gaps.append(f"还有 {unanswered} 份审定意见表，要在其意见的处理说明中写明如何处理。")
    return gaps


def is_unanswered(form: OpinionForm) -> bool:
    """Somebody disagrees, and no word says what became of it, whether the opinions were taken or not."""
    disagrees = form.is_signed and form.conclusion == OpinionForm.Conclusion.DISAGREE
    return disagrees and not any(opinion.response for opinion in form.opinions.all())


def meeting_gaps(round: ReviewRound) -> list[str]:
    """会审: its day, its minutes, written here or as a file, and who signed in."""
    if round.method != ReviewRound.Method.MEETING:
        return []
    kinds = set(round.standard.documents.kept().filter(of_round(round)).values_list("kind", flat=True))
    gaps = [] if round.held_on else ["还没有会审日期：请填写会审安排。"]
    if not round.minutes and Kind.MINUTES not in kinds:
        gaps.append("还没有会审的会议纪要：请填写纪要，或上传种类为“会议纪要”的附件。")
    if Kind.SIGN_IN not in kinds:
        gaps.append("还没有会审的签到表：请上传种类为“签到表”的附件。")
    return gaps
