"""`manage.py load_tree`: the tree of part 3 from its fixture; running it again changes nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from standards.services.tree import load_tree


class Command(BaseCommand):
    help = "装入标准体系树（第3部分）"

    def handle(self, **options):
        count = load_tree(Path(settings.BASE_DIR) / "fixtures" / "tree.json")
        if options["verbosity"]:
            self.stderr.write(f"标准体系树：{count} 个节点")
