"""The operations of a sheet as plain data: what a result hashes and an archive package holds."""

from datetime import UTC

from ..models import Sheet

OPERATION = ("serial", "uuid", "target", "base", "version", "value", "author_id", "author_name", "at")


def operations_of(sheet: Sheet) -> list[dict]:
    """Every operation of a sheet, in order, ready for `canonical_json`."""
    return [
        {
            **dict(zip(OPERATION, row, strict=True)),
            "uuid": str(row[1]),
            "at": row[-1].astimezone(UTC).isoformat(timespec="microseconds"),
        }
        for row in sheet.operations.order_by("serial").values_list(*OPERATION)
    ]
