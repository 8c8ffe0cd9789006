"""What a reviewer answers and what becomes of it: 审定意见表, 意见汇总处理表 (T/CSSG 001.2 10.4)."""

from django.db import transaction
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Opinion, OpinionForm, ReviewRound
from ..permissions import can_handle
from ..reviewing import CHECK_LIST
from .keeping import lock
from .reviewing import lock_round

Answer, Conclusion, Handling = OpinionForm.Answer, OpinionForm.Conclusion, Opinion.Handling
MOST_OPINIONS = 200
NO_PASSWORD = "请输入登录密码后再签署。"
WRONG_PASSWORD = "登录密码不对，没有签署。请重新输入您自己的登录密码。"
HANDLED = ["handling", "response"]


def lock_form(form: OpinionForm, actor) -> OpinionForm:
    """The form as it is now, held; StandardsError unless `actor` may still write in it."""
    row = lock_round(form.round)
    found = row.forms.select_for_update().get(pk=form.pk)
    if found.reviewer_id != actor.pk:
        raise StandardsError("审定意见表只能由审查人员本人填写和签署。")
    if found.recalled_at:
        raise StandardsError(f"这份审定意见表已收回（{found.recall_reason}），不用再填。")
    if found.signed_at:
        signed = timezone.localtime(found.signed_at)
        raise StandardsError(f"这份审定意见表已于 {signed:%Y-%m-%d %H:%M} 签署，不能再改。")
    return found


def save_opinions(
    *, actor, form: OpinionForm, answers: dict, opinions: list[dict], remark: str = "", conclusion: str = ""
) -> OpinionForm:
    """Keep the form as a draft: nobody but the reviewer reads it, and the trail tells of the signature only.

    `answers` holds the check list of 10.4 by field name; `opinions` are rows of clause, text and proposal that take
    the place of all before, empty ones left out. Raises StandardsError.
    """
    with transaction.atomic():
        row = lock_form(form, actor)
        for name in CHECK_LIST:
            setattr(row, name, answers.get(name, ""))
        row.remark, row.conclusion = remark.strip(), conclusion
        row.save(update_fields=[*CHECK_LIST, "remark", "conclusion"])
        row.opinions.all().delete()
        Opinion.objects.bulk_create(Opinion(form=row, **values) for values in rows_of(opinions))
    return row


def rows_of(opinions: list[dict]) -> list[dict]:
    """The rows that say something, trimmed; StandardsError names the row that says half of it."""
    rows = []
    for place, opinion in enumerate(opinions, 1):
        values = {name: opinion.get(name, "").strip() for name in ("clause", "text", "proposal")}
        if not any(values.values()):
            continue
        if not values["clause"]:
            raise StandardsError(f"第 {place} 条意见没有写条款：请填写条款号，对全文的意见填“全文”。")
        if not values["text"]:
            raise StandardsError(
                f"第 {place} 条意见（{values['clause']}）没有写意见内容，请补上或清空这一行。"
            )
        if len(values["clause"]) > Opinion._meta.get_field("clause").max_length:
            raise StandardsError(f"第 {place} 条意见的条款太长，最多 40 个字。")
        rows.append(values)
    if len(rows) > MOST_OPINIONS:
        raise StandardsError(f"一份意见表最多 {MOST_OPINIONS} 条意见，请合并后再填。")
    return rows


def sign_form(*, actor, form: OpinionForm, password: str) -> OpinionForm:
    """Sign the form as it was saved, under the reviewer's own account and password; it never changes again.

    Raises StandardsError for a wrong password and for what 10.4 still asks of the form. The trail tells who signed
    and not what: other reviewers read the history too.
    """
    with transaction.atomic():
        row = lock_form(form, actor)
        if gaps := signing_gaps(row):
            field, sentence = gaps[0]
            raise StandardsError(sentence, field=field)
        if not actor.check_password(password):
            raise StandardsError(WRONG_PASSWORD if password else NO_PASSWORD, field="password")
        row.signed_at = timezone.now()
        row.save(update_fields=["signed_at"])
        changes = {f"{row.round} 审定意见表": ["", f"{actor}已签署"]}
        record_event(actor=actor, verb="sign", target=row.round.standard, changes=changes)
    return row


