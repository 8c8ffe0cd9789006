"""`manage.py verify REPORT.pdf …`: recompute the score from the PDF alone, compare with itself and the database."""

from django.core.management.base import BaseCommand

from evaluation.errors import EvaluationError
from evaluation.management.files import read_file
from evaluation.reports.verification import verify_pdf


class Command(BaseCommand):
    help = "核对评价报告：从 PDF 重算得分，与自身、与数据库比较。全部相符退出码为 0，不符为 1，读不出为 2。"
    missing_args_message = "请写要核对的文件，例如：python3 manage.py verify 报告.pdf"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="REPORT.pdf", help="下载的评价报告，可以写几个")

    def handle(self, *, files, **options):
        codes = [self.verify(name) for name in files]
        if any(codes):
            raise SystemExit(max(codes))

    def verify(self, name: str) -> int:
        """Print what one file proves; returns its exit code."""
        try:
            found = verify_pdf(read_file(name))
        except EvaluationError as error:
            self.stderr.write(f"{name}：{error.message}")
            return 2
        self.stdout.write(f"{name}：{found.summary}")
        for sign, sentences in (("√", found.proven), ("？", found.unknown), ("×", found.failed)):
            for sentence in sentences:
                self.stdout.write(f"  {sign} {sentence}")
        self.stdout.write("结论：相符。" if found.holds else "结论：不相符，不要采信这份报告。")
        return 0 if found.holds else 1
