"""Measure inside the scratch installation that `manage.py bench` has made, and print the table."""

import argparse
import sys
from importlib import import_module

import django

from . import FULL, NAMES, QUICK
from .measuring import Row, table


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=NAMES)
    options = parser.parse_args(arguments)
    rows = measure(options.only or NAMES, QUICK if options.quick else FULL)
    print("\n".join(table(rows)))
    if options.quick:
        say("数据很少，轮数很少：这些数字只说明能量，不说明快慢。")


def measure(names, sizes) -> list[Row]:
    """The rows of every module named; progress goes to standard error."""
    django.setup()
    from .scratch import furnish

    say("正在建立临时的数据库 …")
    furnish()
    rows = []
    for name in names:
        say(f"正在量 {name} …")
        rows += import_module(f"{__package__}.{name}").measure(sizes)
    return rows


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
