"""Makers for the tests of papers: standards in every part of their life, with what papers tell of them."""

from datetime import UTC, date, datetime

from standards.documents.catalogue import BY_KIND
from standards.documents.contexts import context_of
from standards.models import Amendment, CollectedInformation, Opinion, PeriodicReview, SystemVersion
from tests import factories
from tests.standards import reviewing


def make_issued(city, node, department):
    """A published standard that replaces an older one."""
    old = factories.make_published(city, node, 1, "网格巡查办法", 2023)
    row = factories.make_published(
        city,
        node,
        2,
        approval_number="安网治发〔2025〕12号",
        drafting_department=department,
        planned_on=date(2024, 10, 8),
    )
    row.departments.add(department)
    row.replaces.add(old)
    return row


def make_examined(city, node, department):
    """A draft whose meeting has ended: two signed forms, one opinion taken, one not."""
    row = factories.make_draft(
        city,
        node,
        "网格事件处置规范",
        drafting_department=department,
        drafters="王起草、李起草",
        plan_reason="事件处置没有统一时限。\n群众多次反映。",
        planned_on=date(2026, 3, 2),
        due_on=date(2026, 9, 30),
        drafting_from=date(2026, 4, 1),
    )
    CollectedInformation.objects.create(
        standard=row, aspect="a", content="走访 12 个网格", source="调研", collected_on=date(2026, 3, 20)
    )
    meeting = {"method": "meeting", "held_on": date(2026, 6, 5), "place": "三楼会议室", "chair": "陈主持"}
    round = reviewing.open_round(row, minutes="会议逐条讨论了草案。", summary="按意见修改后报批", **meeting)
    make_opinions(round, department)
    return reviewing.close_round(round, "passed")


def make_opinions(round, department) -> None:
    city = round.standard.organization
    first = reviewing.make_form(round, reviewing.make_reviewer(city, "r1", "赵审查", department=department))
    second = reviewing.make_form(round, reviewing.make_reviewer(city, "r2", "钱审查"), remark="总体可行")
    taken = {"text": "时限不明确", "proposal": "改为“24 小时内”", "handling": "accepted"}
    Opinion.objects.create(form=first, clause="5.2.1", **taken)
    refused = {"text": "=SUM(A1) 应删去", "handling": "rejected", "response": "与上位标准一致，保留"}
    Opinion.objects.create(form=second, clause="6.1", **refused)
    for form, conclusion in ((first, "after_changes"), (second, "agree")):
        for name, answer in reviewing.ANSWERS.items():
            setattr(form, name, answer)
        form.conclusion, form.signed_at = conclusion, datetime(2026, 6, 5, 2, tzinfo=UTC)
        form.save()


def make_concluded(standard, user) -> PeriodicReview:
    return PeriodicReview.objects.create(
        standard=standard,
        started_on=date(2028, 4, 1),
        reviewers="赵审查、钱审查",
        opinion="内容仍适应当前需要。",
        conclusion="confirm",
        reason="各项指标没有变化",
        concluded_on=date(2028, 4, 20),
        concluded_by=user,
    )


def make_confirmed(standard, department) -> Amendment:
    return Amendment.objects.create(
        standard=standard,
        department=department,
        requested_on=date(2026, 8, 1),
        reason="巡查频次调整",
        content="5.2 “每周一次”改为“每周两次”\n6.3 删去第二段",
        number=1,
        confirmed_on=date(2026, 8, 10),
        effective_on=date(2026, 9, 1),
    )


def make_version(city, **fields) -> SystemVersion:
    fields = {
        "name": "2026 年版",
        "drafted_on": date(2026, 10, 8),
        "deliberated_on": date(2026, 10, 20),
        "deliberation": "全体委员同意。",
        "explanation": {"basis": "依据 GB/T 13016。", "analysis": "岗位工作标准偏少。"},
        **fields,
    }
    return SystemVersion.objects.create(organization=city, **fields)


def make_subjects(city, node, department, user) -> dict:
    """Kind of paper → the row it is about, for every kind there is."""
    issued, round = make_issued(city, node, department), make_examined(city, node, department)
    gone = factories.make_published(
        city, node, 9, "网格宣传办法", withdrawn_on=date(2026, 11, 20), withdrawal_reason="工作已停止"
    )
    version = make_version(city)
    return {
        "notice": issued,
        "explanation": round.standard,
        "opinion-form": round.forms.first(),
        "opinions": round,
        "sign-in": round,
        "minutes": round,
        "review": make_concluded(issued, user),
        "amendment": make_confirmed(issued, department),
        "withdrawal": gone,
        "card": issued,
        "decree": version,
        "system-explanation": version,
    }


def context(kind: str, subject) -> dict:
    return context_of(BY_KIND[kind], subject)
