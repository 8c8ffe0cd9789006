"""The child that prints: jobs that wait are done, whether it is let go in time or dies."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gridgov.printing.pdf import PrintingError, print_pdf
from gridgov.printing.rendering import Printer


def process_of(job) -> int:
    return os.getpid()


def die_the_first_time(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return "printed"


@pytest.fixture
def printers():
    made = []
    yield lambda *args: made.append(Printer(*args)) or made[-1]
    for printer in made:
        printer.close()


@pytest.mark.slow
def test_jobs_waiting_behind_the_last_of_a_child_are_done_by_the_next(printers):
    printer = printers(process_of, 2)
    with ThreadPoolExecutor(5) as threads:
        children = list(threads.map(printer.print, range(5)))
    assert sorted(children.count(child) for child in set(children)) == [1, 2, 2]


@pytest.mark.slow
def test_job_of_a_child_that_dies_is_done_by_another(printers, tmp_path):
    assert printers(die_the_first_time).print(tmp_path / "mark") == "printed"


@pytest.mark.slow
def test_a_child_that_dies_twice_is_told_in_a_sentence(printers, monkeypatch):
    monkeypatch.setattr("gridgov.printing.pdf.printer", printers(os._exit))
    with pytest.raises(PrintingError, match="意外中断"):
        print_pdf(1)


def test_report_is_printed_here_where_no_child_can_be(printers, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError("/dev/shm")

    monkeypatch.setattr("gridgov.printing.rendering.ProcessPoolExecutor", refuse)
    assert printers(process_of).print("job") == os.getpid()
