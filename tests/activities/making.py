"""Makers of records: each takes what the test cares about and fills in the rest."""

import itertools
from datetime import date

from standards.activities.models import (
    ActivityDocument,
    Attendance,
    Duty,
    Finding,
    ImplementationMeasure,
    ImplementationRecord,
    Inspection,
    Lending,
    Material,
    Person,
    Plan,
    PlanItem,
    Qualification,
    TrainingSession,
)
from tests.factories import make_attachment

TODAY = date(2026, 11, 20)
counter = itertools.count(1)


def make_plan(organization, *, type="training", year=2026, state="draft", approver=None, **fields) -> Plan:
    """A plan; in a later state with what that state needs."""
    fields.setdefault("title", f"计划{next(counter)}")
    if state in ("approved", "running", "done"):
        fields |= {"approved_on": date(year, 1, 10), "approved_by": approver or make_approver(organization)}
    if state == "done":
        fields.setdefault("finished_on", date(year, 12, 20))
    return Plan.objects.create(organization=organization, type=type, year=year, state=state, **fields)


def make_approver(organization):
    from tests.factories import make_user

    return make_user(f"approver{next(counter)}", organization=organization)


def make_item(plan, what=None, *, due_on=date(2026, 12, 31), **fields) -> PlanItem:
    return PlanItem.objects.create(plan=plan, what=what or f"条目{next(counter)}", due_on=due_on, **fields)


def make_session(organization, title=None, *, held_on=date(2026, 5, 8), **fields) -> TrainingSession:
    return TrainingSession.objects.create(
        organization=organization, title=title or f"培训{next(counter)}", held_on=held_on, **fields
    )


def make_person(organization, name=None, **fields) -> Person:
    return Person.objects.create(organization=organization, name=name or f"人员{next(counter)}", **fields)


def make_attendance(session, person, **fields) -> Attendance:
    return Attendance.objects.create(session=session, person=person, **fields)


def make_qualification(person, title="标准化工程师证书", **fields) -> Qualification:
    return Qualification.objects.create(person=person, title=title, **fields)


def make_measure(organization, *, standards=(), **fields) -> ImplementationMeasure:
    fields = {"title": f"措施{next(counter)}", "content": "组织学习", "starts_on": date(2026, 3, 1), **fields}
    measure = ImplementationMeasure.objects.create(organization=organization, **fields)
    measure.standards.set(standards)
    return measure


def make_done(measure, **fields) -> ImplementationRecord:
    fields = {"done_on": date(2026, 6, 1), "content": "按标准巡查", **fields}
    return ImplementationRecord.objects.create(measure=measure, **fields)


def make_inspection(organization, **fields) -> Inspection:
    fields = {
        "title": f"检查{next(counter)}",
        "checked_on": date(2026, 9, 1),
        "scope": "各科室",
        "inspectors": "王检查",
        **fields,
    }
    return Inspection.objects.create(organization=organization, **fields)


def make_finding(organization, *, state="registered", department=None, **fields) -> Finding:
    """A finding; in a later state with what that state needs."""
    ahead = ["registered", "assigned", "rectifying", "reported", "verified", "closed"].index(state)
    if ahead >= 1:
        fields = {
            "department": department or make_department(organization),
            "due_on": date(2026, 12, 1),
            "assigned_on": date(2026, 9, 3),
            **fields,
        }
    if ahead >= 3:
        fields = {
            "report": "已改",
            "rectified_on": date(2026, 10, 1),
            "reported_on": date(2026, 10, 1),
            **fields,
        }
    if ahead >= 4:
        verifier = make_approver(organization)
        fields = {"verification": "属实", "verified_on": date(2026, 10, 9), "verified_by": verifier, **fields}
    if ahead >= 5:
        fields["closed_on"] = date(2026, 10, 10)
    fields = {
        "source": "inspection",
        "found_on": date(2026, 9, 1),
        "description": "巡查记录不全",
        "year": 2026,
        "sequence": next(counter),
        **fields,
    }
    return Finding.objects.create(organization=organization, state=state, **fields)


def make_department(organization):
    from tests import factories

    return factories.make_department(organization, f"科室{next(counter)}")


def make_material(organization, **fields) -> Material:
    fields = {
        "type": "law",
        "title": f"资料{next(counter)}",
        "channel": "internet",
        "obtained_on": date(2026, 2, 1),
        **fields,
    }
    return Material.objects.create(organization=organization, **fields)


def make_lending(material, **fields) -> Lending:
    fields = {"recipient": "李借阅", "lent_on": date(2026, 4, 1), **fields}
    return Lending.objects.create(material=material, **fields)


def make_duty(organization, holder="top", **fields) -> Duty:
    return Duty.objects.create(
        organization=organization, holder=holder, **{"content": "负责标准化工作", **fields}
    )


def make_paper(owner: str, row, kind="other", name="记录.pdf") -> ActivityDocument:
    """A file of a record; `owner` is its column."""
    attachment = make_attachment(row.organization, name=name)
    return ActivityDocument.objects.create(kind=kind, attachment=attachment, **{owner: row})


# One row of each kind, by its slug.
MAKERS = {
    "plans": make_plan,
    "training": make_session,
    "implementation": make_measure,
    "inspections": make_inspection,
    "findings": make_finding,
    "materials": make_material,
    "people": make_person,
    "duties": make_duty,
}
