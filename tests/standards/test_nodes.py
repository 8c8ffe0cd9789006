"""What an organisation adds to the tree and leaves out (T/CSSG 001.3 3.4.2)."""

from datetime import date

import pytest

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Node
from standards.services.nodes import add_node, remove_node, restore_node
from standards.services.tree import load_tree
from tests.factories import make_draft, make_published
from tests.standards.test_tree_fixture import FIXTURE

ON = date(2026, 3, 1)


def shared(code):
    return Node.objects.get(organization=None, code=code)


def codes(organization, **conditions):
    """Codes of the organisation's tree in printed order."""
    return list(
        Node.objects.for_organization(organization).filter(**conditions).values_list("code", flat=True)
    )


def add(office, organization, parent, name="网格公约", kind="leaf"):
    return add_node(actor=office, organization=organization, parent=parent, kind=kind, name=name)


def remove(office, organization, node, reason="本组织不设"):
    return remove_node(actor=office, organization=organization, node=node, reason=reason, on=ON)


def restore(office, organization, node):
    return restore_node(actor=office, organization=organization, node=node)


def test_added_leaf_stands_at_the_end_of_its_class(city, office, tree):
    node = add(office, city, shared("TG204"))
    assert (node.code, node.class_code, node.subsystem) == ("TG204-1", "TG204", "TG")
    assert codes(city, class_code="TG204")[-2:] == ["5.4.6", "TG204-1"]


def test_later_leaf_follows_the_earlier_one(city, office, tree):
    add(office, city, shared("TG204"), "甲")
    add(office, city, shared("TG204"), "乙")
    assert codes(city, class_code="TG204")[-2:] == ["TG204-1", "TG204-2"]


def test_leaf_added_to_a_group_stands_inside_it(city, office, tree):
    add(office, city, shared("5.2.2"))
    assert codes(city, class_code="TG202")[-3:] == ["5.2.2g", "5.2.2-1", "5.2.3"]


def test_guidance_layer_takes_a_leaf(city, office, tree):
    assert add(office, city, shared("ZD"), "服务承诺").code == "ZD-1"


def test_added_class_is_numbered_from_51_and_has_a_leaf(city, office, tree):
    add(office, city, shared("GL"), "数字治理", kind="class")
    assert codes(city, class_code="GL251") == ["GL251", "GL251-1"]


def test_next_class_follows_even_when_the_last_one_was_removed(city, office, tree):
    remove(office, city, add(office, city, shared("GL"), "数字治理", kind="class"))
    assert add(office, city, shared("GL"), "志愿服务", kind="class").code == "GL252"


def test_own_class_keeps_its_leaves_together_after_a_later_addition_before_it(city, office, tree):
    own = add(office, city, shared("TG"), "自设类", kind="class")
    add(office, city, own, "末级二")
    add(office, city, shared("TG204"), "后加")
    assert codes(city, subsystem="TG")[-4:] == ["TG204-1", "TG251", "TG251-1", "TG251-2"]


def test_two_organizations_number_their_own_classes_apart(city, stranger_city, office, stranger, tree):
    add(office, city, shared("GL"), "数字治理", kind="class")
    assert add(stranger, stranger_city, shared("GL"), "志愿服务", kind="class").code == "GL251"


def test_added_node_is_nobody_elses(city, stranger_city, office, tree):
    add(office, city, shared("TG204"))
    assert "TG204-1" not in codes(stranger_city)


def test_addition_is_recorded(city, office, tree):
    node = add(office, city, shared("TG204"))
    event = Event.objects.about(node).get()
    assert (event.verb, event.actor, event.organization) == ("create", office, city)
    assert event.changes == {"体系节点": ["", "TG204-1 网格公约"]}


@pytest.mark.parametrize(
    ("parent", "kind", "words"),
    [
        ("TG204", "class", "类只能增加在分体系之下，“服务运行管理子体系”是类，请重新选择上级。"),
        (
            "TG",
            "leaf",
            "末级只能增加在指导层、类或组之下，“网格化服务提供标准分体系”是分体系，请重新选择上级。",
        ),
        ("5.4.2", "leaf", "末级只能增加在指导层、类或组之下，“网格巡查管理”是末级，请重新选择上级。"),
    ],
)
def test_node_in_a_place_that_cannot_take_it_is_refused(city, office, tree, parent, kind, words):
    with pytest.raises(StandardsError) as refusal:
        add(office, city, shared(parent), kind=kind)
    assert (refusal.value.message, refusal.value.field) == (words, "parent")


def test_name_that_stands_there_already_is_refused(city, office, tree):
    with pytest.raises(StandardsError, match="“服务运行管理子体系”下已有“网格巡查管理”，请换一个名称。"):
        add(office, city, shared("TG204"), "网格巡查管理")


def test_parent_that_is_removed_is_refused(city, office, tree):
    remove(office, city, shared("GL206"))
    with pytest.raises(StandardsError, match="上级节点不在本组织的体系内"):
        add(office, city, shared("GL206"))


