"""Addresses of the 专家库, of forming a panel, and of its grades."""

from django.urls import path

from ..views import experts, grades, panels

PANEL = "evaluations/<int:pk>/panel/"
PERSON = f"{PANEL}<int:person_pk>/"

urlpatterns = [
    path("experts/", experts.experts, name="experts"),
    path("experts/new/", experts.expert_new, name="expert-new"),
    path("experts/<int:pk>/", experts.expert, name="expert"),
    path("experts/<int:pk>/edit/", experts.expert_edit, name="expert-edit"),
    path("experts/<int:pk>/remove/", experts.expert_remove, name="expert-remove"),
    path(PANEL, panels.panel, name="panel"),
    path(f"{PANEL}appoint/", panels.panel_appoint, name="panel-appoint"),
    path(f"{PANEL}tables/", panels.panel_assign, name="panel-assign"),
    path(f"{PANEL}size/", panels.panel_size, name="panel-size"),
    path(f"{PANEL}declare/", panels.panel_declare, name="panel-declare"),
    path(f"{PERSON}leader/", panels.panel_leader, name="panel-leader"),
    path(f"{PERSON}recuse/", panels.panel_recuse, name="panel-recuse"),
    path(f"{PERSON}absent/", panels.panel_absent, name="panel-absent"),
    path(f"{PERSON}present/", panels.panel_present, name="panel-present"),
    path(f"{PERSON}dismiss/", panels.panel_dismiss, name="panel-dismiss"),
    path(f"{PERSON}confirm/", panels.panel_confirm, name="panel-confirm"),
    path("evaluations/<int:pk>/grades/", grades.grades, name="grades"),
]