def signing_gaps(form: OpinionForm) -> list[tuple[str | None, str]]:
    """(field, sentence) of what the form lacks before it can be signed."""
    gaps = [
        (name, f"请回答审查重点 {words[:2]}：符合、不符合或不涉及。")
        for name, words in CHECK_LIST.items()
        if not getattr(form, name)
    ]
    if not form.conclusion:
        gaps.append(("conclusion", "请选择结论：同意、修改后同意或不同意。"))
    spoken = form.opinions.exists()
    if not spoken and form.conclusion == Conclusion.DISAGREE:
        gaps.append(("conclusion", "结论为不同意时，请至少写一条意见，说明哪一条不同意。"))
    against = [words[:2] for name, words in CHECK_LIST.items() if getattr(form, name) == Answer.NO]
    if against and not spoken and not form.remark:
        gaps.append(("remark", f"{'、'.join(against)}选了不符合：请写一条意见，或在总的意见中说明。"))
    return gaps


def handle_opinions(*, actor, round: ReviewRound, handlings: dict[int, tuple[str, str]]) -> int:
    """Say of several opinions what became of them, all or none; how many changed.

    `handlings` maps opinion keys of this round to handling and response; an empty handling takes an earlier one
    back. 部分采纳 and 不采纳 need a response. Raises StandardsError, for one opinion HandlingError with its key.
    """
    with transaction.atomic():
        row = lock(round.standard).rounds.get(pk=round.pk)
        if not can_handle(actor, row):
            raise StandardsError(
                f"{row}的意见现在不能处理：由起草部门或标准化管理办公室在审查或修改期间处理。"
            )
        signed = Opinion.objects.filter(
            form__round=row, form__recalled_at=None, form__signed_at__isnull=False
        )
        rows = signed.select_for_update(of=("self",)).select_related("form").in_bulk(list(handlings))
        if len(rows) < len(handlings):
            raise StandardsError("有的意见不在这一轮已签署的意见表中，请刷新页面后再处理。")
        return sum(settle(rows[pk], *handlings[pk], standard=row.standard, actor=actor) for pk in rows)


def settle(opinion: Opinion, handling: str, response: str, *, standard, actor) -> bool:
    """Write one handling and tell the trail; False when nothing differs."""
    before = snapshot(opinion, HANDLED)
    opinion.handling, opinion.response = handling, response.strip()
    check_handling(opinion)
    changes = changes_between(before, opinion, HANDLED)
    if not changes:
        return False
    opinion.handled_by, opinion.handled_on = (actor, timezone.localdate()) if handling else (None, None)
    opinion.save(update_fields=[*HANDLED, "handled_by", "handled_on"])
    # Told of the opinion and not of the standard, whose history reviewers read before they sign.
    label = f"{standard} {opinion.form.round} 意见 {opinion.clause}"
    record_event(
        actor=actor,
        verb="handle",
        target=opinion,
        label=label,
        organization=standard.organization,
        changes=changes,
    )
    return True


def check_handling(opinion: Opinion) -> None:
    if opinion.handling not in ("", *Handling.values):
        raise HandlingError("请选择处理：采纳、部分采纳或不采纳。", opinion, "handling")
    if not opinion.handling and opinion.response:
        raise HandlingError("写了处理说明，请同时选择采纳、部分采纳或不采纳。", opinion, "handling")
    if opinion.handling in (Handling.PARTLY, Handling.REJECTED) and not opinion.response:
        raise HandlingError("部分采纳、不采纳要写明处理说明。", opinion, "response")


class HandlingError(StandardsError):
    """A handling that cannot be; `opinion` is the key of the opinion."""

    def __init__(self, message: str, opinion: Opinion, field: str):
        super().__init__(f"条款 {opinion.clause}：{message}", field=field)
        self.opinion = opinion.pk
