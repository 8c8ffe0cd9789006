"""查新: a list compared and kept; what it found applied to the registry, each step recorded (life cycle §5.3)."""

from datetime import date
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from gridgov.changes import as_text
from gridgov.organizations.models import Organization
from gridgov.records.media import KINDS
from gridgov.records.models import Event
from gridgov.records.services import receive_attachment, record_event

from ..errors import StandardsError
from ..importing.reading import read_pasted, read_table
from ..models import Citation, Standard, StatusCheck, StatusFinding
from ..references.checking import Citing, Judged, Listed, Verdict, compare, read_list
from ..references.citations import alive
from ..references.editions import Editions
from .adoption import mark_ended
from .given import check_day
from .importing.histories import keep_histories
from .importing.writing import event_of, locked
from .upkeep import withdraw_standard

BATCH = 500
REPLACED, WITHDRAWN = "replaced", "withdrawn"
IN_SYSTEM = (Standard.Stage.PUBLISHED, Standard.Stage.IDENTIFIED)


def make_check(
    *, actor, organization: Organization, source: str, checked_on: date, text: str = "", file=None
) -> StatusCheck:
    """A list, uploaded or pasted, compared with what the organisation has adopted and cites; nothing is changed yet.

    Raises StandardsError without a source, for a day to come, with both or neither of file and text, and for a list
    that cannot be read; RecordsError for a file that cannot be kept.
    """
    today = timezone.localdate()
    if not source.strip():
        raise StandardsError("请写明名单的来源，如“国家标准全文公开系统”。", field="source")
    check_day(checked_on, "查新日期", "checked_on")
    lines = read_list(sheets_of(text, file), today)
    kept = keep_file(file, organization, actor)
    with transaction.atomic():
        if kept:
            kept.save()
        check = StatusCheck(organization=organization, source=source.strip(), checked_on=checked_on)
        check.made_by, check.attachment = actor, kept
        check_dates_of(check)
        check.save()
        judged = judge(lines, organization, checked_on)
        StatusFinding.objects.bulk_create((finding(check, each) for each in judged), batch_size=BATCH)
        changes = {"查新": ["", f"{check.source}，{len(lines)} 行"]}
        record_event(actor=actor, verb="check", target=check, changes=changes)
    return check


def sheets_of(text: str, file) -> list:
    if bool(text.strip()) == bool(file):
        raise StandardsError("请上传名单文件，或粘贴名单，二者选一。", field="text")
    return read_table(file.name, file.read()) if file else read_pasted(text)


def keep_file(file, organization: Organization, actor):
    """The list as it was handed in, where it is of a kind that is kept; its lines are kept in any case."""
    if not file or PurePath(file.name).suffix.lower().lstrip(".") not in KINDS:
        return None
    file.seek(0)
    return receive_attachment(organization=organization, name=file.name, file=file, uploaded_by=actor)


def check_dates_of(check: StatusCheck) -> None:
    if check.checked_on.year < 2000:
        raise StandardsError(f"查新日期 {check.checked_on} 不可能，请核对。", field="checked_on")


def judge(lines: list[Listed], organization: Organization, on: date) -> list[Judged]:
    """Every line compared, in two statements."""
    rows = Standard.objects.of(organization).filter(origin=Standard.Origin.ADOPTED, stage__in=IN_SYSTEM)
    registry, citing = Editions(rows.exclude(number_key="")), citing_of(organization, on)
    return [compare(line, registry, citing, on) for line in lines]


def citing_of(organization: Organization, on: date) -> Citing:
    """Who cites what in an organisation, among standards alive on a date."""
    rows = Citation.objects.filter(alive(on, "standard__"), standard__organization=organization)
    few = ("number_key", "number_family", "is_dated", "standard__origin")
    return Citing(rows.select_related("standard").only(*few))


