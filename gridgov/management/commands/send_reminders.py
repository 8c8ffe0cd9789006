"""`manage.py send_reminders`: tell by mail what has come up since the last time.

`start` does it once a day by itself; a site run by another server calls this from cron or a systemd timer. Running it
twice, or after a month without, tells nothing twice and misses nothing.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gridgov.tasks.mailing import send_reminders


class Command(BaseCommand):
    help = "把临近和到期的待办用邮件提醒各人（每件事每个时点只提醒一次）"

    def handle(self, **options):
        if not settings.MAIL_CONFIGURED:
            raise CommandError("没有配置邮件服务器。请在 .env 中填写 GRIDGOV_MAIL（见 .env.example）。")
        self.stdout.write(f"已发出 {send_reminders(timezone.localdate())} 封提醒邮件。")
