"""Access to the 评估方案, samples, the steps on site and a panel's papers.

The plan of `world.panel` is not approved: readers see it only afterwards (`test_plans`).
"""

from datetime import date, time

from evaluation.models import EvaluationPlan, ScheduleSlot, Site
from evaluation.services.drawing import draw_sample
from evaluation.services.onsite import record_step
from tests.access import Row

DAYS = {"starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 24)}
IN_CHARGE = ("login", 404, 403, 200, 403, 403)
WRITING = ("login", 404, 403, 302, 403, 403)
SEEN = ("login", 404, 200, 200, 200, 200)
OF_PANEL = ("login", 404, 403, 200, 200, 403)
RECORDING = ("login", 404, 403, 302, 302, 403)


def make_plan(world):
    plan = EvaluationPlan.objects.create(evaluation=world.panel, **DAYS)
    slot = {"on": DAYS["starts_on"], "begins": time(8, 30), "ends": time(9), "what": "首次会议"}
    world.things["slot"] = ScheduleSlot.objects.create(plan=plan, **slot)
    world.things["site"] = Site.objects.create(plan=plan, name="滨江路工作站")
    return plan


def make_approved(world):
    world.plan.approved_by, world.plan.approved_at = world.office, world.panel.opened_at
    world.plan.save()
    return world.plan


def make_sample(world):
    names = ["甲", "乙", "丙"]
    return draw_sample(actor=world.office, evaluation=world.panel, subject="工单", population=names, size=1)


def make_own_sample(world):
    """Of a self-evaluation, for a requirement that only people judge."""
    drawing = {"subject": "标准", "population": ["甲", "乙", "丙"], "size": 1, "target": "A1-8-2"}
    return draw_sample(actor=world.office, evaluation=world.evaluation, **drawing)


def make_step(world):
    return record_step(actor=world.office, evaluation=world.panel, number=1, chair="周立言")


MAKERS = {
    "plan": make_plan,
    "approved": make_approved,
    "sample": make_sample,
    "own_sample": make_own_sample,
    "step": make_step,
}


def of_plan(world):
    return (world.plan.evaluation_id,)


def of_approved(world):
    return (world.approved.evaluation_id,)


def of_slot(world):
    return world.plan.evaluation_id, world.slot.pk


def of_site(world):
    return world.plan.evaluation_id, world.site.pk


def of_sample(world):
    return world.sample.evaluation_id, world.sample.pk


def of_own_sample(world):
    return world.own_sample.evaluation_id, world.own_sample.pk


def of_self_evaluation(world):
    return (world.evaluation.pk,)


def form_of(sample, ext="docx"):
    return lambda world: (*sample(world), ext)


def of_panel(world):
    return (world.panel.pk,)


def of_step(world):
    return world.step.evaluation_id, 1


def paper(kind, ext="docx"):
    return lambda world: (world.plan.evaluation_id, kind, ext)


SLOT = {"on": "2026-11-23", "begins": "09:00", "ends": "10:00", "what": "听取汇报", "who": ""}
DRAWING = {"source": "free", "pasted": "甲\n乙", "subject": "工单", "size": "1"}
PLAN = {"starts_on": "2026-11-23", "ends_on": "2026-11-24"}

ROWS = [
    Row("evaluation:plan", OF_PANEL, of_plan),
    Row("evaluation:plan", ("login", 404, 200, 200, 200, 200), of_approved),
    Row("evaluation:plan-edit", IN_CHARGE, of_plan),
    Row("evaluation:plan-edit", WRITING, of_plan, "post", lambda world: PLAN),
    Row("evaluation:plan-edit", WRITING, of_approved),
    Row("evaluation:plan-approve", WRITING, of_plan, "post"),
    Row("evaluation:plan-withdraw", IN_CHARGE, of_approved),
    Row("evaluation:plan-withdraw", WRITING, of_approved, "post", lambda world: {"reason": "改期"}),
    Row("evaluation:slots-propose", WRITING, of_plan, "post"),
    Row("evaluation:slot-new", IN_CHARGE, of_plan),
    Row("evaluation:slot-new", WRITING, of_plan, "post", lambda world: SLOT),
    Row("evaluation:slot-edit", IN_CHARGE, of_slot),
    Row("evaluation:slot-edit", WRITING, of_slot, "post", lambda world: SLOT),
    Row("evaluation:slot-remove", WRITING, of_slot, "post"),
    Row("evaluation:site-new", IN_CHARGE, of_plan),
    Row("evaluation:site-new", WRITING, of_plan, "post", lambda world: {"name": "南门社区"}),
    Row("evaluation:site-edit", IN_CHARGE, of_site),
    Row("evaluation:site-edit", WRITING, of_site, "post", lambda world: {"name": "南门社区"}),
    Row("evaluation:site-remove", WRITING, of_site, "post"),
    Row("evaluation:site-visit", OF_PANEL, of_site),
    Row("evaluation:site-visit", RECORDING, of_site, "post", lambda world: {"record": "台账齐全"}),
    Row("evaluation:sample-new", OF_PANEL, of_panel),
    Row(
        "evaluation:sample-new",
        RECORDING,
        of_panel,
        "post",
        lambda world: DRAWING,
    ),
    Row("evaluation:sample", OF_PANEL, of_sample),
    Row("evaluation:sample-paper", OF_PANEL, form_of(of_sample)),
    Row("evaluation:sample-new", OF_PANEL, of_self_evaluation, query="?target=A1-8-2"),
    Row("evaluation:sample-new", RECORDING, of_self_evaluation, "post", lambda world: DRAWING),
    Row("evaluation:sample", SEEN, of_own_sample),
    Row("evaluation:sample-paper", SEEN, form_of(of_own_sample)),
    Row("evaluation:steps", OF_PANEL, of_panel),
    Row("evaluation:step", OF_PANEL, of_step),
    Row("evaluation:step-edit", OF_PANEL, of_step),
    Row("evaluation:step-edit", RECORDING, of_step, "post", lambda world: {"place": "三楼会议室"}),
    Row("evaluation:attendance-add", OF_PANEL, of_step),
    Row("evaluation:attendance-add", RECORDING, of_step, "post", lambda world: {"name": "何秋实"}),
    Row("evaluation:panel-paper", OF_PANEL, paper("plan")),
    Row("evaluation:panel-paper", OF_PANEL, paper("sign-in")),
    Row("evaluation:panel-paper", OF_PANEL, paper("opening")),
    Row("evaluation:panel-paper", OF_PANEL, paper("closing")),
    Row("evaluation:panel-paper", OF_PANEL, paper("on-site")),
]
