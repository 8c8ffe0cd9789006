"""What a panel still lacks before its plan is approved and before the lock (T/CSSG 001.5 5.2). Reading only."""

from django.urls import reverse

from ..models import Assignment, Evaluation, Participant, Side
from ..obstacle import Obstacle
from .recusal import conflicts

FEWEST, MOST = 5, 7


def panel_obstacles(evaluation: Evaluation) -> list[Obstacle]:
    """Everything about the people that stops the lock, in the order of the work."""
    return [*forming_obstacles(evaluation), *undeclared(evaluation)]


def forming_obstacles(evaluation: Evaluation) -> list[Obstacle]:
    """What stops the plan from being approved: people, leader, their number, recusals, tables without anybody."""
    people = present(evaluation)
    if not people:
        return [
            Obstacle("还没有组成评估组，请从专家库或账号中选 5–7 人（第5部分 5.2）。", panel_url(evaluation))
        ]
    return [
        *without_leader(evaluation, people),
        *wrong_size(evaluation, people),
        *in_conflict(evaluation, people),
        *tables_of_nobody(evaluation, people),
    ]


def present(evaluation: Evaluation) -> list[Participant]:
    """Those who judge and sign, with their accounts; one statement."""
    return list(evaluation.participants.present().select_related("user__organization"))


def panel_url(evaluation: Evaluation, name: str = "panel") -> str:
    return reverse(f"evaluation:{name}", args=[evaluation.pk])


def without_leader(evaluation: Evaluation, people: list[Participant]) -> list[Obstacle]:
    if any(person.duty == Participant.Duty.LEADER for person in people):
        return []
    return [Obstacle("评估组还没有组长，请指定一名组长。", panel_url(evaluation))]


def wrong_size(evaluation: Evaluation, people: list[Participant]) -> list[Obstacle]:
    """成员一般为 5-7 人 (5.2): another number needs the written reason."""
    if FEWEST <= len(people) <= MOST or evaluation.size_reason.strip():
        return []
    words = f"少于 {FEWEST} 人" if len(people) < FEWEST else f"多于 {MOST} 人"
    sentence = f"评估组参加 {len(people)} 人，{words}，请增减人员或写明理由（第5部分 5.2）。"
    return [Obstacle(sentence, panel_url(evaluation, "panel-size"))]


def in_conflict(evaluation: Evaluation, people: list[Participant]) -> list[Obstacle]:
    found = conflicts(people, evaluation)
    return [
        Obstacle(f"{person.user} {found[person.pk]}，应当回避，请登记回避。", panel_url(evaluation))
        for person in people
        if person.pk in found
    ]


def tables_of_nobody(evaluation: Evaluation, people: list[Participant]) -> list[Obstacle]:
    """Each table is judged by one or two of those present (evaluation §3.2)."""
    rows = Assignment.objects.filter(participant__in=[person.pk for person in people])
    given = set(rows.values_list("section", flat=True))
    missing = [code for code in tables_to_judge(evaluation) if code not in given]
    if not missing:
        return []
    words = f"表 {'、'.join(missing)} 还没有分给参加评价的成员，请分工。"
    return [Obstacle(words, panel_url(evaluation, "panel-assign"))]


def tables_to_judge(evaluation: Evaluation) -> list[str]:
    """Codes of the tables; of a 复评 those with an affected item."""
    sections = evaluation.edition.scorecard.sections
    if evaluation.kind != Evaluation.Kind.REPEAT or not evaluation.affected:
        return [section.code for section in sections]
    affected = set(evaluation.affected)
    return [section.code for section in sections if affected & {item.code for item in section.items}]


def undeclared(evaluation: Evaluation) -> list[Obstacle]:
    names = [str(person.user) for person in present(evaluation) if person.declared_at is None]
    if not names:
        return []
    return [Obstacle(f"{'、'.join(names)}还没有作回避声明。", panel_url(evaluation))]


def panel_cautions(evaluation: Evaluation) -> list[str]:
    """What the organiser should think of; it stops nothing: a side that is missing (5.2), subordinates."""
    people = present(evaluation)
    if not people:
        return []
    sides = {person.side for person in people}
    missing = [side.label for side in Side if side not in sides]
    words = [f"评估组中没有{'、'.join(missing)}（第5部分 5.2 由三方面人员组成）。"] if missing else []
    below = [str(person.user) for person in people if works_below(person, evaluation)]
    return words + ([f"{'、'.join(below)}在被评组织的下级组织任职，请考虑是否回避。"] if below else [])


def works_below(person: Participant, evaluation: Evaluation) -> bool:
    home, path = person.user.organization, evaluation.organization.path
    return home is not None and home.path != path and home.path.startswith(path)
