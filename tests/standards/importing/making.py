"""What the tests of importing share: lists made from rows, and what the 预检 says of them."""

from django.core.files.base import ContentFile

from standards.importing.findings import Options
from standards.models import ImportBatch, Node
from standards.services.importing import check_list, confirm_import, recheck_list
from tests.standards.importing.files import make_xlsx

HEADINGS = (
    *("序号", "体系分类代号", "子体系/层级", "标准编号", "标准名称", "标准级别", "制定方式", "状态"),
    *("批准日期", "发布日期", "实施日期", "被代替标准号", "采用关系", "实施部门", "复审日期", "备注"),
)


def leaf(code: str) -> Node:
    return Node.objects.get(organization=None, code=code)


def file_of(rows, *, headings=HEADINGS, name="明细表.xlsx", **sheets) -> ContentFile:
    return ContentFile(make_xlsx([headings, *rows], **sheets), name=name)


def row(**cells) -> list:
    """A row under `HEADINGS`: an adopted standard unless told otherwise, with what the test cares about."""
    known = {"标准名称": "城乡社区网格化服务管理规范", "体系分类代号": "4.1.1", "标准编号": "GB/T 34300-2017"}
    return [(known | cells).get(heading) for heading in HEADINGS]


def own(number="Q/ALWG TG204•1-2025", **cells) -> list:
    """A row of the organisation's own, numbered on paper."""
    days = {"批准日期": "2025-04-10", "发布日期": "2025-04-15", "实施日期": "2025-05-01"}
    known = {
        "体系分类代号": "5.4.2",
        "标准编号": number,
        "标准名称": "网格巡查管理规范",
        "实施部门": "综合业务科",
    }
    return row(**(known | days | cells))


def checked(office, *rows, options=None, **more) -> ImportBatch:
    """A list of these rows, checked by the office of the organisation."""
    batch = check_list(actor=office, organization=office.organization, file=file_of(rows, **more))
    return recheck_list(batch=batch, options=options) if options else batch


def imported(office, *rows, reason="", **more) -> ImportBatch:
    return confirm_import(actor=office, batch=checked(office, *rows, **more), reason=reason)


def verdicts(batch: ImportBatch) -> list[str]:
    return [each["verdict"] for each in batch.rows]


def faults(batch: ImportBatch) -> list[str]:
    return [sentence for each in batch.rows for _, sentence in each.get("faults", ())]


def notes(batch: ImportBatch) -> list[str]:
    return [note for each in batch.rows for note in each.get("notes", ())]


SAME_DAY = Options(same_day=True)
MAKE_DEPARTMENTS = Options(make_departments=True)
FIRST_LEAF = Options(first_leaf=True)
