"""The life of an own standard as one table (T/CSSG 001.2 10.2–10.7; life cycle §5.2): from which state which step
leads where, whose hands it needs, and what it demands. Reading only: `services.lifecycle.take_step` takes a step.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from gridgov.organizations.models import Role
from gridgov.records.models import Verb

from . import demands
from .demands import Demand, Kind, Missing
from .models import Standard

Stage, Status = Standard.Stage, Standard.Status
# Hands beside the roles: people of the 起草部门, and of a 实施部门 (`permissions.hands_of`).
DRAFTERS, IMPLEMENTERS = "drafters", "implementers"
HANDS = {DRAFTERS: "起草部门", IMPLEMENTERS: "实施部门", **{role.value: role.label for role in Role}}
PLANNERS = (Role.REPRESENTATIVE, Role.COMMITTEE)
APPROVERS = (Role.AUTHORIZER, Role.COMMITTEE)
WRITERS = (DRAFTERS, Role.OFFICE)


class State(TextChoices):
    """Where an own standard stands on a day: what was decided, and what the calendar made of it."""

    PLANNED = "planned", "计划"
    DRAFTING = "drafting", "起草"
    REVIEWING = "reviewing", "审查"
    SUBMITTED = "submitted", "报批"
    APPROVED = "approved", "已批准"
    UPCOMING = "upcoming", "即将实施"
    IN_FORCE = "in_force", "现行"
    IN_REVIEW = "in_review", "复审"
    REPLACED = "replaced", "被代替"
    WITHDRAWN = "withdrawn", "废止"
    ABANDONED = "abandoned", "终止"


PUBLISHED = frozenset({State.UPCOMING, State.IN_FORCE, State.IN_REVIEW, State.REPLACED, State.WITHDRAWN})


@dataclass(frozen=True)
class Step:
    """One step. `roles` are the hands it needs, `facts` what `take_step` must be told, `page` its own page, if any.

    `target` None leaves the stage as it is. `unless` says why a standard in the right state does not take this
    step at all; `demands` what it still has to get. Both are asked again under the lock.
    """

    label: str
    verb: str
    sources: frozenset[State]
    target: State | None
    roles: tuple[str, ...]
    clause: str
    guidance: str
    unless: Demand = demands.nothing
    demands: tuple[Demand, ...] = ()
    facts: tuple[str, ...] = ()
    page: str = ""

    @property
    def stage(self) -> str | None:
        """The stored stage afterwards; None when it stays."""
        if self.target is None:
            return None
        return Stage.PUBLISHED if self.target in PUBLISHED else Stage(self.target.value)

    @property
    def documents(self) -> tuple[str, ...]:
        """Kinds of the files it demands."""
        return tuple(kind for demand in self.demands for kind in getattr(demand, "kinds", ()))


def states(*names: State) -> frozenset[State]:
    return frozenset(names)


STEPS: dict[str, Step] = {
    "approve_plan": Step(
        label="批准计划",
        verb=Verb.APPROVE_PLAN,
        sources=states(State.PLANNED),
        target=State.PLANNED,
        roles=PLANNERS,
        clause="12 a）",
        guidance="由管理者代表或标准化管理委员会批准制修订计划，起草部门才能开始。",
        unless=demands.plan_is_approved,
        demands=(demands.plan_entry,),
    ),
    "start": Step(
        label="开始起草",
        verb=Verb.START,
        sources=states(State.PLANNED),
        target=State.DRAFTING,
        roles=WRITERS,
        clause="10.2.1",
        guidance="计划批准、四个方面的信息收集齐全后，由起草部门开始起草。",
        demands=(demands.approved_plan, demands.collected_information),
    ),
    "submit": Step(
        label="送审",
        verb=Verb.SUBMIT,
        sources=states(State.DRAFTING),
        target=State.REVIEWING,
        roles=WRITERS,
        clause="10.2.2、10.4",
        guidance="起草部门把标准草案和编制说明送交标准化管理办公室，开始一轮审查。",
        unless=demands.draft_is_unplanned,
        demands=(
            demands.collected_information,
            demands.renewed_draft,
            demands.document(Kind.EXPLANATION),
        ),
    ),
    "finalize": Step(
        label="定稿报批",
        verb=Verb.FINALIZE,
        sources=states(State.REVIEWING),
        target=State.SUBMITTED,
        roles=(Role.OFFICE,),
        clause="10.4、10.5",
        guidance="意见表全部返回、意见逐条处理后定稿，报组织授权人或标准化管理委员会批准。",
        demands=(
            demands.returned_opinions,
            demands.meeting_minutes,
            demands.document(Kind.TEXT),
            demands.summary_of_opinions,
        ),
    ),
    "return": Step(
        label="退回修改",
        verb=Verb.RETURN,
        sources=states(State.REVIEWING),
        target=State.DRAFTING,
        roles=(Role.OFFICE,),
        clause="10.4",
        guidance="退回起草部门修改，结束这一轮审查：已签署的意见保留，没有返回的意见表收回。",
        facts=("reason",),
    ),
    "approve": Step(
        label="批准",
        verb=Verb.APPROVE,
        sources=states(State.SUBMITTED),
        target=State.APPROVED,
        roles=APPROVERS,
        clause="10.5",
        guidance="由组织授权人或标准化管理委员会批准；起草人不能批准。批准年份是编号的年代号。",
        demands=(demands.document(Kind.TEXT, Kind.APPROVAL),),
        facts=("approver", "approved_on"),
    ),
    "decline": Step(
        label="不予批准",
        verb=Verb.DECLINE,
        sources=states(State.SUBMITTED),
        target=State.DRAFTING,
        roles=APPROVERS,
        clause="10.5",
        guidance="写明理由，退回起草部门修改后重新送审。",
        facts=("reason",),
    ),
    "publish": Step(
        label="编号并发布",
        verb=Verb.PUBLISH,
        sources=states(State.APPROVED),
        target=State.UPCOMING,
        roles=(Role.OFFICE,),
        clause="10.5、10.6",
        guidance="由标准化管理办公室编号、发布：在同一类中取下一个顺序号，修订沿用原编号。编号发布后不能更改。",
        demands=(
            demands.numbering_leaf,
            demands.implementing_departments,
            demands.document(Kind.TEXT, Kind.APPROVAL),
            demands.standing_edition,
        ),
        facts=("issued_on", "effective_on"),
    ),
    "revoke": Step(
        label="撤回批准",
        verb=Verb.RETURN,
        sources=states(State.APPROVED),
        target=State.SUBMITTED,
        roles=APPROVERS,
        clause="10.5",
        guidance="批准日期、批准人有误，或批准后发现问题时，编号发布之前可以撤回，退回报批重新办理。",
        facts=("reason",),
    ),
    "enter_published": Step(
        label="补录发布",
        verb=Verb.PUBLISH,
        sources=states(State.DRAFTING),
        target=State.IN_FORCE,
        roles=(Role.OFFICE,),
        clause="10.6",
        guidance="只用于使用本系统之前已经编号发布的标准：登记原有的编号、批准和发布情况。",
        unless=demands.draft_is_planned,
        demands=(
            demands.numbering_leaf,
            demands.implementing_departments,
            demands.document(Kind.TEXT, Kind.APPROVAL),
        ),
        facts=("taken_over", "approver", "approved_on", "issued_on", "effective_on"),
    ),
    "plan": Step(
        label="列入计划",
        verb=Verb.PLAN,
        sources=states(State.DRAFTING),
        target=State.PLANNED,
        roles=(Role.OFFICE,),
        clause="12 a）",
        guidance="没有计划就登记的草案，要新制定时先列入制修订计划，再按程序办理。",
        unless=demands.draft_is_planned,
        facts=("plan_reason", "due_on"),
    ),
    "review": Step(
        label="发起复审",
        verb=Verb.REVIEW,
        sources=states(State.IN_FORCE),
        target=None,
        roles=(Role.OFFICE,),
        clause="10.7",
        guidance="实施之日或上次确认起不超过三年复审一次，看内容、指标是否仍适用。",
        unless=demands.ending,
        page="review-start",
    ),
    "confirm": Step(
        label="确认",
        verb=Verb.CONFIRM,
        sources=states(State.IN_REVIEW),
        target=None,
        roles=(Role.OFFICE, Role.COMMITTEE),
        clause="10.7 a）",
        guidance="内容不作修改，仍能适应当前需要：编号和年代号不变，复审期限重新计算。",
        unless=demands.ending,
        demands=(demands.review_opinion,),
        page="review",
    ),
    "amend": Step(
        label="申请修改",
        verb=Verb.REQUEST,
        sources=states(State.IN_FORCE, State.IN_REVIEW),
        target=None,
        roles=WRITERS,
        clause="10.7 b）",
        guidance="少量修改、补充由起草部门申请，办公室确认后发修改单：编号和年代号不变。",
        unless=demands.ending,
        facts=("department", "reason", "content"),
        page="amendment-new",
    ),
    "revise": Step(
        label="申请修订",
        verb=Verb.REQUEST,
        sources=states(State.IN_FORCE, State.IN_REVIEW),
        target=None,
        roles=(*WRITERS, IMPLEMENTERS),
        clause="10.3.2、10.7 c）",
        guidance="需要大量修改时申请修订：办公室立项，沿用原编号、换年代号，新版实施前原版继续有效。",
        unless=demands.ending,
        facts=("department", "trigger", "reason"),
        page="revision-new",
    ),
    "withdraw": Step(
        label="废止",
        verb=Verb.WITHDRAW,
        sources=states(State.IN_REVIEW),
        target=None,
        roles=APPROVERS,
        clause="10.7 d）",
        guidance="由标准化管理委员会或组织授权人依据复审结论废止：编号同时废止，不再使用。",
        unless=demands.ending,
        demands=(demands.review_opinion, demands.document(Kind.WITHDRAWAL)),
        facts=("reason",),
        page="review",
    ),
    "correct": Step(
        label="更正",
        verb=Verb.CORRECT,
        sources=PUBLISHED,
        target=None,
        roles=(Role.OFFICE,),
        clause="14",
        guidance="只用于录入差错，写明理由；内容变动请修改或修订。",
        facts=("values", "reason"),
        page="standard-correct",
    ),
    "abandon": Step(
        label="终止",
        verb=Verb.ABANDON,
        sources=states(State.PLANNED, State.DRAFTING, State.REVIEWING, State.APPROVED),
        target=State.ABANDONED,
        roles=(Role.REPRESENTATIVE,),
        clause="12",
        guidance="由管理者代表终止，不再制定；记录保留，不能恢复。",
        unless=demands.publishable,
        facts=("reason",),
    ),
}
# Neither leads on.
ASIDE = ("correct", "abandon")


def state_of(standard: Standard, *, on: date) -> State:
    """Where the own standard stands on a day; its `reviews` may be prefetched for lists."""
    if standard.stage != Stage.PUBLISHED:
        return State(standard.stage)
    state = State(standard.status(on).value)
    reviewed = state == State.IN_FORCE and any(review.is_open for review in standard.reviews.all())
    return State.IN_REVIEW if reviewed else state


def steps_from(state: State) -> list[str]:
    """Names of the steps that lead on from a state, in the order of the table."""
    return [name for name, step in STEPS.items() if state in step.sources]


def open_steps(standard: Standard, *, on: date) -> list[str]:
    """The steps this standard can take, whoever may; the next right one first, 更正 and 终止 at the end."""
    names = steps_from(state_of(standard, on=on)) if standard.is_own else []
    return [name for name in names if not list(STEPS[name].unless(standard))]


def next_step(standard: Standard, *, on: date) -> str:
    """The next right step, "" when only the calendar goes on."""
    return next((name for name in open_steps(standard, on=on) if name not in ASIDE), "")


def what_is_missing(standard: Standard, step: str) -> list[Missing]:
    """All that stands against the step or that it demands and the standard lacks, with the page that mends it."""
    known = STEPS[step]
    return [missing for demand in (known.unless, *known.demands) for missing in demand(standard)]


def missing_for(standard: Standard, step: str) -> list[str]:
    """The same as sentences."""
    return [missing.words for missing in what_is_missing(standard, step)]
