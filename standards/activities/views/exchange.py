"""Excel out and in, for every kind and every part: export, template, precheck, confirmation."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.errors import GridgovError
from gridgov.records.media import XLSX
from gridgov.records.serving import serve_workbook
from gridgov.submitting import posted, tell_in
from standards.importing.reading import check_size, read_table

from ..errors import ActivitiesError
from ..exports import export_rows, make_template
from ..forms.exchange import UploadForm
from ..kinds import Kind
from ..prechecking import CHANGED, ERROR, NEW, SAME, Place, precheck
from ..services.importing import import_rows
from ..sheets import Read, read_lines
from .access import (
    chosen_organization,
    kind_or_404,
    list_url,
    part_or_404,
    require_reader,
    seen_record,
    trail,
    written_record,
)

SALT = "activities.import"
HOURS = 12
STALE = "预检的结果已过期，请重新上传。"
BAD_FILTER = "查询条件有误，没有导出。请改正标出的条件后再导出。"
MOST_SHOWN = 200
MOST_PACKED = 2_000_000  # the site takes in forms of 2.5 MB


@dataclass(frozen=True)
class Target:
    """Where a list goes and what its pages are called."""

    kind: Kind
    place: Place
    record: object = None

    @property
    def table(self):
        return self.place.table

    def url(self, name: str) -> str:
        """The address `name` of this list: `import`, `import-confirm`, `template`."""
        if self.record is None:
            base = reverse(f"activities:{name}", args=[self.kind.slug])
            return f"{base}?organization={self.place.organization.pk}"
        return reverse(f"activities:part-{name}", args=[self.kind.slug, self.record.pk, self.table.slug])


def target_of(request, slug: str, pk=None, part=None) -> Target:
    """The place the user may write: a kind in an organisation, or a part of a record that is open."""
    kind = kind_or_404(slug)
    if pk is None:
        organization = chosen_organization(request, kind)
        return Target(kind, Place(kind, organization, request.user))
    table, record = part_or_404(kind, part), written_record(request, kind, pk)
    if sentence := table.closed(record):
        raise PermissionDenied(sentence)
    return Target(kind, Place(table, record.organization, request.user, record), record)


@require_safe
def export(request, kind):
    """The list as filtered, with all columns; the download is recorded with its number of rows."""
    kind, on = kind_or_404(kind), timezone.localdate()
    require_reader(request.user)
    found = kind.filters(request.GET, kind=kind, user=request.user, on=on)
    if not found.is_valid():
        messages.error(request, BAD_FILTER)
        return redirect(f"{reverse(f'activities:{kind.slug}')}?{request.GET.urlencode()}")
    organization = found.organization_shown
    rows = list(kind.rows(found.qs))
    title = f"{organization or '各组织'}{kind.label}{'（按条件筛选）' if found.is_narrowed else ''}"
    file = export_rows(table=kind, rows=rows, title=title, on=on, wide=organization is None)
    return downloaded(request, file, title, organization or home(request.user), kind.label, len(rows))


@require_safe
def part_export(request, kind, pk, part):
    """The rows inside one record."""
    kind = kind_or_404(kind)
    part, record = part_or_404(kind, part), seen_record(request, kind, pk)
    rows = list(part.of(record))
    title = f"{record} {part.label}"
    file = export_rows(table=part, rows=rows, title=title, on=timezone.localdate(), wide=False)
    return downloaded(request, file, title, record, part.label, len(rows))


def home(user):
    """Where an export over several organisations is told: at the user's own."""
    return user.organization


def downloaded(request, file, title: str, target, what: str, count: int) -> FileResponse:
    name = f"{title}{timezone.localdate():%Y-%m-%d}.xlsx".replace("/", "-")
    changes, organization = {what: ["", f"{count} 条"]}, getattr(target, "organization", target)
    return serve_workbook(request, file, name=name, target=target, organization=organization, changes=changes)


@require_safe
def template(request, kind, pk=None, part=None):
    """An empty list with the headings that are read."""
    target = target_of(request, kind, pk, part)
    title = target.kind.label if target.record is None else f"{target.record} {target.table.label}"
    file = make_template(table=target.table, title=title)
    name = f"{target.table.noun}导入模板.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, kind, pk=None, part=None):
    """Take a list in and show what would become of each row; nothing is written yet."""
    target = target_of(request, kind, pk, part)
    form = UploadForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            read = read_file(target, form.cleaned_data["file"])
            return show_precheck(request, target, read)
        except GridgovError as error:
            tell_in(form, error)
    return render(request, "activities/import.html", page(request, target, form=form))


def read_file(target: Target, file) -> Read:
    check_size(file.name, file.size)
    return read_lines(target.table, read_table(file.name, file.read()))


def show_precheck(request, target: Target, read: Read):
    """Every row with its state; the rows themselves travel signed to the confirmation, nothing is stored."""
    checked = precheck(target.place, read)
    counts = {state: sum(1 for row in checked if row.state == state) for state in (NEW, CHANGED, SAME, ERROR)}
    shown = [row for row in checked if row.state != SAME]
    context = page(
        request,
        target,
        read=read,
        counts=counts,
        shown=shown[:MOST_SHOWN],
        more=max(0, len(shown) - MOST_SHOWN),
        is_clean=not counts[ERROR],
        has_work=counts[NEW] + counts[CHANGED],
        packed=packed(read),
    )
    return render(request, "activities/precheck.html", context)


@require_POST
def confirm(request, kind, pk=None, part=None):
    """Write what was prechecked, all or nothing; checked again, as others may have written meanwhile."""
    target = target_of(request, kind, pk, part)
    try:
        counts = import_rows(target.place, unpacked(request.POST.get("packed", "")))
        messages.success(
            request, f"已导入：新增 {counts[NEW]} 条，变更 {counts[CHANGED]} 条，不变 {counts[SAME]} 条。"
        )
    except signing.BadSignature:
        messages.error(request, STALE)
        return redirect(target.url("import"))
    except GridgovError as error:
        messages.error(request, error.message)
        return redirect(target.url("import"))
    return redirect(target.record or list_url(request, target.kind))


def packed(read: Read) -> str:
    """The rows as a field of the page; refused when the browser could not send them back."""
    text = signing.dumps([read.headings, read.lines], salt=SALT, compress=True)
    if len(text) > MOST_PACKED:
        raise ActivitiesError("表格里的文字太多。请分成几个文件，分次导入。", field="file")
    return text


def unpacked(text: str) -> Read:
    headings, lines = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    return Read(tuple(headings), tuple((number, tuple(cells)) for number, cells in lines))


def page(request, target: Target, **context) -> dict:
    """What both pages of an import show."""
    noun = target.table.noun
    return {
        "heading": f"导入{noun}",
        "target": target,
        "organization": target.place.organization,
        "columns": target.table.imported,
        "upload_url": target.url("import"),
        "confirm_url": target.url("import-confirm"),
        "template_url": target.url("template"),
        "cancel_url": target.record.get_absolute_url() if target.record else list_url(request, target.kind),
        "trail": trail(request, target.kind, target.record),
        **context,
    }
