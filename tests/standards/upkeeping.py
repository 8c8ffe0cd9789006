"""Makers for the tests of 复审, 修改 and 修订."""

from datetime import date

from standards.models import Amendment, PeriodicReview, RevisionRequest
from tests import factories


def make_review(standard, *, opinion="内容、指标水平仍适用。", **fields) -> PeriodicReview:
    """An open 复审 with its opinion."""
    fields = {"started_on": date(2026, 5, 20), "reviewers": "王审查、赵审查", **fields}
    return PeriodicReview.objects.create(standard=standard, opinion=opinion, **fields)


def make_amendment(standard, department, **fields) -> Amendment:
    """An application for a 修改单 that waits."""
    fields = {
        "requested_on": date(2026, 5, 20),
        "reason": "巡查频次调整",
        "content": "5.2 “每周一次”改为“每周两次”",
        **fields,
    }
    return Amendment.objects.create(standard=standard, department=department, **fields)


def make_revision_request(standard, department, **fields) -> RevisionRequest:
    """An application for a revision that waits."""
    fields = {
        "requested_on": date(2026, 5, 20),
        "trigger": "unfit",
        "reason": "机构改革后流程不适宜",
        **fields,
    }
    return RevisionRequest.objects.create(standard=standard, department=department, **fields)


def make_notice(standard):
    return factories.make_document(standard, "withdrawal", name="废止通知.pdf")
