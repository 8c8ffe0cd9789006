"""`manage.py score FILE…`: score sheets of the exchange format, one line of JSON for each."""

import json
import sys

from django.core.management.base import BaseCommand

from evaluation.editions import published_editions
from evaluation.errors import EvaluationError
from evaluation.exchange import read_sheet
from evaluation.management.files import read_file
from evaluation.scoring import score


class Command(BaseCommand):
    help = "按附录A计算评分文件（gridgov-sheet/1），每个文件输出一行 JSON；有文件被拒绝时退出码为 2。"
    missing_args_message = "请写要计算的文件，例如：python3 manage.py score 评分.json"
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="评分文件；- 表示标准输入")

    def handle(self, *args, **options):
        """Print the results of valid files in order; name every refused one, then exit with 2."""
        refused = 0
        for name in options["files"]:
            try:
                self.stdout.write(score_file(name))
            except EvaluationError as error:
                refused += 1
                self.stderr.write(f"{'标准输入' if name == '-' else name}：{error.message}")
        if refused:
            self.stdout.flush()
            sys.exit(2)


def score_file(name: str) -> str:
    """The line for one file; raises EvaluationError when it cannot be read or is refused."""
    result = score(read_sheet(read_bytes(name), published_editions()))
    return json.dumps(result.summary(), ensure_ascii=False)


def read_bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else read_file(name)
