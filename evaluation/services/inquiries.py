"""Counting questions to the verification page by address."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gridgov.records.gate import write_gate

from ..errors import EvaluationError
from ..models import Inquiry

WINDOW, MOST = timedelta(minutes=15), 30
NO_ADDRESS = "0.0.0.0"  # behind a socket without an address all are counted as one


class TooManyInquiriesError(EvaluationError):
    """One address asked too often; nothing was looked up."""

    def __init__(self):
        minutes = int(WINDOW.total_seconds()) // 60
        super().__init__(
            f"从您的网络地址核对得太频繁（{minutes} 分钟内最多 {MOST} 次），请过 {minutes} 分钟再试。"
        )


def count_inquiry(*, address: str | None) -> None:
    """One more question from `address` is counted, those older than WINDOW are forgotten.

    The count stands in the database: it is the same for every process. Raises TooManyInquiriesError at MOST.
    """
    address, since = address or NO_ADDRESS, timezone.now() - WINDOW
    with write_gate(), transaction.atomic():
        Inquiry.objects.filter(at__lt=since).delete()
        if Inquiry.objects.filter(address=address, at__gte=since).count() >= MOST:
            raise TooManyInquiriesError
        Inquiry.objects.create(address=address, at=timezone.now())
