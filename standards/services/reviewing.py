"""The rounds of the 审查: how it is held, who is asked, the minutes (T/CSSG 001.2 10.4).

What the reviewers answer is written by `opinions`. The step table opens a round and closes it; everything here asks
for an open one.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.dates import implausible_date
from gridgov.organizations.models import User
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import OpinionForm, ReviewRound
from ..reviewing import drafters_among, eligible_reviewers, live_forms
from .keeping import lock

Method = ReviewRound.Method
ARRANGED = ["method", "due_on", "held_on", "place", "chair"]
MET = ["held_on", "place", "chair", "minutes"]


def lock_round(round: ReviewRound) -> ReviewRound:
    """The round as it is now, held with its standard; StandardsError when it is closed."""
    row = lock(round.standard)
    found = row.rounds.select_for_update().get(pk=round.pk)
    if not found.is_open:
        words = f"{found}已于 {found.closed_on} 结束（{found.get_outcome_display()}），不能再改。"
        raise StandardsError(words)
    return found


def arrange_round(
    *,
    actor,
    round: ReviewRound,
    method: str,
    due_on: date | None = None,
    held_on: date | None = None,
    place: str = "",
    chair: str = "",
) -> ReviewRound:
    """Decide on 会审 or 传阅 and its dates; may be changed while the round is open.

    A 会审 needs its day and place, and its forms are due on that day where nothing else is said; a 传阅 needs the
    day its forms are due, and forgets the meeting. Raises StandardsError.
    """
    with transaction.atomic():
        row = lock_round(round)
        before = snapshot(row, ARRANGED)
        meeting = method == Method.MEETING
        row.method, row.due_on = method, due_on or (held_on if meeting else None)
        row.held_on, row.place, row.chair = (
            (held_on, place.strip(), chair.strip()) if meeting else (None, "", "")
        )
        check_arrangement(row, before)
        save_round(row, before, ARRANGED, actor=actor)
    return row


def check_arrangement(row: ReviewRound, before: dict) -> None:
    if row.method not in Method.values:
        raise StandardsError("请选择审查方式：会审或传阅（第2部分 10.4）。", field="method")
    if row.method == Method.MEETING and not row.held_on:
        raise StandardsError("会审请填写会审日期。", field="held_on")
    if row.method == Method.MEETING and not row.place:
        raise StandardsError("会审请填写会审地点。", field="place")
    if not row.due_on:
        raise StandardsError("传阅请填写意见表的返回期限。", field="due_on")
    if row.method == Method.CIRCULATION and row.minutes:
        raise StandardsError("这一轮已有会议纪要，不能改为传阅。", field="method")
    check_days(row)
    if before["due_on"] != str(row.due_on):
        check_due(row)


def check_days(row: ReviewRound) -> None:
    """Days that people mean, not before the 送审日期."""
    if found := implausible_date(row, ["due_on", "held_on"]):
        name, sentence = found
        raise StandardsError(sentence, field=name)
    for name, words in (("due_on", "返回期限"), ("held_on", "会审日期")):
        day = getattr(row, name)
        if day and day < row.submitted_on:
            raise StandardsError(f"{words}不能早于送审日期 {row.submitted_on}。", field=name)


def check_due(row: ReviewRound) -> None:
    """Who is asked has time to answer; at a 会审 the forms are signed there, or written down afterwards."""
    if row.method == Method.CIRCULATION and row.due_on < timezone.localdate():
        raise StandardsError("返回期限已经过去，请改为今天或以后的日期。", field="due_on")


def save_round(row: ReviewRound, before: dict, names: list[str], *, actor) -> None:
    """Save what differs since `before` and tell the trail of the standard; no difference leaves no trace."""
    changes = changes_between(before, row, names)
    if changes:
        row.save(update_fields=names)
        told = {f"{row} {name}": values for name, values in changes.items()}
        record_event(actor=actor, verb="change", target=row.standard, changes=told)


def send_forms(
    *, actor, round: ReviewRound, reviewers: Iterable[User], due_on: date | None = None
) -> list[OpinionForm]:
    """Send an 审定意见表 to each reviewer, once a round; `due_on` moves the due day of the whole round.

    Reviewers are active users with a role in the organisation who did not draft the standard. Raises StandardsError
    and sends none when one of them cannot be asked.
    """
    reviewers = sorted(reviewers, key=lambda user: user.pk)
    with transaction.atomic():
        row = lock_round(round)
        if not row.method:
            raise StandardsError(f"请先安排{row}的方式（会审或传阅）和返回期限，再发出意见表。")
        if not reviewers:
            raise StandardsError("请至少选择一位审查人员。", field="reviewers")
        before = snapshot(row, ["due_on"])
        row.due_on = due_on or row.due_on
        check_days(row)
        check_due(row)
        check_reviewers(row, reviewers)
        save_round(row, before, ["due_on"], actor=actor)
        forms = OpinionForm.objects.bulk_create(
            OpinionForm(round=row, reviewer=user, sent_on=timezone.localdate(), sent_by=actor)
            for user in reviewers
        )
        names = "、".join(map(str, reviewers))
        changes = {f"{row} 审定意见表": ["", f"{names}，{row.due_on} 前返回"]}
        record_event(actor=actor, verb="send", target=row.standard, changes=changes)
    return forms


def check_reviewers(row: ReviewRound, reviewers: list[User]) -> None:
    """StandardsError naming the first who cannot be asked, and why."""
    standard = row.standard
    asked = set(live_forms(row).values_list("reviewer_id", flat=True))
    eligible = set(eligible_reviewers(standard).values_list("pk", flat=True))
    drafters = drafters_among(standard, reviewers)
    for user in reviewers:
        if user.pk in asked:
            raise StandardsError(f"{user}已收到{row}的意见表，不用再发。", field="reviewers")
        if user.pk in drafters:
            raise StandardsError(f"{user}参加了本标准的起草，不能审查自己起草的标准。", field="reviewers")
        if user.pk not in eligible:
            raise StandardsError(
                f"{user}在本组织没有角色或账号已停用，不能担任审查人员。请先由系统管理员授予角色。",
                field="reviewers",
            )


def recall_form(*, actor, form: OpinionForm, reason: str) -> OpinionForm:
    """Take back a form that is not signed, with a reason; the row stays. Raises StandardsError."""
    with transaction.atomic():
        row = lock_round(form.round)
        form = row.forms.select_for_update(of=("self",)).select_related("reviewer").get(pk=form.pk)
        if form.is_signed:
            raise StandardsError(f"{form.reviewer}已签署意见，不能收回。")
        if form.recalled_at:
            raise StandardsError(f"{form.reviewer}的意见表已经收回。")
        if not reason.strip():
            raise StandardsError("请写明收回的理由，如“出差，改请李四审查”。", field="reason")
        form.recalled_at, form.recall_reason = timezone.now(), reason.strip()
        form.save(update_fields=["recalled_at", "recall_reason"])
        changes = {f"{row} 审定意见表": [str(form.reviewer), ""]}
        record_event(actor=actor, verb="recall", target=row.standard, changes=changes, reason=reason.strip())
    return form


def record_minutes(
    *, actor, round: ReviewRound, minutes: str, held_on: date, place: str, chair: str
) -> ReviewRound:
    """Write down what a 会审 decided, when, where and under whom. Raises StandardsError."""
    with transaction.atomic():
        row = lock_round(round)
        if row.method != Method.MEETING:
            raise StandardsError("只有会审有会议纪要；传阅以各审查人员的意见表为准。")
        before = snapshot(row, MET)
        row.minutes, row.held_on = minutes.strip(), held_on
        row.place, row.chair = place.strip(), chair.strip()
        check_minutes(row)
        save_round(row, before, MET, actor=actor)
    return row


def check_minutes(row: ReviewRound) -> None:
    for name in ("held_on", "place", "chair", "minutes"):
        if not getattr(row, name):
            words = row._meta.get_field(name).verbose_name
            raise StandardsError(f"请填写{words}。", field=name)
    if row.held_on > timezone.localdate():
        raise StandardsError("会审日期还没有到，会后再记录会议纪要。", field="held_on")
    if row.held_on < row.submitted_on:
        raise StandardsError(f"会审日期不能早于送审日期 {row.submitted_on}。", field="held_on")
