"""A list read, understood and held against the registry: what the page of the 预检 shows. Nothing is registered yet."""

from collections import Counter
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from gridgov.organizations.models import Department, Organization
from gridgov.records.services import receive_attachment

from ...errors import StandardsError
from ...importing.findings import Options
from ...importing.headers import Layout, layout_of
from ...importing.known import Registry
from ...importing.precheck import precheck
from ...importing.reading import Sheet, check_size, read_pasted, read_table
from ...models import ColumnMapping, ImportBatch, Node, NodeRemoval, NumberAlias, Standard

PLAIN = Options()
PASTED = "粘贴的内容.csv"
NO_HEADINGS = (
    "前十行里没有找到表头：要有一行写着各列的名称，至少有“标准名称”或“标准编号”和另一列。"
    "请补上表头，或下载模板照着填写。"
)


def check_list(
    *, actor, organization: Organization, file=None, text: str = "", options: Options = PLAIN
) -> ImportBatch:
    """Read an uploaded file, or what was pasted, and hold it against the registry; the list is kept with its file.

    Columns are read as the organisation read this shape before. Raises StandardsError or RecordsError when it is
    no list, or none of its sheets has headings.
    """
    if file is None:
        sheets, file = read_pasted(text), ContentFile(text.encode("utf-8-sig"), name=PASTED)
    else:
        check_size(file.name, file.size)
        sheets = read_table(file.name, file.read())
        file.seek(0)
    layouts = remembered(organization, [layout for sheet in sheets if (layout := layout_of(sheet))])
    if not layouts:
        raise StandardsError(NO_HEADINGS, field="file")
    attachment = receive_attachment(organization=organization, name=file.name, file=file, uploaded_by=actor)
    batch = ImportBatch(organization=organization, name=attachment.name, made_by=actor)
    judge(batch, sheets, layouts, options)
    if not batch.rows:
        raise StandardsError("表头下没有要导入的行。请填写后再上传。", field="file")
    with transaction.atomic():
        attachment.save()
        batch.attachment = attachment
        batch.save()
    return batch


def recheck_list(
    *, batch: ImportBatch, fields: dict[int, list[str]] | None = None, options: Options | None = None
) -> ImportBatch:
    """Check a list again, its columns as somebody says they are: they are remembered for lists of that shape.

    `fields` holds for the place of a sheet the field of every column, "" for none. Raises StandardsError when the
    list was confirmed already, or a sheet has no titles then.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.is_open:
            raise StandardsError("这张表已经导入，不能再改列的对应。请重新上传。")
        layouts = [
            corrected(layout, (fields or {}).get(place)) for place, layout in enumerate(layouts_of(batch))
        ]
        for layout in layouts if fields else ():
            remember(batch.organization, layout)
        judge(batch, sheets_of(batch), layouts, options or options_of(batch))
        batch.save()
    return batch


def corrected(layout: Layout, fields: list[str] | None) -> Layout:
    if fields is None:
        return layout
    given = [name for name in fields if name]
    if len(set(given)) < len(given):
        raise StandardsError(f"工作表“{layout.sheet}”有两列对应同一项，请只留一列。")
    if not {"title", "number"} & set(given):
        raise StandardsError(f"工作表“{layout.sheet}”没有一列是标准名称或标准编号，请指定。")
    return layout.with_fields([*fields, *[""] * len(layout.headings)][: len(layout.headings)])


def judge(batch: ImportBatch, sheets: list[Sheet], layouts: list[Layout], options: Options) -> None:
    """Fill in the batch: how its sheets are read, the finding of every row, how many there are of each kind."""
    registry = Registry(batch.organization, on=timezone.localdate(), options=options)
    state = state_of(batch.organization)
    findings = precheck(sheets, layouts, registry)
    batch.rows = [found.as_json(registry.places) for found in findings]
    batch.counts = Counter(row["verdict"] for row in batch.rows)
    read = {layout.sheet for layout in layouts}
    batch.mapping = {
        "sheets": [asdict(layout) for layout in layouts],
        "skipped": [sheet.name for sheet in sheets if sheet.name not in read and not sheet.hidden],
        "options": asdict(options),
        "state": state,
    }


def sheets_of(batch: ImportBatch) -> list[Sheet]:
    """The list as it was handed in, read once more."""
    with batch.attachment.open() as file:
        content = file.read()
    return read_table(batch.attachment.name, content)


def layouts_of(batch: ImportBatch) -> list[Layout]:
    return [
        Layout(**{name: tuple(value) if isinstance(value, list) else value for name, value in each.items()})
        for each in batch.mapping["sheets"]
    ]


def options_of(batch: ImportBatch) -> Options:
    return Options(**batch.mapping["options"])


def remembered(organization: Organization, layouts: list[Layout]) -> list[Layout]:
    """The layouts with the columns as the organisation corrected them for the same headings before."""
    wanted = {layout.signature for layout in layouts}
    known = dict(
        ColumnMapping.objects.filter(organization=organization, headings__in=wanted).values_list(
            "headings", "mapping"
        )
    )
    return [
        layout.with_fields(known[layout.signature]["fields"]) if layout.signature in known else layout
        for layout in layouts
    ]


def remember(organization: Organization, layout: Layout) -> None:
    ColumnMapping.objects.update_or_create(
        organization=organization,
        headings=layout.signature,
        defaults={"mapping": {"fields": list(layout.fields)}},
    )


def state_of(organization: Organization) -> dict:
    """What the 预检 relied on: when it is another, the list has to be checked again. Fixed statements."""
    registry = Standard.objects.of(organization).aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    departments = Department.objects.of(organization).order_by("pk").values_list("pk", "name")
    nodes = Node.objects.filter(organization=organization).aggregate(Count("pk"), Max("pk"))
    removals = NodeRemoval.objects.filter(organization=organization).aggregate(Count("pk"), Max("pk"))
    aliases = NumberAlias.objects.of(organization).aggregate(Count("pk"), Max("pk"))
    parts = [registry, nodes, removals, aliases]
    return {
        "registry": [str(value) for part in parts for value in part.values()],
        "departments": [list(pair) for pair in departments],
        "day": timezone.localdate().isoformat(),
    }
