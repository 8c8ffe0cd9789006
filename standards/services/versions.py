"""体系版本: 编制 → 审议 → 发布 (life cycle §5.4, T/CSSG 001.2 8.3.2, 9.3, 9.4).

Office, committee and authoriser each have their part; the 发布令 freezes what the version is.
"""

from datetime import date, timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gridgov.dates import implausible_date
from gridgov.organizations.models import Organization, Role
from gridgov.records.services import receive_attachment, record_event

from ..errors import StandardsError
from ..models import SystemVersion
from ..statistics import coverage
from ..versions.explanation import SECTIONS, is_written, suggested
from ..versions.snapshots import write_snapshot
from .freezing import known_standards, system_document
from .given import check_day

State = SystemVersion.State
DATES = ("drafted_on", "deliberated_on", "issued_on", "effective_on")
# A year typed wrongly would keep every later version from being issued.
FURTHEST = timedelta(days=366)
SAME_NAME = "本组织已有名为“{}”的体系版本，请换一个名称，如“2027 年版”。"
NOT_DELIBERATED = "还没有审议，不能发布。请先记录标准化管理委员会的审议。"
STILL_OPEN = "体系版本“{}”还在编制中。请先把它发布，再编制下一版。"


def start_version(
    *, actor, organization: Organization, name: str, drafted_on: date | None = None
) -> SystemVersion:
    """Begin to draft a version: the explanation of the last one is taken over, else what the registry can tell.

    A version from before this registry is entered with the days it had. Raises StandardsError when another version
    is being drafted, the name is taken, or the day is to come.
    """
    drafted_on = drafted_on or timezone.localdate()
    check_day(drafted_on, "编制日期", "drafted_on")
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=organization.pk)
        versions = SystemVersion.objects.of(organization).without_snapshot()
        if begun := versions.exclude(state=State.ISSUED).first():
            raise StandardsError(STILL_OPEN.format(begun))
        last = versions.issued().first()
        version = SystemVersion(
            organization=organization,
            name=named(organization, name),
            explanation=dict(last.explanation) if last else suggestions(organization, on=drafted_on),
            drafted_by=actor,
            drafted_on=drafted_on,
        )
        keep(version)
        record_event(actor=actor, verb="create", target=version, label=f"体系版本 {version}")
    return version


def suggestions(organization: Organization, *, on: date) -> dict[str, str]:
    """What the registry can tell of a day, by section of the explanation."""
    removed = [str(each.node) for each in organization.node_removals.select_related("node")]
    covered = coverage(organization, on=on, standards=known_standards(organization, on))
    return suggested(organization.name, covered, removed)


def named(organization: Organization, name: str, version: SystemVersion | None = None) -> str:
    """The name without blanks around it; raises StandardsError when it is empty or taken."""
    name = name.strip()
    if not name:
        raise StandardsError("请填写版本名称，如“2026 年版”。", field="name")
    others = SystemVersion.objects.of(organization).filter(name=name)
    if others.exclude(pk=version and version.pk).exists():
        raise StandardsError(SAME_NAME.format(name), field="name")
    return name


def save_explanation(*, actor, version: SystemVersion, name: str, explanation: dict) -> SystemVersion:
    """Write name and explanation; what was deliberated goes back to 编制, for another text was read there.

    Raises StandardsError when the version is issued, or the name is taken.
    """
    with transaction.atomic():
        row = lock(version)
        before = {SECTIONS[key][0]: row.explanation.get(key, "") for key in SECTIONS} | {"版本": row.name}
        row.name = named(row.organization, name, row)
        row.explanation = {key: explanation.get(key, "").strip() for key in SECTIONS}
        after = {SECTIONS[key][0]: row.explanation[key] for key in SECTIONS} | {"版本": row.name}
        changes = {label: [before[label], after[label]] for label in after if before[label] != after[label]}
        if not changes:
            return row
        if row.state == State.DELIBERATED:
            changes["状态"] = [row.get_state_display(), State.DRAFTING.label]
            row.state, row.deliberated_on, row.deliberation = State.DRAFTING, None, ""
        keep(row)
        record_event(actor=actor, verb="change", target=row, label=f"体系版本 {row}", changes=changes)
    return row


def deliberate_version(*, actor, version: SystemVersion, on: date, text: str) -> SystemVersion:
    """Write down that the committee deliberated (8.1.2): when, and what it found; again to mend it.

    Raises StandardsError without an explanation to deliberate, without words, for a day before the drafting or
    to come, and when the version is issued.
    """
    with transaction.atomic():
        row = lock(version)
        if not is_written(row.explanation):
            raise StandardsError("还没有写编制说明，不能审议。请先写编制说明。")
        if not text.strip():
            raise StandardsError("请写明审议情况：在什么会议上、意见和结论。", field="text")
        check_day(on, "审议日期", "on")
        if on < row.drafted_on:
            raise StandardsError(f"审议日期 {on} 早于编制日期 {row.drafted_on}，请核对。", field="on")
        row.state, row.deliberated_on, row.deliberation = State.DELIBERATED, on, text.strip()
        keep(row)
        changes = {"审议日期": ["", on], "审议情况": ["", row.deliberation]}
        record_event(actor=actor, verb="deliberate", target=row, label=f"体系版本 {row}", changes=changes)
    return row


