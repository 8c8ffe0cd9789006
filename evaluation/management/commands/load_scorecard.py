"""`manage.py load_scorecard`: publish the editions of Appendix A from their fixtures; again changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from evaluation.errors import EvaluationError
from evaluation.services.editions import publish_editions


class Command(BaseCommand):
    help = "装入评价细则（第5部分附录A）"

    def handle(self, **options):
        try:
            editions = publish_editions()
        except EvaluationError as error:
            raise CommandError(error.message) from error
        if options["verbosity"]:
            self.stderr.write(f"评价细则：{'、'.join(edition.code for edition in editions)}")
