"""The process that lets calamine read a file: what it cannot bound itself, the system bounds here.

Run as a script by `foreign`, with the file on standard input; needs no Django.
"""

import datetime
import io
import json
import sys

MEMORY = 1_000_000_000
SECONDS = 4


def limit() -> None:
    """Where the system has limits, this process gets them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    limit()
    # Under the limits from here on.
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        tell({"sheet": meta.name, "hidden": meta.visible != SheetVisibleEnum.Visible})
        sheet = book.get_sheet_by_name(meta.name)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [cell_of(value) for value in row]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                tell({"row": number, "cells": cells})


def cell_of(value):
    """A cell as JSON holds it: days and moments as a pair of their kind and their text."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, datetime.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["date", value.isoformat()]
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return value


def tell(message: dict) -> None:
    sys.stdout.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    main()
