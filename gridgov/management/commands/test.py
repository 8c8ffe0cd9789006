"""python3 manage.py test: run every test; the arguments go to pytest."""

import importlib.util
import os
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from gridgov.system_packages import missing_packages, missing_sentence


class Command(BaseCommand):
    """Stands in for Django's own test runner. Ends with pytest's exit code."""

    help = "运行全部测试；参数交给 pytest，例如：python3 manage.py test tests/evaluation -x"

    def run_from_argv(self, argv):
        """Pass everything after "test" on as it is: pytest's options are not ours to parse."""
        try:
            code = self.run_pytest(argv[2:])
        except CommandError as error:
            sys.exit(str(error))
        sys.exit(code)

    def run_pytest(self, arguments):
        """Return pytest's exit code, in a process of its own: this one has already read the settings."""
        if not importlib.util.find_spec("pytest"):
            raise CommandError('缺少 pytest，请先运行 pip install ".[test]"。')
        if missing := missing_packages(browser=True):
            self.stderr.write(missing_sentence(missing))
        # Left in the environment, the site's settings would outweigh those pyproject.toml names for tests.
        environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.call(command, cwd=settings.BASE_DIR, env=environ)
