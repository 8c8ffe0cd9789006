"""查新: a list against the registry, and what follows from it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Standard
from standards.references.status_lists import not_listed
from standards.references.suitability import suitability_due
from standards.services.citations import add_citations
from standards.services.registry import enter_standard
from standards.services.status_checks import apply_finding, confirm_unchanged, make_check
from tests import factories

TODAY = date(2026, 6, 1)
CHECK_QUERIES = 7
LIST_QUERIES = 9
PAGE_QUERIES = 11


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def run(office, *lines, **facts):
    facts = {"source": "标准馆", "checked_on": date(2026, 5, 20), "text": "\n".join(lines), **facts}
    return make_check(actor=office, organization=office.organization, **facts)


def verdicts(check) -> list[tuple]:
    return [(each.number, each.verdict, each.standard, each.citing) for each in check.findings.all()]


def refusal(act, *args, **facts) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(*args, **facts)
    return caught.value.message, caught.value.field


def cite(standard, text):
    add_citations(actor=None, standard=standard, text=text)


def test_the_same_state_is_no_change(office, city, node):
    row = factories.make_adopted(city, node)
    ended = factories.make_adopted(city, node, "GB/T 5-2017", replaced_on=date(2026, 1, 1))
    check = run(office, "GB/T 34300-2017 现行", "GB/T 5-2017 废止")
    assert verdicts(check) == [("GB/T 34300-2017", "same", row, 0), ("GB/T 5-2017", "same", ended, 0)]


def test_another_state_is_a_change_either_way(office, city, node):
    row = factories.make_adopted(city, node)
    ended = factories.make_adopted(city, node, "GB/T 5-2017", withdrawn_on=date(2026, 1, 1))
    check = run(office, "GB/T 34300-2017 废止", "GB/T 5-2017 现行")
    assert verdicts(check) == [("GB/T 34300-2017", "changed", row, 0), ("GB/T 5-2017", "changed", ended, 0)]


def test_a_newer_year_of_the_same_family_is_a_new_edition(office, city, node):
    row = factories.make_adopted(city, node)
    check = run(office, "GB/T 34300-2026 现行", "GB/T 34300-2010 废止")
    assert verdicts(check) == [("GB/T 34300-2026", "newer", row, 0), ("GB/T 34300-2010", "unknown", None, 0)]


def test_gb_and_gb_t_of_one_number_are_one_family(office, city, node):
    row = factories.make_adopted(city, node, "GB 12238-1989", issued_on=None, effective_on=None)
    assert verdicts(run(office, "GB/T 12238-2008 现行")) == [("GB/T 12238-2008", "newer", row, 0)]


def test_a_number_without_a_year_means_the_newest_edition(office, city, node):
    row = factories.make_adopted(city, node)
    assert verdicts(run(office, "GB/T 34300 废止")) == [("GB/T 34300", "changed", row, 0)]


def test_what_is_only_cited_is_found_and_the_citing_counted(office, city, node):
    own, other = (factories.make_published(city, node, sequence) for sequence in (1, 2))
    cite(own, "GB/T 5-2017\nGB/T 6\nGB/T 7-2010\nGB/T 8-2020")
    cite(other, "GB/T 5-2017")
    cite(factories.make_adopted(city, node, "GB/T 99-2020"), "GB/T 5-2017")
    check = run(
        office,
        *("GB/T 5-2017 废止", "GB/T 6-2019 废止", "GB/T 7-2020 现行", "GB/T 8-2020 现行", "GB/T 9-2020 现行"),
    )
    assert verdicts(check) == [
        ("GB/T 5-2017", "changed", None, 2),
        ("GB/T 6-2019", "changed", None, 1),
        ("GB/T 7-2020", "newer", None, 1),
        ("GB/T 8-2020", "same", None, 1),
        ("GB/T 9-2020", "unknown", None, 0),
    ]


def test_citing_standards_are_counted_for_what_is_adopted(office, city, node):
    row = factories.make_adopted(city, node)
    cite(factories.make_published(city, node), "GB/T 34300-2017")
    cite(factories.make_draft(city, node), "GB/T 34300")
    assert verdicts(run(office, "GB/T 34300-2017 废止")) == [("GB/T 34300-2017", "changed", row, 2)]


def test_registries_of_others_and_declined_standards_are_not_compared(office, city, stranger_city, node):
    factories.make_adopted(stranger_city, node)
    factories.make_adopted(
        city, node, "GB/T 5-2017", stage="abandoned", abandoned_on=TODAY, abandonment_reason="不采用"
    )
    check = run(office, "GB/T 34300-2017 废止", "GB/T 5-2017 废止")
    assert {each.verdict for each in check.findings.all()} == {"unknown"}


def test_a_source_that_says_nothing_changes_nothing(office, city, node):
    row = factories.make_adopted(city, node)
    check = run(office, "标准编号\t状态", "GB/T 34300-2017\t待查", "GB/T 5-2017\t现行")
    assert verdicts(check)[0] == ("GB/T 34300-2017", "unknown", row, 0)


def test_adopted_standards_the_list_leaves_out_are_named(office, city, node):
    factories.make_adopted(city, node)
    left = factories.make_adopted(city, node, "GB/T 5-2017")
    factories.make_adopted(city, node, "GB/T 6-2017", withdrawn_on=date(2026, 1, 1))
    factories.make_published(city, node)
    assert not_listed(run(office, "GB/T 34300-2017 现行")) == [left]


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"source": " "}, ("请写明名单的来源，如“国家标准全文公开系统”。", "source")),
        ({"checked_on": date(2026, 6, 2)}, ("查新日期不能晚于今天。", "checked_on")),
        ({"text": ""}, ("请上传名单文件，或粘贴名单，二者选一。", "text")),
    ],
)
def test_a_run_demands_source_day_and_list(office, facts, refused):
    assert refusal(run, office, "GB/T 5-2017 现行", **facts) == refused


def test_a_run_is_told_to_the_trail(office):
    check = run(office, "GB/T 5-2017 现行")
    event = Event.objects.about(check).get()
    assert (event.verb, event.changes) == ("check", {"查新": ["", "标准馆，1 行"]})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_run_takes_the_same_number_of_questions(office, city, node, rows, django_assert_num_queries):
    lines = []
    for sequence in range(1, rows + 1):
        factories.make_adopted(city, node, f"GB/T {sequence}-2017")
        lines.append(f"GB/T {sequence}-2017 现行")
    with django_assert_num_queries(CHECK_QUERIES):
        run(office, *lines)


# What follows.


def test_the_day_of_what_is_unchanged_is_brought_up_to_date(office, city, node):
    old = factories.make_adopted(city, node, checked_on=date(2024, 1, 1))
    later = factories.make_adopted(city, node, "GB/T 5-2017", checked_on=date(2026, 5, 30))
    changed = factories.make_adopted(city, node, "GB/T 6-2017")
    check = run(office, "GB/T 34300-2017 现行", "GB/T 5-2017 现行", "GB/T 6-2017 废止")
    assert confirm_unchanged(actor=office, check=check) == 1
    days = [Standard.objects.get(pk=row.pk).checked_on for row in (old, later, changed)]
    assert days == [date(2026, 5, 20), date(2026, 5, 30), None]
    event = Event.objects.about(old).get()
    assert (event.verb, event.changes, event.reason) == (
        "check",
        {"查新日期": ["2024-01-01", "2026-05-20"]},
        "标准馆",
    )
    assert refusal(confirm_unchanged, actor=office, check=check)[0] == "没有需要更新查新日期的标准。"


def test_the_departments_stay_in_the_history_when_the_day_is_set(office, city, node, department):
    row = factories.make_adopted(city, node)
    row.departments.add(department)
    confirm_unchanged(actor=office, check=run(office, "GB/T 34300-2017 现行"))
    assert row.history.first().departments.count() == 1


def test_a_withdrawal_is_registered_from_its_day(office, city, node):
    row = factories.make_adopted(city, node)
    cite(factories.make_published(city, node), "GB/T 34300-2017")
    found = run(office, "GB/T 34300-2017 废止").findings.get()
    apply_finding(actor=office, finding=found, how="withdrawn", on=date(2026, 5, 1))
    row.refresh_from_db()
    found.refresh_from_db()
    assert (row.withdrawn_on, row.withdrawal_reason, row.checked_on, found.applied_on, found.applied_by) == (
        *(date(2026, 5, 1), "2026-05-20 查新（标准馆）：废止", date(2026, 5, 20), TODAY),
        office,
    )
    assert len(suitability_due([city], TODAY)) == 1


def test_a_replacement_is_registered_by_number_and_named_where_the_change_is_told(office, city, node):
    row = factories.make_adopted(city, node)
    cite(factories.make_published(city, node), "GB/T 34300-2017")
    found = run(office, "GB/T 34300-2026 现行").findings.get()
    apply_finding(actor=office, finding=found, how="replaced", on=date(2026, 5, 1), by="GB/T 34300-2026")
    row.refresh_from_db()
    cause = suitability_due([city], TODAY)[0].cause
    assert (row.replaced_on, cause) == (
        date(2026, 5, 1),
        "GB/T 34300-2017 自 2026-05-01 起被 GB/T 34300-2026 代替",
    )


def test_a_replacement_needs_a_number(office, city, node):
    factories.make_adopted(city, node)
    found = run(office, "GB/T 34300-2017 废止").findings.get()
    assert refusal(apply_finding, actor=office, finding=found, how="replaced", on=TODAY, by=" ") == (
        "请填写代替它的标准编号，如“GB/T 34300-2026”。",
        "by",
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("GB/T 9-2020 废止", "登记簿中没有这一条，不需要登记变化。"),
        ("GB/T 34300-2017 现行", "这一条没有变化，不需要登记。"),
    ],
)
def test_what_has_not_changed_is_not_registered(office, city, node, line, words):
    factories.make_adopted(city, node)
    found = run(office, line).findings.get()
    assert refusal(apply_finding, actor=office, finding=found, how="withdrawn", on=TODAY)[0] == words


def test_a_line_is_applied_once(office, city, node):
    factories.make_adopted(city, node)
    found = run(office, "GB/T 34300-2017 废止").findings.get()
    facts = {"actor": office, "finding": found, "how": "withdrawn", "on": TODAY}
    apply_finding(**facts)
    assert refusal(apply_finding, **facts)[0] == "这一条已于 2026-06-01 处理。"


def test_a_standard_waiting_for_adoption_is_no_longer_marked_as_ended(office, city, node):
    values = {"node": node, "number": "GB/T 34300-2017", "title": "规范"}
    enter_standard(actor=office, organization=city, origin="adopted", values=values, is_pending=True)
    found = run(office, "GB/T 34300-2017 废止").findings.get()
    message, _ = refusal(apply_finding, actor=office, finding=found, how="withdrawn", on=TODAY)
    assert message.startswith("还没有发布，不能废止")


# The pages.


def post(client, **data):
    data = {"source": "标准馆", "checked_on": "2026-05-20", "text": "", **data}
    return client.post(reverse("standards:check-new"), data)


def test_pasting_leads_to_the_results(as_office, city, node):
    factories.make_adopted(city, node)
    response = post(as_office, text="GB/T 34300-2017 废止")
    check = city.status_checks.get()
    assert response["Location"] == reverse("standards:check", args=[check.pk])
    assert "有变化 1" in as_office.get(response["Location"]).content.decode()


@pytest.mark.parametrize("name", ["名单.csv", "名单.xlsx"])
def test_a_file_is_read_like_pasted_text(as_office, city, node, tmp_path, name):
    factories.make_adopted(city, node)
    response = post(as_office, file=SimpleUploadedFile(name, list_file(name)))
    check = city.status_checks.get()
    assert response.status_code == 302
    assert [(each.number, each.verdict) for each in check.findings.all()] == [("GB/T 34300-2017", "changed")]


def list_file(name: str) -> bytes:
    import io

    from openpyxl import Workbook

    if name.endswith(".csv"):
        return "标准编号,状态\nGB/T 34300—2017,废止\n".encode("gb18030")
    book, buffer = Workbook(), io.BytesIO()
    for row in (["标准编号", "状态"], ["GB/T 34300—2017", "废止"]):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def test_an_excel_list_is_kept_and_handed_out(as_office, city, node):
    post(as_office, file=SimpleUploadedFile("名单.xlsx", list_file("名单.xlsx")))
    check = city.status_checks.get()
    response = as_office.get(reverse("standards:check-file", args=[check.pk]))
    assert b"".join(response.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"text": "GB/T 34300-2017 现行\n" * 10_000}, "名单有 10,000 行，一次最多 5,000 行"),
        ({"text": "字" * 5_000}, "第 1 行有 5,000 个字"),
        ({"file": SimpleUploadedFile("名单.exe", b"MZ")}, "不是能导入的文件"),
        ({"file": SimpleUploadedFile("名单.xlsx", b"MZ")}, "的内容不是 XLSX 文件"),
        ({}, "请上传名单文件，或粘贴名单，二者选一。"),
    ],
)
def test_hostile_input_is_refused_with_a_sentence(as_office, city, data, words):
    content = post(as_office, **data).content.decode()
    assert words in content
    assert city.status_checks.count() == 0


def test_the_results_show_who_cites_and_what_to_do(as_office, office, city, node):
    row = factories.make_adopted(city, node)
    own = factories.make_published(city, node)
    cite(own, "GB/T 34300-2017")
    left = factories.make_adopted(city, node, "GB/T 5-2017", "没有提到的标准")
    check = run(office, "GB/T 34300-2026 现行", "网格\t现行")
    content = as_office.get(reverse("standards:check", args=[check.pk])).content.decode()
    found = check.findings.get(standard=row)
    assert f'href="{own.get_absolute_url()}#citations"' in content
    assert reverse("standards:check-apply", args=[check.pk, found.pk]) in content
    assert "number=GB%2FT%2034300-2026" in content
    assert "replaced_numbers=GB%2FT%2034300-2017" in content
    assert "名单中没有 1 项" in content
    assert left.title in content


def test_the_counts_filter(as_office, office, city, node):
    factories.make_adopted(city, node)
    check = run(office, "GB/T 34300-2017 废止", "GB/T 9-2020 现行")
    url = reverse("standards:check", args=[check.pk])
    found = [
        as_office.get(f"{url}?verdict={value}").context["page"].paginator.count
        for value in ("changed", "same", "x")
    ]
    assert found == [1, 0, 2]


def test_the_days_are_updated_after_a_confirmation(as_office, office, city, node):
    row = factories.make_adopted(city, node)
    check = run(office, "GB/T 34300-2017 现行")
    url = reverse("standards:check-confirm", args=[check.pk])
    assert "1 项，查新日期更新为 2026-05-20" in as_office.get(url).content.decode()
    as_office.post(url)
    row.refresh_from_db()
    assert row.checked_on == date(2026, 5, 20)


def test_the_form_of_a_newer_edition_is_filled_in(as_office, office, city, node):
    row = factories.make_adopted(city, node)
    check = run(office, "GB/T 34300-2026 现行")
    url = reverse("standards:check-apply", args=[check.pk, check.findings.get().pk])
    assert 'value="GB/T 34300-2026"' in as_office.get(url).content.decode()
    as_office.post(url, {"how": "replaced", "by": "GB/T 34300-2026", "on": "2026-05-01"})
    row.refresh_from_db()
    assert row.replaced_on == date(2026, 5, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_results_take_the_same_number_of_questions(
    as_office, office, city, node, rows, django_assert_num_queries
):
    lines = []
    for sequence in range(1, rows + 1):
        factories.make_adopted(city, node, f"GB/T {sequence}-2017")
        cite(factories.make_published(city, node, sequence), f"GB/T {sequence}-2017")
        lines.append(f"GB/T {sequence}-2017 废止")
    url = reverse("standards:check", args=[run(office, *lines).pk])
    as_office.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        as_office.get(url)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_runs_takes_the_same_number_of_questions(
    as_office, office, rows, django_assert_num_queries
):
    for _ in range(rows):
        run(office, "GB/T 5-2017 现行")
    url = reverse("standards:checks")
    as_office.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        assert as_office.get(url).context["page"].object_list[0].lines == 1


def test_an_empty_list_offers_the_first_run(as_office):
    assert reverse("standards:check-new") in as_office.get(reverse("standards:checks")).content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source=标准馆", 1),
        ("source=别处", 0),
        ("since=2026-05-20&until=2026-05-20", 1),
        ("since=2026-05-21", 0),
    ],
)
def test_the_list_of_runs_is_filtered(as_office, office, query, count):
    run(office, "GB/T 5-2017 现行")
    found = as_office.get(f"{reverse('standards:checks')}?{query}").context["page"].paginator.count
    assert found == count
