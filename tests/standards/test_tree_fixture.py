"""The tree of part 3 as data: every leaf there once, under its class, as printed."""

import json
from pathlib import Path

import pytest

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "tree.json"
DOCUMENT = json.loads(FIXTURE.read_text(encoding="utf-8"))
NODES = DOCUMENT["nodes"]
BY_CODE = {node["code"]: node for node in NODES}
FIELDS = [
    *("code", "parent", "kind", "clause", "class_code"),
    *("name", "name_part5", "level", "level_text", "scope"),
]

# Class (or layer) → its leaves, in printed order.
LEAVES = {
    "ZD": "ZD1 ZD2 ZD3 ZD4",
    "JC101": "4.1.1 4.1.2",
    "JC102": "4.2.1 4.2.2 4.2.3",
    "JC103": "4.3",
    "TG201": "5.1.1 5.1.2",
    "TG202": "5.2.1 5.2.2a 5.2.2b 5.2.2c 5.2.2d 5.2.2e 5.2.2f 5.2.2g 5.2.3",
    "TG203": "5.3.1 5.3.2 5.3.3 5.3.4",
    "TG204": "5.4.1 5.4.2 5.4.3 5.4.4 5.4.5 5.4.6",
    "GL201": "6.1.1 6.1.2 6.1.3 6.1.4",
    "GL202": "6.2.1 6.2.2 6.2.3",
    "GL203": "6.3.1 6.3.2 6.3.3",
    "GL204": "6.4.1 6.4.2 6.4.3",
    "GL205": "6.5.1.1 6.5.1.2 6.5.1.3 6.5.2.1 6.5.2.2 6.5.2.3 6.5.3.1 6.5.3.2 6.5.3.3"
    " 6.5.4.1 6.5.4.2 6.5.4.3 6.5.4.4 6.5.4.5 6.5.5 6.5.6 6.5.7 6.5.8 6.5.9",
    "GL206": "6.6 6.6a 6.6b 6.6c 6.6d",
    "GL207": "6.7a 6.7b 6.7c 6.7d",
    "GL208": "6.8.1 6.8.2 6.8.3.1.1 6.8.3a 6.8.3b 6.8.3c 6.8.4 6.8.5",
    "GL209": "6.9.1a 6.9.1b 6.9.1c 6.9.1d 6.9.2",
    "GZ301": "7.1a1 7.1a2 7.1a3 7.1a4 7.1b1 7.1b2 7.1b3 7.1b4 7.1c1 7.1c2 7.1c3 7.1c4"
    " 7.1d1 7.1d2 7.1d3 7.1d4 7.1e1 7.1e2",
    "GZ302": "7.2a 7.2b 7.2c 7.2d 7.2e 7.2f1 7.2f2 7.2f3 7.2f4",
}
GROUPS = "5.2.2 6.5.1 6.5.2 6.5.3 6.5.4 6.8.3 6.9.1 7.1a 7.1b 7.1c 7.1d 7.1e 7.2f"
CHILD_KINDS = {
    "layer": {"leaf"},
    "subsystem": {"class"},
    "class": {"group", "leaf"},
    "group": {"leaf"},
    "leaf": set(),
}


def codes(kind):
    return [node["code"] for node in NODES if node["kind"] == kind]


def home(code):
    """The class of a leaf, or the layer when it has none."""
    node = BY_CODE[code]
    while node["kind"] not in ("class", "layer"):
        node = BY_CODE[node["parent"]]
    return node["code"]


def test_document_names_its_edition():
    head = {key: value for key, value in DOCUMENT.items() if key not in ("nodes", "source")}
    assert head == {
        "format": "gridgov-tree/1",
        "edition": "T/CSSG 001.3-2020",
        "second_number": "T/CA 007.3-2020",
        "title": "市域网格化治理标准体系建设指南 第3部分：标准体系",
    }


def test_every_node_has_the_same_fields_in_the_same_order():
    assert {tuple(node) for node in NODES} == {tuple(FIELDS)}


def test_codes_are_unique():
    assert len(BY_CODE) == len(NODES) == 148


def test_parents_come_before_their_children():
    seen = {None}
    orphans = []
    for node in NODES:
        if node["parent"] not in seen:
            orphans.append(node["code"])
        seen.add(node["code"])
    assert orphans == []


