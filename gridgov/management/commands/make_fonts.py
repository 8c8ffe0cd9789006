"""`manage.py make_fonts`: cut the typefaces of reports, once; the first report need not wait for them then."""

from django.conf import settings
from django.core.management.base import BaseCommand

from gridgov.printing.fonts import make_faces, missing_faces


class Command(BaseCommand):
    help = "准备报告用的字体（只需一次）"

    def handle(self, **options):
        folder = settings.DATA_DIR / "fonts"
        if missing_faces(folder):
            if options["verbosity"]:
                self.stdout.write("正在准备报告字体 …")
                self.stdout.flush()
            make_faces(folder)
