"""`gridgov-system/1` and the difference of two documents, without a database."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.errors import StandardsError
from standards.versions.snapshots import COLUMNS, diff, read_snapshot, write_snapshot


def row(pk=1, **values):
    empty = dict.fromkeys(COLUMNS, "")
    number = values.get("number", f"Q/ALWG TG204•{pk}-2025")
    found = {"id": pk, "node": "5.4.2", "subsystem": "TG", "key": number, "family": number[:-5]}
    return {**found, **empty, "number": number, "title": f"规范{pk}", "status": "现行", **values}


def document(*rows, nodes=(), lines=()):
    return {
        "tree": {"nodes": list(nodes), "removals": []},
        "standards": list(rows),
        "figures": {"lines": list(lines)},
    }


def node(code, name="网格巡查管理"):
    return {"code": code, "name": name}


def line(code="TG204", expected=2, present=1, kind="class"):
    levels = [0, 0, 0, 0, present, 0]
    return {
        "kind": kind,
        "code": code,
        "name": code,
        "levels": levels,
        "expected": expected,
        "present": present,
    }


def keys(rows):
    return [each["id"] for each in rows]


def pairs(found):
    return [(before["id"], after["id"]) for before, after in found]


def test_text_is_canonical_and_its_hash_is_that_of_its_bytes():
    text, digest = write_snapshot({"乙": [1, True, None], "甲": "•"})
    assert text == '{"format":"gridgov-system/1","乙":[1,true,null],"甲":"•"}'
    assert digest == hashlib.sha256(text.encode()).hexdigest()


def test_what_was_written_is_read_again():
    written = document(row())
    assert read_snapshot(write_snapshot(written)[0]) == {"format": "gridgov-system/1", **written}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format":"gridgov-system/2"}'])
def test_anything_else_is_refused(text):
    with pytest.raises(StandardsError, match="体系版本的快照"):
        read_snapshot(text)


def test_standard_that_came_is_added_and_one_that_went_is_dropped():
    found = diff(document(row(1), row(2)), document(row(2), row(3)))
    assert (keys(found.added), keys(found.dropped), found.editions) == ([3], [1], ())


def test_number_with_another_year_is_a_new_edition_though_the_row_is_another():
    old, new = row(1, number="Q/ALWG TG204•1-2022"), row(7, number="Q/ALWG TG204•1-2026")
    found = diff(document(old), document(new))
    assert (pairs(found.editions), found.added, found.dropped) == ([(1, 7)], (), ())


def test_new_edition_beside_the_old_one_is_told_while_both_are_listed():
    old, new = row(1, number="Q/ALWG TG204•1-2022"), row(7, number="Q/ALWG TG204•1-2026", status="即将实施")
    found = diff(document(old), document(old, new))
    assert (pairs(found.editions), found.added) == ([(1, 7)], ())


def test_draft_that_became_the_new_edition_is_told_once():
    old, draft = row(1, number="Q/ALWG TG204•1-2022"), row(7, number="", key="", family="", status="制定中")
    new = row(7, number="Q/ALWG TG204•1-2026")
    found = diff(document(old, draft), document(new))
    assert (pairs(found.editions), found.statuses, found.dropped) == ([(1, 7)], (), ())


def test_edition_that_went_is_told_with_the_one_that_stood_beside_it():
    old, new = row(1, number="Q/ALWG TG204•1-2022"), row(7, number="Q/ALWG TG204•1-2026", status="即将实施")
    found = diff(document(old, new), document({**new, "status": "现行"}))
    assert (pairs(found.editions), found.dropped, found.statuses) == ([(1, 7)], (), ())


def test_row_whose_number_took_another_year_is_a_new_edition():
    old = row(1, number="GB/T 34300-2017", family="GB/T 34300")
    new = row(1, number="GB/T 34300-2027", family="GB/T 34300")
    found = diff(document(old), document(new))
    assert (pairs(found.editions), found.renumbered) == ([(1, 1)], ())


def test_row_with_another_number_is_renumbered():
    found = diff(document(row(1)), document(row(1, number="Q/ALWG TG201•9-2025")))
    assert pairs(found.renumbered) == [(1, 1)]


def test_draft_that_was_numbered_changed_its_status():
    found = diff(document(row(1, number="", key="", family="", status="制定中")), document(row(1)))
    assert (pairs(found.statuses), found.renumbered, found.editions) == ([(1, 1)], (), ())


def test_move_and_new_title_are_told_each_in_its_place():
    found = diff(document(row(1)), document(row(1, node="5.4.3", title="巡查规范")))
    assert (pairs(found.moved), pairs(found.retitled), found.statuses) == ([(1, 1)], [(1, 1)], ())


def test_nodes_are_compared_by_their_codes():
    before = document(nodes=[node("5.4.1"), node("5.4.2")])
    found = diff(before, document(nodes=[node("5.4.2", "巡查管理"), node("TG204-1")]))
    assert [each["code"] for each in found.nodes_added] == ["TG204-1"]
    assert [each["code"] for each in found.nodes_removed] == ["5.4.1"]
    assert [(old["name"], new["name"]) for old, new in found.nodes_renamed] == [("网格巡查管理", "巡查管理")]


def test_figures_stand_side_by_side_and_the_total_last():
    before = document(lines=[line("TG201"), line("TG204"), line("", kind="total")])
    after = document(lines=[line("TG204", present=2), line("TG251"), line("", kind="total")])
    found = diff(before, after).figures
    assert [(each.code, each.is_changed) for each in found] == [
        ("TG204", True),
        ("TG251", True),
        ("TG201", True),
        ("", False),
    ]


families = st.sampled_from(["", "Q/ALWG TG204•1", "Q/ALWG TG204•2", "GB/T 34300"])


@st.composite
def rows(draw):
    family, year = draw(families), draw(st.sampled_from(["2022", "2025"]))
    number = f"{family}-{year}" if family else ""
    values = {
        "node": draw(st.sampled_from(["5.4.1", "5.4.2"])),
        "title": draw(st.sampled_from(["巡查规范", "采集规范"])),
        "status": draw(st.sampled_from(["现行", "制定中", "即将实施"])),
    }
    return row(draw(st.integers(1, 8)), number=number, key=number, family=family, **values)


documents = st.builds(
    lambda rows, codes: document(
        *rows, nodes=[node(code) for code in codes], lines=[line(present=len(rows))]
    ),
    st.lists(rows(), max_size=6, unique_by=lambda each: each["id"]),
    st.lists(st.sampled_from(["5.4.1", "5.4.2", "TG204-1"]), unique=True),
)


@given(documents)
def test_document_does_not_differ_from_itself(one):
    found = diff(one, json.loads(json.dumps(one)))
    assert found.is_empty


@given(documents, documents)
def test_applying_the_difference_to_the_one_gives_the_rows_of_the_other(one, other):
    found = diff(one, other)
    listed = {each["id"]: each for each in one["standards"]}
    for each in found.dropped:
        del listed[each["id"]]
    for before, _ in found.editions:
        if before["id"] not in keys(other["standards"]):
            listed.pop(before["id"], None)
    changed = [*found.editions, *found.moved, *found.retitled, *found.renumbered, *found.statuses]
    for each in [*found.added, *(after for _, after in changed)]:
        listed[each["id"]] = each
    names = ("id", "node", "title", "status", "key")
    assert {tuple(each[name] for name in names) for each in listed.values()} == {
        tuple(each[name] for name in names) for each in other["standards"]
    }


@given(documents, documents)
def test_what_is_added_one_way_is_gone_the_other_way(one, other):
    there, back = diff(one, other), diff(other, one)
    assert {each["code"] for each in there.nodes_added} == {each["code"] for each in back.nodes_removed}
    assert pairs(there.moved) == sorted(pairs(back.moved), key=pairs(there.moved).index)
    assert set(keys(there.added)) <= set(keys(other["standards"])) - set(keys(one["standards"]))


@given(documents, documents)
def test_no_row_is_both_added_or_dropped_and_a_new_edition(one, other):
    found = diff(one, other)
    assert not set(keys(found.added)) & {after["id"] for _, after in found.editions}
    assert not set(keys(found.dropped)) & {before["id"] for before, _ in found.editions}
