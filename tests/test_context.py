"""The menu: which entry lights up on which page."""

import pytest
from django.urls import resolve, reverse

from gridgov.context import entries, entry_of, navigation


@pytest.mark.parametrize(
    ("page", "args", "entry"),
    [
        ("workbench", [], "workbench"),
        ("standards:standard-correct", [1], "standards:standards"),
        ("evaluation:standard-requirements", [1], "standards:standards"),
        ("standards:node-restore", [1], "standards:system"),
        ("standards:opinion-form", [1], "standards:my-opinions"),
        ("standards:review-round", [1, 1], "standards:standards"),
        ("evaluation:scorecard-section", ["A.1"], "evaluation:scorecard"),
        ("evaluation:expert", [1], "evaluation:experts"),
        ("evaluation:gaps", [1], "evaluation:gaps-own"),
        ("activities:training", [], "activities:training"),
        ("activities:record", ["findings", 1], "activities:findings"),
        ("activities:record", ["duties", 1], "activities:people"),
        ("activities:chart", [], "activities:people"),
        ("evaluation:sheet", [1, "A.1"], "evaluation:evaluations"),
        ("evaluation:conclusion", [1], "evaluation:evaluations"),
        ("organizations:events", [], "organizations:organizations"),
        ("organizations:password", [], ""),
    ],
)
def test_page_stands_under_its_entry(page, args, entry):
    assert entry_of(resolve(reverse(page, args=args))) == entry


def test_menu_of_a_reader_lights_up_the_page_he_is_on(rf, reader):
    request = rf.get("/")
    request.user, request.resolver_match = reader, resolve(reverse("evaluation:evaluations"))
    assert [(entry.label, is_lit) for entry, is_lit in navigation(request)["menu"]] == [
        ("工作台", False),
        ("待办", False),
        ("我的审查", False),
        ("标准登记", False),
        ("标准体系", False),
        ("引用与查新", False),
        ("体系体检", False),
        ("工作计划", False),
        ("培训与宣贯", False),
        ("标准实施", False),
        ("监督检查", False),
        ("问题整改", False),
        ("信息资料", False),
        ("机构与人员", False),
        ("评价细则", False),
        ("达标路径", False),
        ("评估申请", False),
        ("评价", True),
        ("帮助", False),
        ("关于", False),
    ]


def test_who_organises_evaluations_finds_the_pool_of_experts(office, reader):
    shown = [[entry.label for entry in entries(user) if entry.group == "评价"] for user in (office, reader)]
    common = ["评价细则", "达标路径", "评估申请", "评价"]
    assert shown == [[*common, "专家库"], common]
