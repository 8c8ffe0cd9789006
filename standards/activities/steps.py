"""The ways of a plan and of a finding, as two tables: from which state which step leads where, in whose hands
(life cycle §5.4; T/CSSG 001.2 §12, 11.3.2, 11.4.2). Pure; `services.steps.take_step` takes a step.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gridgov.organizations.models import Role
from gridgov.records.models import Verb

ACTOR, TODAY = "actor", "today"
APPROVERS = (Role.REPRESENTATIVE, Role.COMMITTEE)
OFFICE = (Role.OFFICE,)
CHECKERS = (Role.OFFICE, Role.REPRESENTATIVE)


@dataclass(frozen=True)
class Step:
    """One step. `asks` are the fields its form shows, `demands` those that must be filled, `reason` names the
    reason it asks for. `stamps` writes who and when. `by_department`: people of the responsible department too.

    `target` None leaves the state as it is; `counts` is a field that goes up by one.
    """

    label: str
    verb: str
    sources: tuple[str, ...]
    target: str | None
    roles: tuple[str, ...]
    guidance: str
    asks: tuple[str, ...] = ()
    demands: tuple[str, ...] = ()
    reason: str = ""
    stamps: tuple[tuple[str, str], ...] = ()
    by_department: bool = False
    counts: str = ""

    @property
    def hands(self) -> str:
        """Who takes it, in words."""
        names = [Role(role).label for role in self.roles]
        return "、".join([*(["责任部门"] if self.by_department else []), *names])


PLAN_STEPS: Mapping[str, Step] = {
    "approve": Step(
        "批准",
        Verb.APPROVE_PLAN,
        ("draft", "adjusting"),
        "approved",
        APPROVERS,
        "批准后条目固定，按条目登记完成情况；制修订计划的条目转入标准登记的“计划”阶段。",
        asks=("approved_on",),
        demands=("approved_on",),
        stamps=(("approved_by", ACTOR),),
    ),
    "decline": Step(
        "不予批准",
        Verb.DECLINE,
        ("draft", "adjusting"),
        None,
        APPROVERS,
        "计划留在编制中，由标准化管理办公室修改后再报。",
        reason="不予批准的理由",
    ),
    "start": Step(
        "开始执行",
        Verb.CHANGE,
        ("approved",),
        "running",
        OFFICE,
        "从这一天起按计划执行，逾期的条目会提醒责任部门。",
        asks=("started_on",),
        demands=("started_on",),
    ),
    "finish": Step(
        "完成",
        Verb.CLOSE,
        ("running",),
        "done",
        OFFICE,
        "条目都已完成或取消后，写明完成情况，计划归档。",
        asks=("finished_on", "summary"),
        demands=("finished_on", "summary"),
    ),
    "adjust": Step(
        "调整",
        Verb.CHANGE,
        ("approved", "running"),
        "adjusting",
        OFFICE,
        "调整期间可以增改条目，调整后要重新批准。",
        reason="调整理由",
    ),
}

FINDING_STEPS: Mapping[str, Step] = {
    "assign": Step(
        "派发",
        Verb.ASSIGN,
        ("registered",),
        "assigned",
        OFFICE,
        "写明责任部门、责任人和期限，责任部门的工作台上会出现这项整改。",
        asks=("department", "owner", "due_on"),
        demands=("department", "owner", "due_on"),
        stamps=(("assigned_on", TODAY),),
    ),
    "rectify": Step(
        "开始整改",
        Verb.RECTIFY,
        ("assigned",),
        "rectifying",
        OFFICE,
        "分析原因，写明整改措施。",
        asks=("cause", "measures"),
        demands=("cause", "measures"),
        stamps=(("rectified_by", ACTOR),),
        by_department=True,
    ),
    "hand-back": Step(
        "退回派发",
        Verb.RETURN,
        ("assigned",),
        "registered",
        OFFICE,
        "不属于本部门的问题，退回标准化管理办公室重新派发。",
        reason="退回理由",
        by_department=True,
    ),
    "report": Step(
        "反馈",
        Verb.REPORT,
        ("rectifying",),
        "reported",
        OFFICE,
        "写明整改结果；反馈前先上传种类为“整改证据”的附件。",
        asks=("rectified_on", "report"),
        demands=("rectified_on", "report"),
        stamps=(("reported_on", TODAY), ("rectified_by", ACTOR)),
        by_department=True,
    ),
    "verify": Step(
        "验证",
        Verb.VERIFY,
        ("reported",),
        "verified",
        CHECKERS,
        "到现场或凭证据核对整改结果；整改的人不能验证自己的整改。",
        asks=("verification",),
        demands=("verification",),
        stamps=(("verified_on", TODAY), ("verified_by", ACTOR)),
    ),
    "return": Step(
        "退回整改",
        Verb.RETURN,
        ("reported",),
        "assigned",
        CHECKERS,
        "整改不到位，退回责任部门继续整改，可以改期限。",
        asks=("due_on",),
        demands=("due_on",),
        reason="退回理由",
        counts="returns",
    ),
    "close": Step(
        "关闭",
        Verb.CLOSE,
        ("verified",),
        "closed",
        CHECKERS,
        "关闭后不能再改，附件也不能增减。",
        stamps=(("closed_on", TODAY),),
    ),
    "extend": Step(
        "延期",
        Verb.CHANGE,
        ("assigned", "rectifying"),
        None,
        OFFICE,
        "改整改期限，写明理由。",
        asks=("due_on",),
        demands=("due_on",),
        reason="延期理由",
    ),
    "escalate": Step(
        "上报督办",
        Verb.REMIND,
        ("assigned", "rectifying"),
        None,
        OFFICE,
        "逾期或重大的问题，报标准化管理者代表督办。",
        reason="上报理由",
        stamps=(("escalated_on", TODAY),),
    ),
}


def open_steps(steps: Mapping[str, Step], state: str) -> dict[str, Step]:
    """The steps that lead on from a state, in the order of the table."""
    return {name: step for name, step in steps.items() if state in step.sources}
