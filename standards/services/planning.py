"""The 制修订计划 and what is collected before drafting (T/CSSG 001.2 12 a, 10.2.1)."""

from datetime import date

from django.db import transaction

from gridgov.organizations.models import Organization
from gridgov.records.services import receive_attachment, record_event

from ..errors import StandardsError
from ..models import CollectedInformation, Node, Standard
from .given import check_day
from .keeping import changed_since, facts, lock, refusing_twice
from .publishing import check_revised
from .registry import change
from .replacement import intend_replacement

Stage, Aspect = Standard.Stage, CollectedInformation.Aspect
MAKING = (Stage.PLANNED, Stage.DRAFTING)
DEMANDED = {
    "plan_reason": "请写明立项理由：为什么要制定。",
    "drafting_department": "请选择起草部门。",
    "due_on": "请填写计划完成日期。",
}


def plan_standard(*, actor, organization: Organization, values: dict) -> Standard:
    """A new entry of the plan, to be approved; `values` are fields of `Standard`, `replaces` too. Returns it.

    Raises StandardsError when reason, department or due day is missing, the leaf gives no numbers, or the edition
    it revises does not stand or is being revised already; DuplicateError for the same title in the same place.
    """
    row = Standard(organization=organization, origin=Standard.Origin.OWN, stage=Stage.PLANNED)
    with refusing_twice(row), transaction.atomic():
        return write_plan(row, actor=actor, verb="plan", values=values)


def edit_plan(*, actor, standard: Standard, values: dict) -> Standard:
    """Change an entry of the plan. What was approved is to be approved again, as it is another plan now.

    Raises StandardsError once drafting has begun, and for what a plan cannot hold.
    """
    with refusing_twice(standard), transaction.atomic():
        row = lock(standard)
        if row.stage != Stage.PLANNED:
            raise StandardsError("只有还没有开始起草的计划可以改；已开始的请直接编辑草案。")
        before = facts(row)
        row = write_plan(row, actor=actor, verb="change", values=values)
        if row.planned_on and changed_since(before, row):
            take_approval_back(row, actor=actor)
    return row


def write_plan(row: Standard, *, actor, verb: str, values: dict) -> Standard:
    """Check and save the entry, then what it is meant to replace."""
    values = dict(values)
    replaced = values.pop("replaces", None)
    for name, sentence in DEMANDED.items():
        if not values.get(name, getattr(row, name)):
            raise StandardsError(sentence, field=name)
    check_leaf(values.get("node") or row.node)
    if old := values.get("revision_of"):
        check_one_revision(row, old)
    row = change(row, actor=actor, verb=verb, values=values)
    return row if replaced is None else intend_replacement(actor=actor, standard=row, olds=replaced)


def check_leaf(node: Node) -> None:
    """Own standards stand in a class that gives numbers (10.6.4)."""
    if not node.class_code:
        raise StandardsError(f"“{node}”没有分类号，不能放自制标准，请重新选择体系分类。", field="node")


def check_one_revision(row: Standard, old: Standard) -> None:
    """The edition stands and nobody else revises it."""
    check_revised(row, old, "revision_of")
    others = old.revisions.exclude(pk=row.pk).exclude(stage__in=[Stage.PUBLISHED, Stage.ABANDONED])
    if other := others.first():
        words = f"“{old.number}”的修订项目已在{other.get_stage_display()}阶段，不用再列入计划。"
        raise StandardsError(words, field="revision_of")


def take_approval_back(row: Standard, *, actor) -> None:
    change(row, actor=actor, verb="change", values={"planned_on": None})


def collect_information(
    *, actor, standard: Standard, aspect: str, content: str, collected_on: date, source: str = "", file=None
) -> CollectedInformation:
    """Record what was collected on one of the four aspects before drafting (10.2.1 a–d); returns it.

    Raises StandardsError when the draft has been sent in already, RecordsError when the file cannot be taken in.
    """
    attachment = file and receive_attachment(
        organization=standard.organization, name=file.name, file=file, uploaded_by=actor
    )
    with transaction.atomic():
        row = lock(standard)
        check_collectable(row, aspect, content, collected_on)
        if attachment:
            attachment.save()
        record = CollectedInformation.objects.create(
            standard=row,
            aspect=aspect,
            content=content.strip(),
            source=source.strip(),
            collected_on=collected_on,
            attachment=attachment or None,
            recorded_by=actor,
        )
        told = f"{record.content[:60]}{f'（{record.source}）' if record.source else ''}"
        changes = {record.get_aspect_display(): ["", told]}
        record_event(actor=actor, verb="collect", target=row, changes=changes)
    return record


def check_collectable(row: Standard, aspect: str, content: str, collected_on: date) -> None:
    if not row.is_own or row.stage not in MAKING:
        raise StandardsError("只有计划中和起草中的自制标准收集信息；送审以后不再收集。")
    if aspect not in Aspect:
        raise StandardsError("请选择收集的是哪一方面的信息（第2部分 10.2.1）。", field="aspect")
    if not content.strip():
        raise StandardsError("请写明收集到的内容。", field="content")
    check_day(collected_on, "收集日期", "collected_on")
