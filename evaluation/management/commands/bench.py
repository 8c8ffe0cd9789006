"""`manage.py bench`: our figures as ratios to floors measured in the same run."""

import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evaluation.bench import NAMES
from evaluation.bench.scratch import scratch
from evaluation.errors import EvaluationError


class Command(BaseCommand):
    help = "在临时的数据文件夹和数据库中量速度，与同一次运行中量得的下限相比；不碰正式数据"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--quick", action="store_true", help="只用很小的数据走一遍，数字仅供试运行")
        parser.add_argument(
            "--only", action="append", choices=NAMES, help="只量这一部分，可写几次；默认量全部"
        )

    def handle(self, *, quick, only, **options):
        arguments = [*(["--quick"] if quick else []), *(f"--only={name}" for name in only or ())]
        command = [sys.executable, "-m", "evaluation.bench", *arguments]
        try:
            # In a process of its own: this one has already read the settings of the real installation.
            with scratch() as environ:
                code = subprocess.call(command, cwd=settings.BASE_DIR, env=environ)
        except EvaluationError as error:
            raise CommandError(error.message) from error
        if code:
            raise SystemExit(code)