def test_class_numbers_end_at_99(city, office, tree):
    Node.objects.create(
        organization=city,
        parent=shared("GL"),
        kind="class",
        code="GL299",
        class_code="GL299",
        subsystem="GL",
        order=1,
    )
    with pytest.raises(StandardsError, match="自设的类已用到 99"):
        add(office, city, shared("GL"), "再加", kind="class")


def test_place_between_two_shared_nodes_fills_up(city, office, tree):
    for number in range(99):
        add(office, city, shared("TG204"), f"末级{number}")
    with pytest.raises(StandardsError, match="自设的节点已满"):
        add(office, city, shared("TG204"), "再加")


def test_reloading_the_tree_leaves_own_nodes_where_they_are(city, office, tree):
    add(office, city, shared("TG204"))
    load_tree(FIXTURE)
    assert codes(city, class_code="TG204")[-2:] == ["5.4.6", "TG204-1"]


def test_removed_leaf_is_gone_from_this_tree_only(city, stranger_city, office, tree):
    remove(office, city, shared("5.4.2"))
    assert "5.4.2" not in codes(city)
    assert "5.4.2" in codes(stranger_city)


def test_removed_class_takes_its_leaves_with_it(city, office, tree):
    gone = remove(office, city, shared("GL206"))
    assert [node.code for node in gone] == ["GL206", "6.6", "6.6a", "6.6b", "6.6c", "6.6d"]
    assert codes(city, class_code="GL206") == []


def test_removal_is_recorded_with_its_reason(city, office, tree):
    remove(office, city, shared("5.4.2"), "由上级统一巡查")
    event = Event.objects.about(shared("5.4.2")).get()
    assert (event.verb, event.organization, event.reason) == ("delete", city, "由上级统一巡查")
    assert event.changes == {"体系节点": ["5.4.2 网格巡查管理", ""]}


def test_node_with_standards_is_not_removed_and_the_refusal_counts_them(city, office, tree):
    make_published(city, shared("5.4.1"), 1)
    make_published(city, shared("5.4.2"), 2)
    make_published(city, shared("5.4.2"), 3, effective_on=date(2026, 4, 1))
    make_draft(city, shared("5.4.2"))
    with pytest.raises(StandardsError) as refusal:
        remove(office, city, shared("TG204"))
    assert refusal.value.message == (
        "“服务运行管理子体系”下还有标准（现行 2 项、即将实施 1 项、制定中 1 项），不能删减。"
        "请先把这些标准改到别的体系分类，或者废止后再删减。"
    )
    assert "TG204" in codes(city)


def test_withdrawn_and_foreign_standards_do_not_hold_a_node(city, stranger_city, office, tree):
    make_published(city, shared("5.4.2"), withdrawn_on=ON, withdrawal_reason="不再适用")
    make_published(stranger_city, shared("5.4.2"))
    remove(office, city, shared("5.4.2"))
    assert "5.4.2" not in codes(city)


@pytest.mark.parametrize("code", ["ZD", "ZD3", "JC", "GZ"])
def test_what_part_2_demands_is_not_removed(city, office, tree, code):
    with pytest.raises(StandardsError, match=r"不能删减：第2部分 9\.3\.2 要求"):
        remove(office, city, shared(code))


def test_own_leaf_of_the_guidance_layer_can_go_again(city, office, tree):
    remove(office, city, add(office, city, shared("ZD"), "服务承诺"))
    assert "ZD-1" not in codes(city)


def test_second_removal_is_refused(city, office, tree):
    remove(office, city, shared("5.4.2"))
    with pytest.raises(StandardsError, match="已经删减"):
        remove(office, city, shared("5.4.2"))


def test_restored_class_comes_back_whole(city, office, tree):
    before = codes(city)
    remove(office, city, shared("GL206"))
    restore(office, city, shared("GL206"))
    assert codes(city) == before


def test_restored_leaf_brings_the_nodes_it_stands_under(city, office, tree):
    remove(office, city, shared("GL206"))
    back = restore(office, city, shared("6.6b"))
    assert [node.code for node in back] == ["GL206", "6.6b"]
    assert codes(city, class_code="GL206") == ["GL206", "6.6b"]


def test_restoring_what_is_there_is_refused(city, office, tree):
    with pytest.raises(StandardsError, match="没有删减，不用恢复"):
        restore(office, city, shared("5.4.2"))


def test_restoring_is_recorded(city, office, tree):
    remove(office, city, shared("5.4.2"), "由上级统一巡查")
    restore(office, city, shared("5.4.2"))
    event = Event.objects.about(shared("5.4.2")).first()
    assert (event.verb, event.organization) == ("create", city)
    assert event.changes == {"体系节点": ["", "5.4.2 网格巡查管理"], "原删减理由": ["由上级统一巡查", ""]}
