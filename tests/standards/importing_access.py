"""Access to lists that come in: whoever reads the registry sees them, the office of the organisation brings them in."""

from django.core.files.base import ContentFile

from standards.services.importing import check_list, confirm_import
from tests import factories
from tests.access import Row
from tests.standards.importing.files import make_xlsx

# anonymous, stranger, reader, office, panel member, administrator
READ = ("login", 404, 200, 200, 404, 200)
WRITE = ("login", 404, 403, 200, 404, 403)
DONE = ("login", 404, 403, 302, 404, 403)
# A stranger brings lists into the registry of the own organisation.
ENTER = ("login", 200, 403, 200, 403, 403)
ELSEWHERE = ("login", 403, 403, 200, 403, 403)
NEVER = ("login", 404, 405, 405, 404, 405)


def list_of(number: str) -> ContentFile:
    rows = [("标准编号", "标准名称", "体系分类代号"), (number, "规范", "4.1.1")]
    return ContentFile(make_xlsx(rows), name="明细表.xlsx")


def checked(world) -> tuple:
    batch = check_list(actor=world.office, organization=world.city, file=list_of("GB/T 9001-2020"))
    return (batch.pk,)


def new_number() -> str:
    """What is in the registry already leaves an import nothing to write."""
    return f"GB/T {50_000 + next(factories.counter)}-2020"


def confirmed(world) -> tuple:
    batch = check_list(actor=world.office, organization=world.city, file=list_of(new_number()))
    return (confirm_import(actor=world.office, batch=batch).pk,)


def upload(world) -> dict:
    return {"file": list_of("GB/T 9003-2020")}


def of_city(world) -> dict:
    return {"organization": world.city.pk}


def columns(world) -> dict:
    return {"column-0-0": "number", "column-0-1": "title", "column-0-2": "class_code"}


ROWS = [
    Row("standards:imports", ("login", 200, 200, 200, 403, 200)),
    Row("standards:import-new", ENTER),
    Row("standards:import-new", ELSEWHERE, data=of_city),
    Row("standards:import-new", ("login", 302, 403, 302, 403, 403), method="post", data=upload),
    Row("standards:import-template", ENTER),
    Row("standards:import-template", ELSEWHERE, data=of_city),
    Row("standards:import", READ, checked),
    Row("standards:import", READ, confirmed),
    Row("standards:import", DONE, checked, method="post"),
    Row("standards:import-columns", WRITE, checked),
    Row("standards:import-columns", DONE, checked, method="post", data=columns),
    Row("standards:import-options", DONE, checked, method="post", data=lambda world: {"same_day": "on"}),
    Row("standards:import-errors", WRITE, checked),
    Row("standards:import-file", READ, checked),
    Row("standards:import-undo", WRITE, confirmed),
    Row("standards:import-undo", DONE, confirmed, method="post", data=lambda world: {"reason": "选错了文件"}),
    Row("standards:import-undo", DONE, checked),
]
