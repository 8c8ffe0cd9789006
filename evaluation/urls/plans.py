"""Addresses of 评估方案, samples, the steps on site, and a panel's papers."""

from django.urls import path

from ..views import panel_papers, plans, samples, steps

urlpatterns = [
    path("evaluations/<int:pk>/plan/", plans.plan, name="plan"),
    path("evaluations/<int:pk>/plan/edit/", plans.plan_edit, name="plan-edit"),
    path("evaluations/<int:pk>/plan/approve/", plans.plan_approve, name="plan-approve"),
    path("evaluations/<int:pk>/plan/withdraw/", plans.plan_withdraw, name="plan-withdraw"),
    path("evaluations/<int:pk>/plan/slots/propose/", plans.slots_propose, name="slots-propose"),
    path("evaluations/<int:pk>/plan/slots/new/", plans.slot_new, name="slot-new"),
    path("evaluations/<int:pk>/plan/slots/<int:slot_pk>/edit/", plans.slot_edit, name="slot-edit"),
    path("evaluations/<int:pk>/plan/slots/<int:slot_pk>/remove/", plans.slot_remove, name="slot-remove"),
    path("evaluations/<int:pk>/plan/sites/new/", plans.site_new, name="site-new"),
    path("evaluations/<int:pk>/plan/sites/<int:site_pk>/edit/", plans.site_edit, name="site-edit"),
    path("evaluations/<int:pk>/plan/sites/<int:site_pk>/remove/", plans.site_remove, name="site-remove"),
    path("evaluations/<int:pk>/plan/sites/<int:site_pk>/visit/", steps.site_visit, name="site-visit"),
    path("evaluations/<int:pk>/samples/new/", samples.sample_new, name="sample-new"),
    path("evaluations/<int:pk>/samples/<int:sample_pk>/", samples.sample, name="sample"),
    path(
        "evaluations/<int:pk>/samples/<int:sample_pk>/checks.<str:ext>",
        samples.sample_paper,
        name="sample-paper",
    ),
    path("evaluations/<int:pk>/steps/", steps.steps, name="steps"),
    path("evaluations/<int:pk>/steps/<int:number>/", steps.step, name="step"),
    path("evaluations/<int:pk>/steps/<int:number>/edit/", steps.step_edit, name="step-edit"),
    path("evaluations/<int:pk>/steps/<int:number>/sign/", steps.attendance_add, name="attendance-add"),
    path("evaluations/<int:pk>/papers/<slug:kind>.<str:ext>", panel_papers.panel_paper, name="panel-paper"),
]
