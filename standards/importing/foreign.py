"""The old .xls, read by calamine in a process of its own with limits on memory and time."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

from .biff import formulas_of
from .table import Collector, Formula, Sheet, refused, value_of

CHILD = Path(__file__).with_name("child.py")
TIMEOUT = 20  # seconds of the clock, on a busy machine; the child's own limit is in seconds of work
MACROS = "_VBA_PROJECT".encode("utf-16-le")
KINDS = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}


def read_xls(name: str, content: bytes) -> list[Sheet]:
    """The sheets in their order; StandardsError for macros, a password, and what bursts or breaks the reader."""
    if MACROS in content:
        raise refused(f"“{name}”含有宏，不能上传。请另存为不带宏的“.xlsx”文件。")
    taken, formulas, here = Collector(name), formulas_of(content), {}
    for message in map(json.loads, asked(name, content).splitlines()):
        if "sheet" in message:
            taken.open(message["sheet"], hidden=message["hidden"])
            here = formulas.get(message["sheet"], {})
        else:
            number = message["row"]
            taken.add(number, with_formulas([cell_of(value) for value in message["cells"]], here.get(number)))
    return taken.sheets


def asked(name: str, content: bytes) -> bytes:
    """What the child tells, a line of JSON each."""
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        raise broken(name) from error
    if b"PasswordError" in done.stderr or b"assword" in done.stderr:
        raise refused(f"“{name}”有密码保护，读不了。请取消密码后再上传。")
    if done.returncode:
        raise broken(name)
    return done.stdout


def broken(name: str):
    return refused(f"“{name}”已损坏，或内容过多，读不了。请在 Excel 或 WPS 中另存为“.xlsx”后再上传。")


def cell_of(value):
    """A cell from JSON: a day or a moment is a pair of its kind and its text."""
    if isinstance(value, list):
        kind, text = value
        return KINDS[kind](text)
    return value_of(value) if isinstance(value, str) else value


def with_formulas(cells: list, columns: set[int] | None) -> list:
    """The cells with a formula marked as such, also where the cached result is empty."""
    for column in columns or ():
        cells.extend([None] * (column + 1 - len(cells)))
        shown = "" if cells[column] is None else str(cells[column])
        cells[column] = Formula(f"={shown}")
    return cells
