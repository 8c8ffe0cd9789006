"""The table of life cycle §5.2, whole: every state, every step, every pair of hands."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.lifecycle import HANDS, STEPS, State, next_step, open_steps, state_of
from standards.models import Standard
from standards.permissions import can_take, has_hand_in
from standards.services.lifecycle import DOING, take_step
from tests import factories
from tests.standards import steps

TODAY = date(2026, 6, 1)
WHY = {"reason": "与上级标准重复"}
ISSUE = {"issued_on": date(2026, 5, 20), "effective_on": date(2026, 7, 1)}
APPROVAL = {"approver": "李主任", "approved_on": date(2026, 3, 2)}
TAKEN_OVER = {
    "taken_over": "Q/ALWG TG204•9-2026",
    **APPROVAL,
    "issued_on": date(2026, 3, 9),
    "effective_on": date(2026, 4, 1),
}
# Every state, and those that a plan or its approval divides.
MAKERS = {
    "unapproved": lambda city, node: steps.make_planned(city, node, planned_on=None),
    "planned": steps.make_planned,
    "paper": steps.make_paper,
    "drafting": steps.make_drafting,
    "reviewing": steps.make_reviewing,
    "submitted": steps.make_submitted,
    "approved": steps.make_approved,
    "upcoming": lambda city, node: factories.make_published(city, node, effective_on=date(2026, 7, 1)),
    "in_force": factories.make_published,
    "in_review": steps.make_in_review,
    "replaced": lambda city, node: factories.make_published(city, node, replaced_on=date(2026, 1, 1)),
    "withdrawn": lambda city, node: factories.make_published(
        city, node, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不再适用"
    ),
    "abandoned": lambda city, node: factories.make_draft(
        city, node, stage="abandoned", abandoned_on=date(2026, 1, 1), abandonment_reason="不再需要"
    ),
}
STATES = {"unapproved": "planned", "paper": "drafting"}
PUBLISHED = {"upcoming", "in_force", "in_review", "replaced", "withdrawn"}
DRAFTING, IMPLEMENTING = {"drafter", "officer"}, {"user", "drafter", "officer"}
# Step: from where, by whom, what is told, where it leads. Written from the paper, not from the code.
TABLE = {
    "approve_plan": ({"unapproved"}, {"representative", "committee"}, {}, "planned"),
    "plan": ({"paper"}, {"office"}, steps.PLAN, "planned"),
    "start": ({"planned"}, {"office", *DRAFTING}, {}, "drafting"),
    "submit": ({"drafting"}, {"office", *DRAFTING}, {}, "reviewing"),
    "finalize": ({"reviewing"}, {"office"}, {}, "submitted"),
    "return": ({"reviewing"}, {"office"}, WHY, "drafting"),
    "approve": ({"submitted"}, {"committee", "authorizer"}, APPROVAL, "approved"),
    "decline": ({"submitted"}, {"committee", "authorizer"}, WHY, "drafting"),
    "publish": ({"approved"}, {"office"}, ISSUE, "upcoming"),
    "revoke": ({"approved"}, {"committee", "authorizer"}, WHY, "submitted"),
    "enter_published": ({"paper"}, {"office"}, TAKEN_OVER, "in_force"),
    "abandon": (
        {"unapproved", "planned", "paper", "drafting", "reviewing"},
        {"representative"},
        WHY,
        "abandoned",
    ),
    "correct": (PUBLISHED, {"office"}, {**WHY, "values": {"remark": "补录"}}, None),
    "review": ({"in_force"}, {"office"}, {}, "in_review"),
    "confirm": ({"in_review"}, {"office", "committee"}, {}, "in_force"),
    "amend": ({"in_force", "in_review"}, {"office", *DRAFTING}, None, None),
    "revise": ({"in_force", "in_review"}, {"office", *IMPLEMENTING}, None, None),
    "withdraw": ({"in_review"}, {"committee", "authorizer"}, WHY, "withdrawn"),
}
# Name: the role held, and the department worked in.
CAST = {
    "nobody": ((), ""),
    "office": ((Role.OFFICE,), ""),
    "committee": ((Role.COMMITTEE,), ""),
    "representative": ((Role.REPRESENTATIVE,), ""),
    "authorizer": ((Role.AUTHORIZER,), ""),
    "drafter": ((Role.DEPARTMENT,), "drafting"),
    "officer": ((Role.OFFICER,), "drafting"),
    "user": ((Role.DEPARTMENT,), "implementing"),
    "outsider": ((Role.DEPARTMENT,), "other"),
    "colleague": ((Role.READER,), "drafting"),
    "reviewer": ((Role.REVIEWER,), ""),
    "supervisor": ((Role.SUPERVISOR,), ""),
    "administrator": ((Role.ADMINISTRATOR,), ""),
    "site_administrator": ((), ""),
    "named_authorizer": ((Role.AUTHORIZER,), ""),
    "sender": ((Role.COMMITTEE,), ""),
    "stranger": ((Role.OFFICE, Role.COMMITTEE, Role.AUTHORIZER, Role.REPRESENTATIVE), ""),
}
# Who drafted plans and decides like anybody else, but does not approve.
SAME_HANDS = {"named_authorizer": "authorizer", "sender": "committee"}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def departments(city):
    return {
        "drafting": factories.make_department(city, "综合业务科"),
        "implementing": factories.make_department(city, "为民服务科"),
        "other": factories.make_department(city, "财务保障科"),
    }


def make_row(name, city, node, departments) -> Standard:
    row = MAKERS[name](city, node)
    row.drafting_department = departments["drafting"]
    row.save()
    row.departments.set([departments["drafting"], departments["implementing"]])
    factories.make_document(row, "withdrawal", name="废止通知.pdf")
    return row


def make_actor(name, city, stranger_city, departments, row):
    roles, department = CAST[name]
    actor = factories.make_user(
        name,
        organization=stranger_city if name == "stranger" else city,
        roles=roles,
        department=departments.get(department),
        is_site_administrator=name == "site_administrator",
    )
    if name == "named_authorizer":
        Standard.objects.filter(pk=row.pk).update(drafters=f"王起草、{actor.name}")
    if name == "sender":
        Event.objects.create(
            actor=actor, verb="submit", target_type="standards.standard", target_id=str(row.pk)
        )
    row.refresh_from_db()
    return actor


def allows(step: str, state: str, actor: str) -> bool:
    sources, hands, _, _ = TABLE[step]
    if step in ("approve", "decline") and actor in SAME_HANDS:
        return False
    return state in sources and SAME_HANDS.get(actor, actor) in hands


def facts_of(step: str, departments) -> dict:
    told = TABLE[step][2]
    if step == "amend":
        return {
            "department": departments["drafting"],
            "reason": "频次不够",
            "content": "5.2 每日一次 改为 每日两次",
        }
    if step == "revise":
        return {"department": departments["drafting"], "trigger": "unfit", "reason": "管理模式已变"}
    return told


def outcome(row, actor, step, facts) -> str:
    """The state the step led to, or "" for a refusal in one clear sentence; everything is undone."""
    with transaction.atomic():
        before = Standard.objects.filter(pk=row.pk).values().get()
        try:
            after = take_step(actor=actor, standard=row, step=step, **facts)
            found = state_of(after, on=TODAY).value
        except StandardsError as error:
            assert error.message.endswith("。"), error.message  # noqa: PT017  the whole of its kind
            assert Standard.objects.filter(pk=row.pk).values().get() == before
            found = ""
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("actor", CAST)
@pytest.mark.parametrize("state", MAKERS)
def test_every_step_works_or_is_refused_with_a_sentence(city, stranger_city, node, departments, state, actor):
    row = make_row(state, city, node, departments)
    person = make_actor(actor, city, stranger_city, departments, row)
    now = STATES.get(state, state)
    expected = {step: (TABLE[step][3] or now) if allows(step, state, actor) else "" for step in TABLE}
    found = {step: outcome(row, person, step, facts_of(step, departments)) for step in expected}
    assert found == expected


def test_the_table_knows_every_step_and_every_state():
    assert set(STEPS) == set(TABLE) == set(DOING)
    assert {STATES.get(name, name) for name in MAKERS} == set(State.values)
    assert {role for step in STEPS.values() for role in step.roles} <= set(HANDS)


def test_every_step_says_what_it_is_for():
    for step in STEPS.values():
        assert (step.label != "", step.clause != "", step.guidance.endswith("。")) == (True, True, True)


@pytest.mark.parametrize("state", MAKERS)
def test_the_state_follows_from_stage_dates_and_review(city, node, state):
    assert state_of(MAKERS[state](city, node), on=TODAY) == STATES.get(state, state)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("unapproved", "approve_plan"),
        ("planned", "start"),
        ("paper", "enter_published"),
        ("drafting", "submit"),
        ("reviewing", "finalize"),
        ("submitted", "approve"),
        ("approved", "publish"),
        ("upcoming", ""),
        ("in_force", "review"),
        ("in_review", "confirm"),
        ("replaced", ""),
        ("withdrawn", ""),
        ("abandoned", ""),
    ],
)
def test_the_next_right_step_of_each_state(city, node, state, step):
    assert next_step(MAKERS[state](city, node), on=TODAY) == step


def test_what_is_adopted_takes_no_step(city, node, office):
    row = factories.make_adopted(city, node)
    assert open_steps(row, on=TODAY) == []
    for step in STEPS:
        with pytest.raises(StandardsError, match="不是自制标准"):
            take_step(actor=office, standard=row, step=step)


@pytest.mark.parametrize(
    ("step", "maker", "words"),
    [
        ("start", steps.make_planned, "只有本组织的起草部门、标准化管理办公室可以“开始起草”。"),
        ("finalize", steps.make_reviewing, "只有本组织的标准化管理办公室可以“定稿报批”。"),
        ("approve", steps.make_submitted, "只有本组织的组织授权人、标准化管理委员会可以“批准”。"),
        ("abandon", steps.make_planned, "只有本组织的标准化管理者代表可以“终止”。"),
    ],
)
def test_a_refusal_names_whose_step_it_is(city, node, reader, step, maker, words):
    with pytest.raises(StandardsError) as caught:
        take_step(actor=reader, standard=maker(city, node), step=step)
    assert caught.value.message == words


def test_a_refusal_names_the_state_there_is_and_the_one_it_should_be(city, node, office):
    with pytest.raises(StandardsError) as caught:
        take_step(actor=office, standard=steps.make_drafting(city, node), step="publish")
    assert caught.value.message == (
        "“网格巡查管理规范”现在的状态是“起草”，只有状态为“已批准”的标准可以“编号并发布”。"
    )


def test_who_drafted_is_told_why_he_cannot_approve(city, node):
    row = steps.make_submitted(city, node, drafters="李授权、王起草")
    actor = factories.make_user("l", name="李授权", organization=city, roles=[Role.AUTHORIZER])
    with pytest.raises(StandardsError) as caught:
        take_step(actor=actor, standard=row, step="approve", **APPROVAL)
    assert caught.value.message == "您参加了“网格巡查管理规范”的起草，不能“批准”：起草与批准应分开。"


def test_who_began_the_draft_does_not_approve_it(city, node, office):
    row = steps.make_planned(city, node)
    take_step(actor=office, standard=row, step="start")
    Standard.objects.filter(pk=row.pk).update(stage="submitted")
    row.refresh_from_db()
    office.assignments.create(organization=city, role=Role.COMMITTEE)
    office = type(office).objects.get(pk=office.pk)
    assert (has_hand_in(office, row, "approve"), can_take(office, row, "approve")) == (True, False)


@pytest.mark.parametrize(
    ("maker", "step", "without", "words"),
    [
        ("unapproved", "approve_plan", {"plan_reason": ""}, "计划还没有立项理由"),
        ("unapproved", "approve_plan", {"drafting_department": None}, "计划还没有起草部门"),
        ("unapproved", "approve_plan", {"due_on": None}, "计划还没有计划完成日期"),
        ("planned", "approve_plan", {}, "计划已于 2026-01-05 批准"),
        ("planned", "start", {"planned_on": None}, "制修订计划还没有批准"),
        ("paper", "submit", {}, "这份草案没有列入计划"),
        ("in_force", "review", {"replaced_on": date(2026, 7, 1)}, "“Q/ALWG TG204•1-2025”自 2026-07-01 起"),
        ("in_review", "confirm", {"replaced_on": date(2026, 7, 1)}, "“Q/ALWG TG204•1-2025”自 2026-07-01 起"),
        ("in_review", "withdraw", {"replaced_on": date(2026, 7, 1)}, "“Q/ALWG TG204•1-2025”自 2026-07-01 起"),
        ("drafting", "enter_published", {}, "这条标准已列入计划"),
        ("drafting", "plan", {}, "这条标准已列入计划"),
    ],
)
def test_a_step_is_refused_without_what_it_demands(city, node, departments, maker, step, without, words):
    row = make_row(maker, city, node, departments)
    Standard.objects.filter(pk=row.pk).update(**without)
    assert refused(city, row, step).startswith(words)


@pytest.mark.parametrize(
    ("maker", "step", "kind", "words"),
    [
        ("drafting", "submit", "draft", "还没有标准草案：请上传种类为“标准草案”的附件。"),
        ("drafting", "submit", "explanation", "还没有编制说明：请上传种类为“编制说明”的附件。"),
        ("reviewing", "finalize", "text", "还没有标准文本：请上传种类为“标准文本”的附件。"),
        ("reviewing", "finalize", "opinions", "还没有意见汇总处理表：请上传种类为“意见汇总处理表”的附件。"),
        ("submitted", "approve", "text", "还没有标准文本：请上传种类为“标准文本”的附件。"),
        ("submitted", "approve", "approval", "还没有批准文书：请上传种类为“批准文书”的附件。"),
        ("approved", "publish", "text", "还没有标准文本：请上传种类为“标准文本”的附件。"),
        ("approved", "publish", "approval", "还没有批准文书：请上传种类为“批准文书”的附件。"),
        ("in_review", "withdraw", "withdrawal", "还没有废止通知：请上传种类为“废止通知”的附件。"),
        ("paper", "enter_published", "text", "还没有标准文本：请上传种类为“标准文本”的附件。"),
        ("paper", "enter_published", "approval", "还没有批准文书：请上传种类为“批准文书”的附件。"),
    ],
)
def test_a_step_is_refused_without_each_of_its_documents(
    city, node, office, departments, maker, step, kind, words
):
    row = make_row(maker, city, node, departments)
    row.documents.filter(kind=kind).update(removed_at=timezone.now(), removed_by=office)
    assert refused(city, row, step) == words


@pytest.mark.parametrize("step", ["confirm", "withdraw"])
def test_a_review_is_concluded_from_an_opinion(city, node, departments, step):
    row = make_row("in_review", city, node, departments)
    row.reviews.update(opinion="")
    assert refused(city, row, step) == "还没有复审意见：请先由标准化管理办公室填写复审意见。"


@pytest.mark.parametrize("aspect", steps.ASPECTS)
@pytest.mark.parametrize(("maker", "step"), [("planned", "start"), ("drafting", "submit")])
def test_all_four_kinds_of_information_are_collected_before(city, node, departments, maker, step, aspect):
    row = make_row(maker, city, node, departments)
    row.information.filter(aspect=aspect).delete()
    assert f"还没有收集“{aspect}）" in refused(city, row, step)


@pytest.mark.parametrize(
    ("step", "maker", "fact"),
    [
        ("plan", "paper", "plan_reason"),
        ("plan", "paper", "due_on"),
        ("return", "reviewing", "reason"),
        ("approve", "submitted", "approver"),
        ("approve", "submitted", "approved_on"),
        ("decline", "submitted", "reason"),
        ("revoke", "approved", "reason"),
        ("publish", "approved", "issued_on"),
        ("publish", "approved", "effective_on"),
        *(("enter_published", "paper", name) for name in TAKEN_OVER),
        ("abandon", "planned", "reason"),
        ("correct", "in_force", "reason"),
        ("correct", "in_force", "values"),
        *(("amend", "in_force", name) for name in ("department", "reason", "content")),
        *(("revise", "in_force", name) for name in ("department", "trigger", "reason")),
        ("withdraw", "in_review", "reason"),
    ],
)
def test_a_step_is_refused_without_each_of_its_facts(city, node, departments, step, maker, fact):
    row = make_row(maker, city, node, departments)
    facts = dict(facts_of(step, departments))
    facts[fact] = " " if isinstance(facts[fact], str) else None
    actor = hand_for(city, step)
    with pytest.raises(StandardsError) as caught:
        take_step(actor=actor, standard=row, step=step, **facts)
    assert (caught.value.field, caught.value.message[-1]) == (fact, "。")


def refused(city, row, step) -> str:
    """The sentence with which the step is refused to the right person; nothing has changed."""
    row.refresh_from_db()
    before = Standard.objects.filter(pk=row.pk).values().get()
    with pytest.raises(StandardsError) as caught:
        take_step(actor=hand_for(city, step), standard=row, step=step, **TABLE[step][2])
    assert Standard.objects.filter(pk=row.pk).values().get() == before
    return caught.value.message


def hand_for(city, step):
    role = next(role for role in STEPS[step].roles if role in Role.values)
    return factories.make_user(f"hand-{step}", organization=city, roles=[role])
