"""The number columns of a standard, and where a new number comes from (T/CSSG 001.2 10.5, 10.6)."""

from django.db import connection
from django.utils import timezone

from gridgov.organizations.models import Organization

from ..errors import StandardsError
from ..models import NumberCounter, Standard
from ..numbering import (
    DocumentNumber,
    ExternalNumber,
    NumberError,
    OwnNumber,
    parse,
    parse_document_number,
    search_form,
)

Number = OwnNumber | ExternalNumber | DocumentNumber
COLUMNS = (
    "number",
    "number_raw",
    "number_key",
    "number_family",
    "number_sort",
    "number_search",
    "class_code",
)
LONGEST = Standard._meta.get_field("number").max_length
DOCUMENT_SORT = "2"  # own numbers sort under 0, external ones under 1

ALLOCATE = """
INSERT INTO {table} (organization_id, class_code, last) VALUES (%s, %s, 1)
ON CONFLICT (organization_id, class_code) DO UPDATE SET last = {table}.last + 1 RETURNING last
"""
RESERVE = """
INSERT INTO {table} (organization_id, class_code, last) VALUES (%s, %s, %s)
ON CONFLICT (organization_id, class_code)
DO UPDATE SET last = excluded.last WHERE {table}.last < excluded.last
"""


def read_number(text: str) -> Number:
    """The number of a standard or the 文号 in `text`; StandardsError (field `number`) if neither."""
    reader = parse_document_number if "号" in text or "〔" in text else parse
    try:
        number = reader(text, timezone.localdate())
    except NumberError as error:
        raise StandardsError(error.message, field="number") from error
    if len(str(number)) > LONGEST or len(text) > LONGEST:
        raise StandardsError(f"标准编号超过 {LONGEST} 个字，请只填编号，其余写入备注。", field="number")
    return number


def number_columns(text: str, second: str = "") -> dict:
    """Values of every number column of `Standard` for a number as typed; all empty for "" (laws, drafts).

    `second` is the 第二标准号: search finds the row by it too. Raises StandardsError with field `number`.
    """
    columns = dict.fromkeys(COLUMNS, "") | {"sequence": None, "part": None}
    if text.strip():
        number = read_number(text)
        key = str(number) if isinstance(number, DocumentNumber) else number.key
        columns |= {"number": str(number), "number_raw": text.strip(), "number_key": key}
        columns |= {"number_family": family_of(number), "number_sort": sort_text_of(number)}
        columns |= own_parts(number)
    found_by = [search_form(columns["number_key"]), search_form(second)]
    return columns | {"number_search": " ".join(filter(None, found_by))}


def find_text(row: Standard) -> str:
    """What a search of numbers reads of a row: its number, its 第二标准号, and the numbers it had before."""
    former = row.aliases.values_list("number_search", flat=True) if row.pk else ()
    own = [search_form(row.number_key), search_form(row.second_number)]
    return " ".join(filter(None, [*own, *former]))


def family_of(number: Number) -> str:
    """What all editions have in common; a document has one edition."""
    return str(number) if isinstance(number, DocumentNumber) else number.family


def sort_text_of(number: Number) -> str:
    """Digits that order as text; documents by issuing office, year and serial."""
    if not isinstance(number, DocumentNumber):
        return number.sort_text
    issuer = "".join(f"{ord(character):06d}" for character in number.issuer[:20]).ljust(120, "0")
    serial = int(number.serial) if number.serial.isdecimal() else 0
    return f"{DOCUMENT_SORT}{issuer}{number.year or 0:04d}{serial:010d}"


def own_parts(number: Number) -> dict:
    """Class, sequence and part of a number of the form Q/××WG; nothing for others."""
    if not isinstance(number, OwnNumber):
        return {}
    return {"class_code": number.class_code, "sequence": number.sequence, "part": number.part}


def allocate_sequence(organization: Organization, class_code: str) -> int:
    """The next sequence of the class, counted in the caller's transaction and never given again.

    One statement locks, advances and answers, so that writers queue instead of colliding; if the caller's
    transaction fails, the sequence falls back with it and leaves no gap. T/CSSG 001.2 10.6.4.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALLOCATE.format(table=NumberCounter._meta.db_table), [organization.pk, class_code])
        return cursor.fetchone()[0]


def reserve_sequence(organization: Organization, class_code: str, sequence: int) -> None:
    """Raise the counter to a number taken over from before this system; it never falls."""
    with connection.cursor() as cursor:
        cursor.execute(
            RESERVE.format(table=NumberCounter._meta.db_table), [organization.pk, class_code, sequence]
        )
