"""What a person can do next in an evaluation by a panel: links in the order of the work, the first one filled."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from .. import permissions
from ..models import Evaluation
from .stages import Stage

# In whose hands each station lies.
HANDS = {
    "eligibility": "组织单位或组长",
    "plan": "组织单位",
    "meeting": "组织单位或组长",
    "scoring": "评估组成员",
    "consensus": "组长",
    "lock": "组长",
    "signing": "评估组成员",
    "notice": "组织单位",
    "mending": "被评组织整改，组织单位验证",
    "archive": "组织单位",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One link: the station it serves, its words, where it leads."""

    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered at a station: to whom, under which words, at which address of the evaluation.

    `waits`: offered only when the stations before it are done.
    """

    key: str
    label: str
    url_name: str
    may: Callable
    waits: bool = True


def has_people(user, evaluation: Evaluation) -> bool:
    return permissions.can_organize(user, evaluation) and any(
        person.is_present for person in evaluation.participants.all()
    )


def lacks_people(user, evaluation: Evaluation) -> bool:
    return permissions.can_choose_people(user, evaluation) and not has_people(user, evaluation)


def follows_consensus(user, evaluation: Evaluation) -> bool:
    """A member whom the leader's rulings concern, and who may see them."""
    return permissions.can_see_consensus(user, evaluation) and not permissions.can_rule(user, evaluation)


def mends(user, evaluation: Evaluation) -> bool:
    """The office of the organisation evaluated, after the 通报."""
    return permissions.is_office(user, evaluation.organization_id)


def owes_signature(user, evaluation: Evaluation) -> bool:
    """Whether the newest locked result still waits for this member's signature."""
    if not evaluation.is_locked or not permissions.is_participant(user, evaluation):
        return False
    result = evaluation.results.defer("document").filter(version=evaluation.version).first()
    if result is None:
        return False
    result.evaluation = evaluation
    return permissions.can_sign(user, result)


OFFERS = (
    Offer("eligibility", "填写资格情况", "evaluation-edit", permissions.can_manage),
    Offer("plan", "组成评估组", "panel", lacks_people),
    Offer("plan", "评估方案", "plan", has_people),
    Offer("plan", "作回避声明", "panel-declare", permissions.can_declare, waits=False),
    Offer("meeting", "登记首次会议", "steps", permissions.can_manage),
    Offer("scoring", "进入评分", "sheet", permissions.can_judge, waits=False),
    Offer("consensus", "合议", "consensus", permissions.can_rule),
    Offer("consensus", "查看合议", "consensus", follows_consensus),
    Offer("lock", "锁定", "lock", permissions.can_lock),
    Offer("signing", "签字", "sign", owes_signature),
    Offer("notice", "通报评估情况", "notice", permissions.can_organize),
    Offer("mending", "问题清单", "problems", permissions.can_organize),
    Offer("mending", "查看问题清单", "problems", mends),
    Offer("archive", "归档", "archive", permissions.can_organize),
)


def steps_for(user, evaluation: Evaluation, found: list[Stage], section: str) -> list[Step]:
    """What the user can do now, in the order of the work. `section` is the table he judges first."""
    open_stages = {stage.key: stage.state for stage in found if not stage.is_done}
    steps = []
    for offer in OFFERS:
        state = open_stages.get(offer.key, "")
        is_due = state == "here" or (not offer.waits and (state or offer.key == "plan"))
        if is_due and offer.may(user, evaluation):
            args = [evaluation.pk, section] if offer.url_name == "sheet" else [evaluation.pk]
            steps.append(Step(offer.key, offer.label, reverse(f"evaluation:{offer.url_name}", args=args)))
    return steps
