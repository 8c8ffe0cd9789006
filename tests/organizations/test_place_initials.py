"""Initials of place names as a proposal (T/CSSG 001.2 10.6.2)."""

import pytest

from gridgov.organizations.initials import propose_initials


@pytest.mark.parametrize(
    ("place", "initials"),
    [
        ("安康市", "AK"),
        ("安康", "AK"),
        ("陕西省", "SX"),
        ("汉滨区", "HB"),
        ("重庆市", "CQ"),
        ("厦门市", "XM"),
        ("蓟县", "JX"),
        ("沙市区", "SS"),
        ("城关街道", "CG"),
        ("老城街道办事处", "LC"),
        ("石桥镇", "SQ"),
        ("柳树村", "LS"),
        ("阿坝藏族羌族自治州", "ABZZQZ"),
        ("积石山保安族东乡族撒拉族自治县", "JSSBAZ"),
        ("CBD街道", "CBD"),
        (" 安康市 ", "AK"),
        ("3", ""),
        ("", ""),
    ],
)
def test_initials_leave_out_the_rank(place, initials):
    assert propose_initials(place) == initials
