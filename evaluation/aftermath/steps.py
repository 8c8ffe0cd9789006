"""The way of a problem after the 整改通知, as a table: 已通知 → 已报 → 已销号, or back (evaluation §3.3 整改). Pure.

`services.problems.take_step` takes a step. The report itself comes from the evaluated organisation's own loop: when
its finding is closed, the problem is 已报整改结果.
"""

from collections.abc import Mapping

from gridgov.organizations.models import Role
from gridgov.records.models import Verb
from standards.activities.steps import ACTOR, TODAY, Step

ORGANIZER = (Role.OFFICE, Role.SUPERVISOR)
BEING_MENDED = ("notified", "returned")

PROBLEM_STEPS: Mapping[str, Step] = {
    "verify": Step(
        "验证销号",
        Verb.VERIFY,
        ("reported",),
        "closed",
        ORGANIZER,
        "到现场或凭证据核对整改结果，写明验证意见。销号后不能再改。",
        asks=("verification",),
        demands=("verification",),
        stamps=(("verified_by", ACTOR), ("verified_on", TODAY)),
    ),
    "return": Step(
        "退回整改",
        Verb.RETURN,
        ("reported",),
        "returned",
        ORGANIZER,
        "整改不到位的，写明理由和新的期限；被评组织的问题整改中会再登记一条。",
        asks=("due_on",),
        demands=("due_on",),
        reason="退回理由",
        counts="returns",
    ),
    "extend": Step(
        "延期",
        Verb.CHANGE,
        BEING_MENDED,
        None,
        ORGANIZER,
        "改整改期限，写明理由。",
        asks=("due_on",),
        demands=("due_on",),
        reason="延期理由",
    ),
    "escalate": Step(
        "上报",
        Verb.ESCALATE,
        BEING_MENDED,
        None,
        ORGANIZER,
        "逾期或重大的问题，报组织单位的上一级督办；上一级的工作台上会出现这个问题。",
        reason="上报理由",
        stamps=(("escalated_on", TODAY),),
    ),
}
