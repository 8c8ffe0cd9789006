"""`manage.py index_standards`: the index of the search made anew; running it again changes nothing."""

from django.core.management.base import BaseCommand

from standards.services.searching import rebuild_grams


class Command(BaseCommand):
    help = "重建标准查询用的索引；绕过本系统写入或恢复标准之后运行一次"

    def handle(self, **options):
        changed = rebuild_grams()
        if options["verbosity"]:
            self.stderr.write(f"查询索引已重建，更正 {changed} 条标准")
