"""`manage.py verify FILE …`: check reports (PDF) and archive packages (zip) from the files alone."""

from django.core.management.base import BaseCommand

from evaluation.errors import EvaluationError
from evaluation.management.files import read_file
from evaluation.package import is_package, verify_package
from evaluation.reports.verification import Verification, verify_pdf


class Command(BaseCommand):
    help = (
        "核对评价报告（PDF）和归档包（zip）：重算得分，重放改动，逐个核对 SHA-256，与自身、与数据库比较。"
        "纸面上的字只有在文件与本系统发出的逐字节相同时才能证明，要有发出它的数据库。"
        "没有不符退出码为 0（△ 为不能证明，请注意），不符为 1，读不出为 2。"
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
        signs = (("√", found.proven), ("？", found.unknown), ("△", found.cautions), ("×", found.failed))
        for sign, sentences in signs:
            for sentence in sentences:
                self.stdout.write(f"  {sign} {sentence}")
        self.conclude(found)
        return 0 if found.holds else 1

    def conclude(self, found: Verification) -> None:
        """The conclusion; where the pages are not proven, with the recorded figures to go by."""
        if not found.holds:
            self.stdout.write("结论：不相符，不要采信这份报告。")
        elif not found.cautions:
            self.stdout.write("结论：相符。")
        else:
            for code, title, score, full in found.figures:
                self.stdout.write(f"  {code} {title}：{score}（满分 {full}）")
            self.stdout.write("结论：所附数据相符；报告的版面没有证明，请以上列所记的得分为准，不要看纸面。")
