"""`manage.py import_standards FILE --organization CODE`: the same import as on the page, from the shell."""

import json
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from openpyxl.utils import column_index_from_string

from gridgov.errors import GridgovError
from gridgov.organizations.models import Organization
from standards.importing.fields import FIELDS
from standards.importing.findings import Options
from standards.importing.places import FIRST_LEAF
from standards.importing.reading import LARGEST, check_size
from standards.importing.showing import WORDS, complaints, label
from standards.models import ImportBatch
from standards.services.importing import check_list, confirm_import, recheck_list
from standards.services.importing.batches import layouts_of
from standards.services.importing.confirming import corrections_in


class Command(BaseCommand):
    help = "把一张标准明细表（.xlsx、.xls、.ods、.csv）导入一个组织的登记簿：先预检，没有错误才全部写入"

    def add_arguments(self, parser):
        parser.add_argument("file", help="要导入的文件")
        parser.add_argument(
            "--organization", required=True, metavar="CODE", help="组织的行政区划代码、地名首字母或名称"
        )
        parser.add_argument("--dry-run", action="store_true", help="只预检，不写入")
        parser.add_argument("--json", action="store_true", help="每行输出一个 JSON 对象")
        parser.add_argument(
            "--mapping",
            metavar="列=项,…",
            help="更正列的对应，如 B=number,C=title；没写的列照旧，写成 B= 的不导入",
        )
        parser.add_argument("--reason", default="", help="改动已发布的自制标准时的更正理由")
        parser.add_argument(
            "--same-day", action="store_true", help="批准日期、发布日期只有一个的，两个都按它登记"
        )
        parser.add_argument("--make-departments", action="store_true", help="新建缺少的部门")
        parser.add_argument("--first-leaf", action="store_true", help=FIRST_LEAF)

    def handle(self, *, file, organization, mapping, **options):
        try:
            with transaction.atomic():
                batch = self.check(file, organization, mapping, options)
                transaction.set_rollback(options["dry_run"])
            self.tell(batch, as_json=options["json"])
            if not batch.counts.get("error") and not options["dry_run"]:
                self.confirm(batch, options)
        except GridgovError as error:
            raise CommandError(error.message) from error
        if errors := batch.counts.get("error"):
            raise CommandError(f"有 {errors} 行错误，没有写入任何一行。")

    def check(self, file: str, organization: str, mapping: str | None, options: dict) -> ImportBatch:
        agreed = Options(**{name: options[name] for name in ("same_day", "make_departments", "first_leaf")})
        batch = check_list(
            actor=None, organization=find_organization(organization), file=read_file(file), options=agreed
        )
        if mapping is None:
            return batch
        return recheck_list(batch=batch, fields=corrected(batch, mapping))

    def confirm(self, batch: ImportBatch, options: dict) -> None:
        """Nothing to write is no error: the command can run again and again."""
        if batch.counts.get("new") or batch.counts.get("changed"):
            confirm_import(actor=None, batch=batch, reason=options["reason"])

    def tell(self, batch: ImportBatch, *, as_json: bool) -> None:
        layouts = layouts_of(batch)
        if as_json:
            for row in batch.rows:
                self.stdout.write(json.dumps(told(row, layouts), ensure_ascii=False))
            return
        for each in complaints(batch.rows, layouts):
            self.stderr.write(f"{each.where}：{each.sentence}")
        counts = "，".join(f"{words} {batch.counts.get(name, 0)}" for name, words in WORDS.items())
        self.stdout.write(f"{batch.name}：共 {len(batch.rows)} 行，{counts}")
        if corrections := corrections_in(batch):
            self.stdout.write(f"其中更正已发布的自制标准 {corrections} 条")


def read_file(path: str) -> ContentFile:
    """The file by its path; StandardsError when it is too large to be a list, CommandError when it is not there."""
    place = Path(path)
    try:
        check_size(place.name, place.stat().st_size)
        with place.open("rb") as file:
            return ContentFile(file.read(LARGEST + 1), name=place.name)
    except OSError as error:
        raise CommandError(f"打不开“{path}”：{error.strerror}。") from error


def find_organization(code: str) -> Organization:
    """The one organisation with that region code, these initials or that name."""
    found = list(
        Organization.objects.filter(Q(region_code=code) | Q(initials=code.upper()) | Q(name=code))[:3]
    )
    if not found:
        raise CommandError(f"没有行政区划代码、地名首字母或名称为“{code}”的组织。")
    if len(found) > 1:
        names = "、".join(f"“{each.name}”" for each in found)
        raise CommandError(f"“{code}”对应几个组织（{names}），请写组织的全名。")
    return found[0]


def corrected(batch: ImportBatch, mapping: str) -> dict[int, list[str]]:
    """The fields of every sheet with `B=number,C=title` put in; CommandError for an unknown column or field."""
    layouts = layouts_of(batch)
    fields = {place: list(layout.fields) for place, layout in enumerate(layouts)}
    for pair in filter(None, map(str.strip, mapping.split(","))):
        letters, equals, name = pair.partition("=")
        if not equals or not letters.strip().isalpha() or (name.strip() and name.strip() not in FIELDS):
            raise CommandError(f"“{pair}”不对，应如 B=number；项可以是 {'、'.join(FIELDS)}。")
        column = column_index_from_string(letters.strip().upper()) - 1
        for names in fields.values():
            if column < len(names):
                names[:] = ["" if each == name.strip() else each for each in names]
                names[column] = name.strip()
    return fields


def told(row: dict, layouts) -> dict:
    """One row for other programs: what it is, what would change, what is wrong and to be looked at."""
    return {
        "sheet": layouts[row["sheet"]].sheet,
        "line": row["line"],
        "verdict": row["verdict"],
        "standard": row.get("pk"),
        **{name: row["shown"].get(name, "") for name in ("class_code", "number", "title")},
        "changes": {label(name): pair for name, pair in row.get("changes", {}).items()},
        "errors": [{"column": label(name), "message": sentence} for name, sentence in row.get("faults", ())],
        "notes": row.get("notes", []),
    }
