"""Addresses of the 合议: the page, its changes, ruling, its papers."""

from django.urls import path

from ..views import consensus, consensus_papers

urlpatterns = [
    path("evaluations/<int:pk>/consensus/", consensus.consensus, name="consensus"),
    path("evaluations/<int:pk>/consensus/changes/", consensus.changes, name="consensus-changes"),
    path("evaluations/<int:pk>/consensus/rule/", consensus.rule, name="rule"),
    path("evaluations/<int:pk>/consensus/agreed/", consensus.rule_agreed, name="rule-agreed"),
    path("evaluations/<int:pk>/consensus/levels/", consensus.rule_level, name="rule-level"),
    path("evaluations/<int:pk>/consensus.xlsx", consensus_papers.export, name="consensus-export"),
    path("evaluations/<int:pk>/consensus.pdf", consensus_papers.record, name="consensus-record"),
]