def issue_version(*, actor, version: SystemVersion, decree_file=None, **decree) -> SystemVersion:
    """The 发布令: freezes tree, 明细表 and 统计表 as they stand on the day of issue, with their SHA-256.

    `decree` holds decree_number, signer, issued_on, effective_on; `decree_file` is the signed paper, which the office
    must hand in, while committee and authoriser decide under their own account. Nothing of it can be changed
    afterwards. Raises StandardsError before the deliberation, for days out of order, and for a second issue.
    """
    attachment = received(actor, version, decree_file)
    with transaction.atomic():
        row = lock(version)
        if row.state != State.DELIBERATED:
            raise StandardsError(NOT_DELIBERATED)
        for name in ("decree_number", "signer"):
            setattr(row, name, decree[name].strip())
        row.issued_on, row.effective_on = decree["issued_on"], decree["effective_on"]
        check_decree(row, actor, attachment)
        if attachment:
            attachment.save()
            row.decree = attachment
        row.state = State.ISSUED
        row.snapshot, row.sha256 = write_snapshot(issued_document(row))
        keep(row)
        changes = {name: ["", value] for name, value in facts_of(row).items()}
        record_event(actor=actor, verb="issue", target=row, label=f"体系版本 {row}", changes=changes)
    return row


def received(actor, version: SystemVersion, file):
    """The signed decree, its bytes kept; not saved yet. None without a file."""
    if not file:
        return None
    return receive_attachment(organization=version.organization, name=file.name, file=file, uploaded_by=actor)


def check_decree(row: SystemVersion, actor, attachment) -> None:
    """StandardsError for what a 发布令 must have and has not."""
    for name, words in (("decree_number", "发布令文号"), ("signer", "签发人")):
        if not getattr(row, name):
            raise StandardsError(f"请填写{words}。", field=name)
    decides = actor.has_role(row.organization_id, Role.COMMITTEE, Role.AUTHORIZER)
    if attachment is None and not decides:
        raise StandardsError(
            "请上传签发的发布令：办公室代为录入时，要有签发人签署的文件。", field="decree_file"
        )
    check_day(row.issued_on, "发布日期", "issued_on")
    if row.issued_on < row.deliberated_on:
        raise StandardsError(
            f"发布日期 {row.issued_on} 早于审议日期 {row.deliberated_on}，请核对。", field="issued_on"
        )
    if row.effective_on < row.issued_on:
        raise StandardsError(
            f"运行起始日期 {row.effective_on} 早于发布日期 {row.issued_on}，请核对。", field="effective_on"
        )
    if found := implausible_date(row, DATES):
        raise StandardsError(found[1], field=found[0])
    if row.effective_on > row.issued_on + FURTHEST:
        raise StandardsError(
            f"运行起始日期 {row.effective_on} 在发布日期一年以后，请核对：发布后不能再改，下一版应在其后运行。",
            field="effective_on",
        )
    check_follows(row)


def check_follows(row: SystemVersion) -> None:
    """The version comes into operation after the one before it, or nobody could say which runs."""
    last = SystemVersion.objects.of(row.organization).issued().order_by("-effective_on").first()
    if last and row.effective_on <= last.effective_on:
        raise StandardsError(
            f"“{last}”自 {last.effective_on} 起运行，新版的运行起始日期应在其后。", field="effective_on"
        )


def issued_document(row: SystemVersion) -> dict:
    """What is frozen: the system on the day of issue, and the version itself."""
    return system_document(row.organization, on=row.issued_on) | {
        "version": {
            "name": row.name,
            "drafted_by": str(row.drafted_by or ""),
            "drafted_on": row.drafted_on.isoformat(),
            "deliberated_on": row.deliberated_on.isoformat(),
            "deliberation": row.deliberation,
            "decree_number": row.decree_number,
            "decree_sha256": row.decree.sha256 if row.decree else "",
            "signer": row.signer,
            "issued_on": row.issued_on.isoformat(),
            "effective_on": row.effective_on.isoformat(),
            "explanation": row.explanation,
            "frozen_on": timezone.localdate().isoformat(),
        }
    }


def facts_of(row: SystemVersion) -> dict:
    """The decree in the trail."""
    return {
        "发布令文号": row.decree_number,
        "签发人": row.signer,
        "发布日期": row.issued_on,
        "运行起始日期": row.effective_on,
        "签发的发布令": row.decree.name if row.decree else "",
        "SHA-256": row.sha256,
    }


def lock(version: SystemVersion) -> SystemVersion:
    """The row as it is now, held until the transaction ends; raises StandardsError once it is issued."""
    rows = SystemVersion.objects.select_for_update(of=("self",)).select_related("organization", "drafted_by")
    row = rows.get(pk=version.pk)
    if row.is_issued:
        raise StandardsError(f"体系版本“{row}”已经发布，不能再改。要改动请编制下一版。")
    return row


def keep(row: SystemVersion) -> None:
    """Validate and save; a violated constraint becomes its sentence."""
    if found := implausible_date(row, DATES):
        raise StandardsError(found[1], field=found[0])
    try:
        row.validate_constraints()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise StandardsError(sentences[0], field=None if name == NON_FIELD_ERRORS else name) from error
    except IntegrityError as error:
        raise StandardsError("刚有人做了同样的事，请刷新后再看。") from error