def test_kinds_nest_from_subsystem_to_leaf():
    nesting = {kind: set() for kind in CHILD_KINDS}
    for node in NODES:
        if node["parent"]:
            nesting[BY_CODE[node["parent"]]["kind"]].add(node["kind"])
    assert nesting == CHILD_KINDS


def test_roots_are_the_guidance_layer_and_the_four_subsystems():
    roots = [(node["code"], node["kind"], node["clause"]) for node in NODES if node["parent"] is None]
    assert roots == [
        ("ZD", "layer", "第2部分 9.3.2"),
        ("JC", "subsystem", "4"),
        ("TG", "subsystem", "5"),
        ("GL", "subsystem", "6"),
        ("GZ", "subsystem", "7"),
    ]


def test_every_leaf_stands_under_its_class_in_printed_order():
    leaves = {}
    for code in codes("leaf"):
        leaves.setdefault(home(code), []).append(code)
    assert leaves == {name: listed.split() for name, listed in LEAVES.items()}


def test_groups_hold_the_subdivided_clauses():
    assert codes("group") == GROUPS.split()


def test_every_branch_ends_in_leaves():
    parents = {node["parent"] for node in NODES}
    assert [node["code"] for node in NODES if node["kind"] != "leaf" and node["code"] not in parents] == []


@pytest.mark.parametrize("code", codes("class"))
def test_class_number_follows_from_the_clause(code):
    chapter, section = BY_CODE[code]["clause"].split(".")
    prefix, level = {"4": ("JC", 1), "5": ("TG", 2), "6": ("GL", 2), "7": ("GZ", 3)}[chapter]
    assert code == BY_CODE[code]["class_code"] == f"{prefix}{level * 100 + int(section)}"


def test_subsystems_carry_the_whole_category():
    whole = {code: BY_CODE[code]["class_code"] for code in codes("subsystem")}
    assert whole == {"JC": "JC100", "TG": "TG200", "GL": "GL200", "GZ": "GZ300"}


def test_only_classes_and_subsystems_have_a_class_number():
    numbered = {node["kind"] for node in NODES if node["class_code"]}
    assert numbered == {"class", "subsystem"}


def test_clause_of_every_node_begins_with_that_of_its_parent():
    strays = [
        node["code"]
        for node in NODES
        if node["parent"] and not node["clause"].startswith(BY_CODE[node["parent"]]["clause"])
    ]
    assert strays == []


def test_every_node_has_a_name_and_a_scope():
    assert [node["code"] for node in NODES if not (node["name"] and node["scope"])] == []


def test_name_of_part_5_is_there_only_where_it_differs():
    assert [node["code"] for node in NODES if node["name_part5"] == node["name"]] == []


@pytest.mark.parametrize(
    ("code", "name", "name_part5"),
    [
        ("JC", "通用基础标准分体系", "基础标准体系"),
        ("5.2.2a", "单一部门工作程序", "事项服务规程：单一部门工作程序"),
        ("5.2.2d", "自治服务事项工作程序", "事项服务规程：自治服务事项工作程序"),
        ("5.2.2e", "跨网格事项服务工作程序", "事项服务规程：跨网格事项服务工作程序"),
        ("5.3.2", "业务协同部门对网格授权规范", "条块部门对网格授权规范"),
        ("5.4.3", "联动处置管理", "联勤处置管理规范"),
        ("6.3.1", "工作人员基本要求", "岗位工作人员职业技能等级规范"),
        ("7.1d4", "联动处置岗位（村（社区/居））", "村（社区）网格化治理运行管理工作站联动处置工作标准"),
    ],
)
def test_both_wordings_are_kept(code, name, name_part5):
    assert (BY_CODE[code]["name"], BY_CODE[code]["name_part5"]) == (name, name_part5)


def test_posts_and_databases_name_the_level_they_concern():
    four = ["city", "county", "township", "village"]
    levels = {}
    for node in NODES:
        if node["level"]:
            levels.setdefault(node["parent"], []).append(node["level"])
    assert levels == {
        "6.5.2": four[:3],
        **dict.fromkeys(["7.1a", "7.1b", "7.1c", "7.1d"], four),
        "7.1e": four[:2],
        "7.2f": four,
    }


def test_level_and_its_printed_text_come_together():
    assert [node["code"] for node in NODES if bool(node["level"]) != bool(node["level_text"])] == []
