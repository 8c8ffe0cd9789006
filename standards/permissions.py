"""Who may write in the registry: the 标准化管理办公室 of that very organisation (T/CSSG 001.2 8.3).

The predicates say what a person may do to a standard in its present state.
"""

from django.db.models import Q
from django.utils import timezone

from gridgov.organizations.models import Organization, Role, User
from gridgov.records.models import Event, Verb

from .lifecycle import APPROVERS, DRAFTERS, HANDS, IMPLEMENTERS, STEPS, State, state_of
from .models import (
    Amendment,
    OpinionForm,
    PeriodicReview,
    ReviewRound,
    RevisionRequest,
    Standard,
    StandardDocument,
    SystemVersion,
)
from .names import names_in

Stage, Kind = Standard.Stage, StandardDocument.Kind


def can_edit_registry(user: User, organization: Organization | int) -> bool:
    """May enter, correct, publish and attach in the registry of exactly this organisation."""
    return user.has_role(organization, Role.OFFICE)


def can_write(user: User, standard: Standard) -> bool:
    """May write to this standard, whatever state it is in; what the state allows is asked below."""
    return can_edit_registry(user, standard.organization_id)


def can_edit(user: User, standard: Standard) -> bool:
    """Plans, drafts, what is adopted; what is published of one's own is corrected with a reason."""
    settled = standard.is_own and standard.stage in (Stage.PUBLISHED, Stage.ABANDONED)
    return can_write(user, standard) and not settled


def can_correct(user: User, standard: Standard) -> bool:
    return can_write(user, standard) and standard.is_own and standard.is_published


def can_withdraw(user: User, standard: Standard) -> bool:
    """The office takes what is adopted out of the system; one's own ends by its review (10.7 d)."""
    may = can_write(user, standard) and not standard.is_own
    return may and standard.is_published and standard.withdrawn_on is None


def hands_of(user: User, standard: Standard) -> set[str]:
    """The user's roles in the organisation of the standard, and the part of the own department in it."""
    hands = {role for key, role in user.held_roles if key == standard.organization_id}
    if is_drafting(user, standard):
        hands.add(DRAFTERS)
    if is_implementing(user, standard):
        hands.add(IMPLEMENTERS)
    return hands


def is_implementing(user: User, standard: Standard) -> bool:
    """Works in a 实施部门 of the standard."""
    posted = user.has_role(standard.organization_id, Role.DEPARTMENT, Role.OFFICER)
    return posted and standard.departments.filter(pk=user.department_id).exists()


def has_drafted(user: User, standard: Standard) -> bool:
    """Named among the drafters, or began the draft or sent it in: who did cannot approve (life cycle §5.1)."""
    if user.name in names_in(standard.drafters):
        return True
    done = Event.objects.about(standard).filter(verb__in=[Verb.START, Verb.SUBMIT])
    return done.filter(actor=user).exists()


def has_hand_in(user: User, standard: Standard, step: str) -> bool:
    """Whether the step is this user's to take, whatever the state."""
    return bool(hands_of(user, standard) & set(STEPS[step].roles))


def refusal_to_take(user: User, standard: Standard, step: str) -> str:
    """Why the user cannot take the step now, as a sentence; "" when nothing but its demands may stand against it."""
    known = STEPS[step]
    if not standard.is_own:
        return f"“{standard}”不是自制标准，不经过制定程序，不能“{known.label}”。"
    if not has_hand_in(user, standard, step):
        whose = "、".join(HANDS[role] for role in known.roles)
        return f"只有本组织的{whose}可以“{known.label}”。"
    state = state_of(standard, on=timezone.localdate())
    if state not in known.sources:
        wanted = "、".join(source.label for source in State if source in known.sources)
        return f"“{standard}”现在的状态是“{state.label}”，只有状态为“{wanted}”的标准可以“{known.label}”。"
    if known.roles == APPROVERS and state == State.SUBMITTED and has_drafted(user, standard):
        return f"您参加了“{standard.title}”的起草，不能“{known.label}”：起草与批准应分开。"
    return ""


def can_take(user: User, standard: Standard, step: str) -> bool:
    """The right hands and the right state; what is still missing is asked of `lifecycle.missing_for`."""
    return not refusal_to_take(user, standard, step)


def can_collect(user: User, standard: Standard) -> bool:
    """10.2.1: the drafting department and the office collect information until the draft is sent in."""
    may = can_write(user, standard) or is_drafting(user, standard)
    return may and standard.is_own and standard.stage in (Stage.PLANNED, Stage.DRAFTING)


def can_attach(user: User, standard: Standard) -> bool:
    """The office always, the drafting department while it drafts."""
    return can_write(user, standard) or can_collect(user, standard)


def kinds_for(user: User, standard: Standard) -> tuple[str, ...]:
    """Which kinds of files the user may hand in: the drafting department those of drafting (10.2)."""
    return tuple(Kind) if can_write(user, standard) else (Kind.DRAFT, Kind.EXPLANATION, Kind.OTHER)


def can_adopt(user: User, standard: Standard) -> bool:
    """采用审核 of what was identified, or declined before (life cycle §5.3)."""
    waits = standard.stage in (Standard.Stage.IDENTIFIED, Standard.Stage.ABANDONED)
    return can_write(user, standard) and standard.origin == Standard.Origin.ADOPTED and waits


def can_cite(user: User, standard: Standard) -> bool:
    """May enter and take away what the standard cites; also of published ones, whose text says what they cite."""
    abandoned = standard.stage == Standard.Stage.ABANDONED
    return can_write(user, standard) and standard.origin != Standard.Origin.GUIDANCE and not abandoned


def editable_organizations(user: User):
    """Organisations whose registry the user writes, in the order of the tree."""
    return Organization.objects.filter(pk__in=user.offices)


