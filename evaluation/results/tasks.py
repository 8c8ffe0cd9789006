"""What a panel's result gives people to do: rule on it, lock it, sign it, tell it (T/CSSG 001.5 7.6, 7.7)."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gridgov.tasks.task import Task

from ..consensus.reading import read_consensus
from ..models import Evaluation, Participant, Result
from ..panels.resets import unconfirmed_of, unsigned_people
from ..permissions import organizing_organizations

MOST = 20


def result_tasks(user) -> Iterator[Task]:
    """Everything the results of panels wait for this user to do, in a fixed number of statements a panel."""
    if user.is_site_administrator:
        return
    yield from lock_tasks(user)
    yield from signing_tasks(user)
    yield from notice_tasks(user)
    yield from reset_tasks(user)


def present_in(user):
    """The user's places in panels, as a member who is present."""
    return Participant.objects.present().filter(user=user).exclude(evaluation__kind="self")


def lock_tasks(user) -> Iterator[Task]:
    """The leader rules when every sheet is in, and locks when the panel has settled everything."""
    led = present_in(user).filter(duty=Participant.Duty.LEADER).values("evaluation")
    for evaluation in Evaluation.objects.open().filter(pk__in=led).with_people()[:MOST]:
        if evaluation.sheets.filter(participant__absence="", state="open").exists():
            continue
        if reason := left_to_rule(evaluation):
            url = reverse("evaluation:consensus", args=[evaluation.pk])
            yield task(evaluation, evaluation.as_of, reason, "合议", url)
        else:
            url = reverse("evaluation:lock", args=[evaluation.pk])
            yield task(evaluation, evaluation.as_of, "底稿已交齐，合议已定，待锁定", "锁定", url)


def left_to_rule(evaluation: Evaluation) -> str:
    """What the 合议 has still to settle, in words; nothing when it is done."""
    found = read_consensus(evaluation)
    words = [f"{len(found.open)} 条待裁定"] if found.open else []
    words += [f"{len(found.to_take)} 条一致意见待采用"] if found.to_take else []
    return f"底稿已交齐：{'，'.join(words)}" if words else ""


def newest_results():
    """Results that hold: the version their evaluation was locked as last."""
    rows = Result.objects.filter(evaluation__state="locked").exclude(evaluation__kind="self")
    rows = rows.filter(version=F("evaluation__version"))
    return rows.select_related("evaluation__organization").defer("document").order_by("pk")


def signing_tasks(user) -> Iterator[Task]:
    """Every present member signs the version that holds."""
    rows = newest_results().filter(evaluation__in=present_in(user).values("evaluation"))
    for result in rows.exclude(signatures__user=user)[:MOST]:
        reason = f"{result.number} 第 {result.version} 版已锁定，待您签字"
        url = reverse("evaluation:sign", args=[result.evaluation_id])
        yield task(result.evaluation, locked_on(result), reason, "签字", url)


def notice_tasks(user) -> Iterator[Task]:
    """The organiser tells the evaluated organisation what was locked (7.7)."""
    keys = organizing_organizations(user).values("pk")
    rows = newest_results().filter(evaluation__organizer__in=keys, notice=None)
    for result in rows[:MOST]:
        url = reverse("evaluation:notice", args=[result.evaluation_id])
        yield task(result.evaluation, locked_on(result), f"{result.number} 已锁定，待通报", "登记通报", url)


def reset_tasks(user) -> Iterator[Task]:
    """Leader and organiser look into a member's password that was reset by somebody else; three statements."""
    led = present_in(user).filter(duty=Participant.Duty.LEADER).values("evaluation")
    keys = organizing_organizations(user).values("pk")
    people = Participant.objects.filter(Q(evaluation__in=led) | Q(evaluation__organizer__in=keys))
    for reset in unconfirmed_of(unsigned_people(people.exclude(user=user)))[:MOST]:
        evaluation, day = reset.person.evaluation, timezone.localtime(reset.event.at).date()
        url = f"{evaluation.get_absolute_url()}#resets"
        yield Task(
            day,
            evaluation.get_kind_display(),
            str(evaluation),
            reset.words,
            "核实身份",
            url,
            key=f"reset:{evaluation.pk}:{reset.event.pk}",
            organization=evaluation.organization.name,
        )


def locked_on(result: Result):
    return timezone.localtime(result.locked_at).date()


def task(evaluation: Evaluation, due, reason: str, verb: str, url: str) -> Task:
    kind = evaluation.get_kind_display()
    key = f"{verb}:{evaluation.pk}:{evaluation.version}"
    name = evaluation.organization.name
    return Task(due, kind, str(evaluation), reason, verb, url, key=key, organization=name)
