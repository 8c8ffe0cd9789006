"""Measure inside the scratch installation that `manage.py bench` has made, and print the table."""

import argparse
import os
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
        say("数据很少，轮数很少：这些数字只说明跑得通，不说明快慢。")


def measure(names, sizes) -> list[Row]:
    """The rows of every module named; progress goes to standard error."""
    django.setup()
    from .scratch import furnish

    say_if_busy()
    say("正在建立临时的数据库 …")
    furnish()
    rows = []
    for name in names:
        say(f"正在量 {name} …")
        rows += import_module(f"{__package__}.{name}").measure(sizes)
    return rows


def say_if_busy() -> None:
    """On a busy machine what takes long waits more often than what is short: the ratios come out too high."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    if load > os.cpu_count() / 2:
        say(f"机器正忙（{os.cpu_count()} 核，负载 {load:.1f}），比值会偏高。空闲时再量一次。")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