def is_drafting(user: User, standard: Standard) -> bool:
    """Works in the 起草部门 of the standard (8.4)."""
    department = standard.drafting_department_id
    posted = user.has_role(standard.organization_id, Role.DEPARTMENT, Role.OFFICER)
    return department is not None and user.department_id == department and posted


def can_arrange_review(user: User, round: ReviewRound) -> bool:
    """10.4: the office asks the reviewers, and only while the round is open."""
    return can_write(user, round.standard) and round.is_open


def can_sign(user: User, form: OpinionForm) -> bool:
    """May fill in and sign: the reviewer alone, once, while the round is open."""
    return form.reviewer_id == user.pk and not form.is_signed and not form.recalled_at and form.round.is_open


def can_handle(user: User, round: ReviewRound) -> bool:
    """Drafting department or office; also after 退回, until the next round begins."""
    standard = round.standard
    drafting_again = round.outcome == ReviewRound.Outcome.RETURNED and standard.stage == Stage.DRAFTING
    if not (
        round.is_open or (drafting_again and not standard.rounds.filter(number__gt=round.number).exists())
    ):
        return False
    return can_write(user, standard) or is_drafting(user, standard)


def can_read_opinions(user: User, round: ReviewRound) -> bool:
    """Opinions of others are read after signing one's own; office and drafting department read all."""
    if can_write(user, round.standard) or is_drafting(user, round.standard) or not round.is_open:
        return True
    return not round.forms.filter(reviewer=user, signed_at=None, recalled_at=None).exists()


def open_round(standard: Standard) -> ReviewRound | None:
    """The round of the 审查 that has not ended."""
    return standard.rounds.filter(outcome="").first() if standard.stage == Stage.REVIEWING else None


def can_read_whole(user: User, standard: Standard) -> bool:
    """May have what holds everything there is of it: 资料卡 and archive package."""
    current = open_round(standard)
    return current is None or can_read_opinions(user, current)


def readable_documents(user: User, standard: Standard):
    """Its files for who sees the standard; the 意见汇总处理表 of an open round as `can_read_opinions` says."""
    kept, current = standard.documents.kept(), open_round(standard)
    if current is None or can_read_opinions(user, current):
        return kept
    ours = Q(round=current) | Q(round=None)
    return kept.exclude(ours, kind=Kind.OPINIONS)


def stands(standard: Standard) -> bool:
    """Published, and no end is set: what has a successor or was withdrawn is not kept up any more."""
    return standard.is_published and standard.withdrawn_on is None and standard.replaced_on is None


def can_review(user: User, standard: Standard) -> bool:
    """10.7: the office starts the 复审 of an own standard in force, unless one is open."""
    return stands(standard) and can_take(user, standard, "review")


def can_record_opinion(user: User, review: PeriodicReview) -> bool:
    """The office writes down what the reviewers found, until the review is concluded."""
    return review.is_open and can_write(user, review.standard)


def conclusions_of(user: User, standard: Standard) -> list[str]:
    """Which conclusions of a review the user decides: 废止 is the committee's or the authoriser's."""
    deciders = dict.fromkeys(PeriodicReview.Conclusion.values, STEPS["confirm"].roles)
    deciders["withdraw"] = STEPS["withdraw"].roles
    return [name for name, roles in deciders.items() if user.has_role(standard.organization_id, *roles)]


def can_conclude(user: User, review: PeriodicReview) -> bool:
    """Office and committee decide an open review, each its own conclusions."""
    return review.is_open and bool(conclusions_of(user, review.standard))


def can_amend(user: User, standard: Standard) -> bool:
    """10.7 b: the drafting department applies for a 修改单, or the office for it."""
    return stands(standard) and can_take(user, standard, "amend")


def can_request_revision(user: User, standard: Standard) -> bool:
    """10.3.2: who uses or drafted the standard applies for its revision, or the office for them."""
    return stands(standard) and can_take(user, standard, "revise")


def can_decide_amendment(user: User, amendment: Amendment) -> bool:
    """10.7 b: the office confirms, once."""
    return can_write(user, amendment.standard) and amendment.is_waiting


def can_decide_revision(user: User, request: RevisionRequest) -> bool:
    """10.3.2: applications go to the office, which decides once."""
    return can_write(user, request.standard) and not request.decision


def can_move(user: User, standard: Standard) -> bool:
    """Another class for a published own standard that stands; drafts are edited."""
    return can_write(user, standard) and standard.is_own and stands(standard)


def can_name_replaced(user: User, standard: Standard) -> bool:
    """Which standards a draft is meant to replace: office or drafting department, until it is published."""
    may = can_write(user, standard) or is_drafting(user, standard)
    return may and standard.is_own and standard.stage not in (Stage.PUBLISHED, Stage.ABANDONED)


def can_register_alias(user: User, standard: Standard) -> bool:
    """Former numbers are the office's to register, of whatever was published."""
    return can_write(user, standard) and standard.is_published


def can_prepare_version(user: User, version: SystemVersion) -> bool:
    """8.3.2: the office builds the system and writes its explanation, until the version is issued."""
    return not version.is_issued and can_edit_registry(user, version.organization_id)


def can_deliberate(user: User, version: SystemVersion) -> bool:
    """8.1.2: the committee deliberates; the office may write down what a meeting decided."""
    return not version.is_issued and user.has_role(version.organization_id, Role.COMMITTEE, Role.OFFICE)


def can_issue(user: User, version: SystemVersion) -> bool:
    """The committee or the authoriser issues; the office enters a decree signed on paper."""
    roles = (Role.COMMITTEE, Role.AUTHORIZER, Role.OFFICE)
    return not version.is_issued and user.has_role(version.organization_id, *roles)
