"""What we export comes in again without a change."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standards.errors import StandardsError
from standards.exports import export_registry
from standards.models import Standard
from standards.services.importing import check_list
from tests.factories import make_adopted, make_department, make_draft, make_node, make_published
from tests.standards.importing.making import leaf

pytestmark = pytest.mark.usefixtures("tree")
TODAY = "2026-11-20T10:00:00+08:00"
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "TRUE", "1234", "'甲", "_x0041_", "  双  空格", "一\n二")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(TODAY)


def exported(city) -> ContentFile:
    rows = Standard.objects.of(city)
    with export_registry(organization=city, standards=rows, on=date(2026, 11, 20)).file as file:
        return ContentFile(file.read(), name="明细表.xlsx")


def seen(office, city) -> tuple:
    """(rows registered, rows read, what is said of those that are not the same)."""
    batch = check_list(actor=office, organization=city, file=exported(city))
    odd = [row for row in batch.rows if row["verdict"] != "same"]
    return (Standard.objects.count(), len(batch.rows), odd)


def fill(city) -> None:
    """A row of every origin, stage and state, with every column of the export."""
    one, two = make_department(city, "综合业务科"), make_department(city, "督查、考评科")
    old = make_published(city, leaf("5.4.2"), 1, year=2020, replaced_on=date(2025, 5, 1))
    new = make_published(
        city, leaf("5.4.2"), 1, confirmed_on=date(2026, 1, 1), adoption="NEQ", remark="备注；备注"
    )
    new.replaces.add(old)
    new.departments.add(one, two)
    make_published(city, leaf("5.4.3"), 9, "即将实施的标准", 2026, effective_on=date(2027, 1, 1))
    make_published(
        city, leaf("5.4.4"), 10, "废止的", 2024, withdrawn_on=date(2025, 1, 1), withdrawal_reason="复审"
    )
    moved = make_published(city, leaf("6.1.1"), 3, "移到别类的", 2024)
    Standard.objects.filter(pk=moved.pk).update(node=leaf("5.4.5"))
    for stage in ("planned", "drafting", "reviewing", "submitted", "approved"):
        make_draft(city, leaf("5.4.2"), f"{stage}阶段的标准", stage=stage)
    make_draft(
        city,
        leaf("5.4.2"),
        "终止的",
        stage="abandoned",
        abandoned_on=date(2026, 1, 1),
        abandonment_reason="不再需要",
    )
    make_draft(city, leaf("5.4.2"), "终止的")
    adopted = make_adopted(city, leaf("4.1.1"), replaced_numbers="GB/T 34300-2009；国标委农联〔2007〕7号")
    adopted.departments.add(one)
    replaced = make_adopted(city, leaf("4.1.1"), "GB/T 13016-2009", "旧", replaced_on=date(2018, 9, 1))
    make_adopted(city, leaf("4.1.1"), "GB/T 13016-2018", "新").replaces.add(replaced)
    make_adopted(
        city, leaf("4.1.1"), "DB 31117/Z 016-2022", "地方的", rank="local", issued_on=None, effective_on=None
    )
    make_adopted(city, leaf("4.1.1"), "GB/T 1.1", "不注日期", stage="identified", intended_rank="national")
    make_adopted(city, leaf("4.1.1"), "GB 18401-2010/XG1-2012", "第1号修改单", withdrawn_on=date(2020, 1, 1))
    make_adopted(
        city, leaf("4.1.1"), "T/CSSG 001.3-2020", "双编号", rank="group", second_number="T/CA 007.3-2020"
    )
    guidance = {"organization": city, "origin": "guidance", "stage": "published", "rank": "law"}
    Standard.objects.create(**guidance, node=leaf("ZD3"), title="安全生产法", effective_on=date(1895, 1, 1))
    Standard.objects.create(**guidance, node=leaf("ZD3"), title="安全生产法", withdrawn_on=date(2021, 9, 1))
    Standard.objects.create(**guidance, node=leaf("ZD3"), title="安全生产法", replaced_on=date(2021, 9, 1))
    Standard.objects.create(**guidance, node=leaf("ZD1"), title="安全生产法")
    Standard.objects.create(**guidance, node=leaf("5.4.1"), title="网格化服务管理办法")
    own_leaf = make_node("TG204-1", organization=city, parent=leaf("TG204"), name="网格公约", clause="")
    make_published(city, own_leaf, 30, "网格公约")
    for number, text in enumerate(NASTY):
        make_adopted(city, leaf("4.1.1"), f"GB/T {9000 + number}-2020", text, remark=text, adoption=text)


def test_registry_with_every_kind_of_row_comes_in_again_without_a_change(office, city):
    fill(city)
    registered, read, odd = seen(office, city)
    assert (read, odd) == (registered, [])


def test_empty_registry_has_nothing_to_read(office, city):
    with pytest.raises(StandardsError, match="表头下没有要导入的行"):
        seen(office, city)


@st.composite
def row_of(draw):
    """A row as some service might have left it."""
    text = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
    )
    day = st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31))
    issued, effective = sorted([draw(st.dates(date(1950, 1, 1), date(2030, 1, 1))) for _ in range(2)])
    return {
        "title": draw(text.filter(str.strip)),
        "remark": draw(text),
        "adoption": draw(text),
        "replaced_numbers": draw(text),
        "issued_on": issued,
        "effective_on": effective,
        "confirmed_on": draw(day),
        "node": draw(st.sampled_from(["4.1.1", "5.2.2a", "6.7a", "6.8.3a", "ZD3", "7.2f1", "6.6"])),
        "rank": draw(st.sampled_from(Standard.Rank.values)),
        "intended_rank": draw(st.sampled_from(["", *Standard.Rank.values])),
        "origin": draw(st.sampled_from(["adopted", "guidance"])),
    }


def register(city, number: int, fields: dict) -> None:
    """Numbers and, for documents, titles tell the rows from each other."""
    fields = fields | {"node": leaf(fields["node"])}
    if fields.pop("origin") == "adopted":
        make_adopted(city, number=f"GB/T {number}-2020", **fields)
    else:
        fields["title"] += str(number)
        Standard.objects.create(organization=city, origin="guidance", stage="published", **fields)


@given(rows=st.lists(row_of(), min_size=1, max_size=4))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_stands_in_the_registry_comes_in_again_without_a_change(office, city, rows):
    with transaction.atomic():
        for number, fields in enumerate(rows, start=1):
            register(city, number, fields)
        registered, read, odd = seen(office, city)
        assert (read, odd) == (registered, [])
        transaction.set_rollback(True)
