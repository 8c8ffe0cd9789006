"""Own standards in every state of their life, each with all that its next step demands."""

from datetime import date

from django.utils import timezone

from gridgov.organizations.models import Role
from standards.models import CollectedInformation, Opinion, OpinionForm, PeriodicReview, ReviewRound, Standard
from tests import factories

ASPECTS = CollectedInformation.Aspect.values
PLAN = {"plan_reason": "巡查没有统一做法", "due_on": date(2026, 9, 30)}
# The days of a standard that was approved in March 2026.
PLANNED, DRAFTED, SENT, FINAL = date(2026, 1, 5), date(2026, 1, 12), date(2026, 2, 2), date(2026, 2, 20)
APPROVED = date(2026, 3, 2)


def drafting_department_of(organization):
    return organization.departments.first() or factories.make_department(organization)


def make_planned(organization, node, title="网格巡查管理规范", *, planned_on=PLANNED, **fields) -> Standard:
    """An approved plan with all four kinds of information; `planned_on=None` waits for its approval."""
    department = fields.pop("drafting_department", None) or drafting_department_of(organization)
    fields = {"stage": "planned", "drafters": "王起草", **PLAN, **fields}
    row = factories.make_draft(
        organization, node, title, drafting_department=department, planned_on=planned_on, **fields
    )
    row.departments.add(department)
    collect_all(row)
    return row


def collect_all(row: Standard) -> None:
    for aspect in ASPECTS:
        row.information.create(aspect=aspect, content="走访八个社区", collected_on=PLANNED)


def make_drafting(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    """A planned draft with 草案 and 编制说明."""
    fields = {"stage": "drafting", "drafting_from": DRAFTED, **fields}
    row = make_planned(organization, node, title, **fields)
    factories.make_document(row, "draft", name="草案.pdf")
    factories.make_document(row, "explanation", name="编制说明.pdf")
    return row


def make_paper(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    """A draft without plan, ready for 补录: text, approval document, department."""
    department = drafting_department_of(organization)
    row = factories.make_draft(
        organization, node, title, **{"drafters": "王起草", "drafting_department": department, **fields}
    )
    row.departments.add(department)
    factories.make_document(row, "text")
    factories.make_document(row, "approval", name="批准.pdf")
    return row


def make_round(row: Standard, number=1, *, reviewer=None, method="circulation", **fields) -> ReviewRound:
    """An open round with one signed form and one handled opinion."""
    current = ReviewRound.objects.create(
        standard=row, number=number, submitted_on=SENT, method=method, due_on=FINAL, **fields
    )
    reviewer = reviewer or factories.make_user(
        f"reviewer-{row.pk}-{number}", organization=row.organization, roles=[Role.REVIEWER]
    )
    sign(make_form(current, reviewer))
    return current


def make_form(current: ReviewRound, reviewer) -> OpinionForm:
    return OpinionForm.objects.create(round=current, reviewer=reviewer, sent_on=SENT)


def sign(form: OpinionForm, *, handling="accepted") -> OpinionForm:
    Opinion.objects.create(form=form, clause="5.2", text="写明频次", handling=handling)
    form.purpose = form.lawful = form.coordinated = form.formatted = "yes"
    form.conclusion, form.signed_at = "agree", timezone.now()
    form.save()
    return form


def make_reviewing(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    """In its first round, every form back and every opinion handled, the final text and the summary there."""
    row = make_drafting(organization, node, title, **{"stage": "reviewing", **fields})
    current = make_round(row)
    row.documents.update(round=current)
    factories.make_document(row, "text")
    factories.make_document(row, "opinions", name="意见汇总.pdf")
    return row


def make_submitted(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    """Final, with the approval document ready to be signed for."""
    row = make_reviewing(organization, node, title, **{"stage": "submitted", "finalized_on": FINAL, **fields})
    current = row.rounds.get()
    row.documents.filter(kind="opinions").update(round=current)
    current.outcome, current.closed_on = "passed", FINAL
    current.save()
    factories.make_document(row, "approval", name="批准.pdf")
    return row


def make_approved(organization, node, title="网格巡查管理规范", **fields) -> Standard:
    fields = {"stage": "approved", "approved_on": APPROVED, "approver": "李主任", **fields}
    return make_submitted(organization, node, title, **fields)


def make_in_review(organization, node, **fields) -> Standard:
    """In force, its 复审 begun."""
    row = factories.make_published(organization, node, **fields)
    PeriodicReview.objects.create(
        standard=row, started_on=date(2026, 5, 20), reviewers="吴审查", opinion="仍然适用"
    )
    return row
