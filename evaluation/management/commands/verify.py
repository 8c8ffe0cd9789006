"""`manage.py verify FILE …`: check reports (PDF) and archive packages (zip) from the files alone."""

from django.core.management.base import BaseCommand

from evaluation.errors import EvaluationError
from evaluation.management.files import read_file
from evaluation.package import is_package, verify_package
from evaluation.reports.verification import verify_pdf


class Command(BaseCommand):
    help = (
        "核对评价报告（PDF）和归档包（zip）：重算得分，重放改动，逐个核对 SHA-256，与自身、与数据库比较。"
        "全部相符退出码为 0，不符为 1，读不出为 2。"
    )
    missing_args_message = "请写要核对的文件，例如：python3 manage.py verify 报告.pdf"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="下载的评价报告或归档包，可以写几个")

    def handle(self, *, files, **options):
        codes = [self.verify(name) for name in files]
        if any(codes):
            raise SystemExit(max(codes))

    def verify(self, name: str) -> int:
        """Print what one file proves; returns its exit code."""
        try:
            found = verify_package(name) if is_package(name) else verify_pdf(read_file(name))
        except EvaluationError as error:
            self.stderr.write(f"{name}：{error.message}")
            return 2
        self.stdout.write(f"{name}：{found.summary}")
        for sign, sentences in (("√", found.proven), ("？", found.unknown), ("×", found.failed)):
            for sentence in sentences:
                self.stdout.write(f"  {sign} {sentence}")
        self.stdout.write("结论：相符。" if found.holds else "结论：不相符，不要采信这份报告。")
        return 0 if found.holds else 1