def finding(check: StatusCheck, judged: Judged) -> StatusFinding:
    """A line as it is kept."""
    line = judged.listed
    return StatusFinding(
        check_run=check,
        place=line.place,
        number=line.number[:80],
        number_key=line.key[:120],
        number_family=line.family[:120],
        state=line.said[:40],
        replaced_by=line.replaced_by[:200],
        ended_on=line.ended_on,
        standard=judged.standard,
        verdict=judged.verdict,
        citing=len(judged.citing),
    )


def confirm_unchanged(*, actor, check: StatusCheck) -> int:
    """更新查新日期 of every adopted standard the list found unchanged; returns how many were older.

    Raises StandardsError when there is none.
    """
    with transaction.atomic():
        open_findings = unconfirmed(check)
        keys = set(open_findings.values_list("standard_id", flat=True))
        if not keys:
            raise StandardsError("没有需要更新查新日期的标准。")
        older = [row for row in locked(list(keys)).values() if is_older(row, check)]
        note_all(older, check, actor=actor)
        open_findings.update(applied_on=timezone.localdate(), applied_by=actor)
        changes = {"更新查新日期": ["", f"{len(older)} 项"]}
        record_event(actor=actor, verb="confirm", target=check, changes=changes)
    return len(older)


def is_older(row: Standard, check: StatusCheck) -> bool:
    return row.checked_on is None or row.checked_on < check.checked_on


def note_all(rows: list[Standard], check: StatusCheck, *, actor) -> None:
    """Set the 查新日期 of locked rows, with history and events as saving each would leave."""
    at, keys = timezone.now(), [row.pk for row in rows]
    for start in range(0, len(keys), BATCH):
        chunk = Standard.objects.filter(pk__in=keys[start : start + BATCH])
        chunk.update(checked_on=check.checked_on, updated_at=at)
    keep_histories(keys, "~", actor=actor, at=at, reason="check")
    Event.objects.bulk_create(
        [event_of(row, actor, "check", changes_of(row, check), check.source) for row in rows], BATCH
    )


def changes_of(row: Standard, check: StatusCheck) -> dict:
    return {"查新日期": [as_text(row.checked_on), as_text(check.checked_on)]}


def unconfirmed(check: StatusCheck):
    """Findings of no change about standards of the registry, not yet applied."""
    return check.findings.filter(verdict=Verdict.SAME, standard__isnull=False, applied_on=None)


def apply_finding(*, actor, finding: StatusFinding, how: str, on: date, by: str = "") -> StatusFinding:
    """废止 or 被代替 of the adopted standard a finding is about, from a day; its 查新日期 is that of the check.

    `how` is WITHDRAWN, or REPLACED with the number `by`. Raises StandardsError when the finding was applied, is about
    nothing in the registry, or the standard cannot end so.
    """
    with transaction.atomic():
        found = StatusFinding.objects.select_for_update().get(pk=finding.pk)
        check_applicable(found)
        check, row = found.check_run, found.standard
        if how == REPLACED:
            check_by(by)
            mark_ended(actor=actor, standard=row, on=on, by=by.strip())
            found.replaced_by = by.strip()[:200]
        else:
            reason = f"{check.checked_on} 查新（{check.source}）：{found.state or '废止'}"
            withdraw_standard(actor=actor, standard=row, on=on, reason=reason[:200])
        note_all([row for row in locked([row.pk]).values() if is_older(row, check)], check, actor=actor)
        found.ended_on, found.applied_on, found.applied_by = on, timezone.localdate(), actor
        found.save()
    return found


def check_applicable(found: StatusFinding) -> None:
    if found.standard is None:
        raise StandardsError("登记簿中没有这一条，不需要登记变化。")
    if found.applied_on:
        raise StandardsError(f"这一条已于 {found.applied_on} 处理。")
    if found.verdict not in StatusFinding.CHANGES:
        raise StandardsError("这一条没有变化，不需要登记。")


def check_by(by: str) -> None:
    if not by.strip():
        raise StandardsError("请填写代替它的标准编号，如“GB/T 34300-2026”。", field="by")
