"""The pages of the registry: list, detail, and the forms as the office uses them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from standards.models import Node, NodeRemoval, Standard
from standards.services.registry import correct_standard, enter_standard
from tests import factories
from tests.standards import steps

LIST = "/standards/"
# Session, user, roles twice, organisations, counts, total, rows, departments of the rows,
# nodes and departments to choose from, organisations to write in.
LIST_QUERIES = 12


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def as_office(client, office):
    client.force_login(office)
    return client


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def pdf(name="文本.pdf"):
    return SimpleUploadedFile(name, factories.PDF + name.encode())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    as_office, city, node, department, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        factories.make_published(city, node, sequence=sequence).departments.add(department)
    as_office.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        as_office.get(LIST)


def test_the_list_says_what_was_found_of_how_many(as_office, city, node):
    factories.make_adopted(city, node)
    factories.make_published(city, node)
    assert "查到 <strong>1</strong> 条，共 2 条" in page(as_office, f"{LIST}?number=34300")


def test_the_list_marks_the_hit_and_links_the_counts(as_office, city, node):
    factories.make_published(city, node)
    content = page(as_office, f"{LIST}?number=alwgtg2&page=1")
    assert "Q/<mark>ALWG TG2</mark>04•1-2025" in content
    assert 'href="?number=alwgtg2&amp;status=in_force"' in content


def test_a_draft_shows_where_its_number_will_come_from(as_office, city, node):
    factories.make_draft(city, node)
    assert "（发布时编号）" in page(as_office, LIST)


@pytest.mark.parametrize(
    ("effective", "words"),
    [
        (date(2023, 6, 29), "剩 28 天"),
        (date(2023, 6, 1), "今天到期"),
        (date(2023, 5, 29), "逾期 3 天"),
    ],
)
def test_the_review_that_is_due_is_said_in_words(as_office, city, node, effective, words):
    factories.make_published(
        city,
        node,
        year=2023,
        approved_on=date(2023, 1, 1),
        issued_on=date(2023, 1, 1),
        effective_on=effective,
    )
    assert words in page(as_office, LIST)


def test_a_review_far_away_has_no_words(as_office, city, node):
    factories.make_published(city, node)
    content = page(as_office, LIST)
    assert ("2028-05-01" in content, "剩 " in content) == (True, False)


def test_20_rows_stand_on_a_page_and_numbering_goes_on(as_office, city, node):
    for sequence in range(1, 23):
        factories.make_published(city, node, sequence=sequence)
    first, second = page(as_office, LIST), page(as_office, f"{LIST}?page=2")
    assert (first.count('<tr id="standard-'), second.count('<tr id="standard-')) == (20, 2)
    assert '<td class="figure">22</td>' in second


def test_coming_back_keeps_filters_and_page_and_tints_the_row(as_office, city, node):
    row = factories.make_published(city, node)
    as_office.get(f"{LIST}?number=alwg&page=1")
    assert f'href="/standards/?number=alwg&amp;page=1#standard-{row.pk}"' in page(
        as_office, f"{LIST}{row.pk}/"
    )
    assert f'<tr id="standard-{row.pk}" class="opened">' in page(as_office, LIST)


def test_an_empty_search_says_why_and_offers_all(as_office, city, node):
    factories.make_published(city, node)
    content = page(as_office, f"{LIST}?number=99999")
    assert "没有符合条件的标准" in content
    assert "清除条件，看全部 1 条" in content


def test_an_empty_registry_offers_the_first_step(as_office):
    content = page(as_office, LIST)
    assert "登记簿还是空的" in content
    assert reverse("standards:standard-new", args=["adopted"]) in content


def test_an_empty_registry_offers_a_reader_nothing_to_enter(client, reader):
    client.force_login(reader)
    content = page(client, LIST)
    assert "标准由各组织的标准化管理办公室登记" in content
    assert "/standards/new/" not in content


def test_titles_of_strangers_are_not_on_the_list(client, stranger, city, node):
    factories.make_published(city, node, title="外人不应看到的规范")
    client.force_login(stranger)
    assert "外人不应看到的规范" not in page(client, f"{LIST}?organization=all")


@pytest.mark.parametrize(
    ("make", "actions"),
    [
        (lambda city, node: steps.make_planned(city, node, planned_on=None), {"编辑"}),
        (steps.make_planned, {"开始起草", "编辑"}),
        (steps.make_paper, {"补录发布", "编辑"}),
        (steps.make_drafting, {"送审", "编辑"}),
        (steps.make_reviewing, {"定稿报批", "编辑"}),
        (steps.make_submitted, {"编辑"}),
        (steps.make_approved, {"编号并发布", "编辑"}),
        (factories.make_published, {"更正"}),
        (factories.make_adopted, {"编辑"}),
    ],
)
def test_a_row_offers_what_its_state_allows(as_office, city, node, make, actions):
    make(city, node)
    content = page(as_office, LIST)
    words = ("编辑", "开始起草", "送审", "定稿报批", "批准", "编号并发布", "补录发布", "更正", "废止")
    assert {word for word in words if f'">{word}<span' in content} == actions


def test_a_row_offers_a_reader_nothing_but_to_look(client, reader, city, node):
    steps.make_drafting(city, node)
    client.force_login(reader)
    content = page(client, LIST)
    assert ("/steps/" in content, "/edit/" in content) == (False, False)


def test_the_detail_shows_only_dates_there_are(as_office, city, node):
    row = factories.make_adopted(city, node)
    response = as_office.get(row.get_absolute_url())
    shown = [(step.label, str(step.day), step.done) for step in response.context["timeline"]]
    assert shown == [("发布", "2017-09-07", True), ("实施", "2018-04-01", True)]


def test_editions_stand_newest_first_with_their_end(as_office, city, node):
    old = factories.make_published(city, node, year=2022, replaced_on=date(2025, 5, 1))
    new = factories.make_published(city, node, year=2025)
    new.replaces.add(old)
    factories.make_published(city, node, sequence=2)
    response = as_office.get(new.get_absolute_url())
    editions = [(each.standard, each.status, each.relation) for each in response.context["editions"]]
    assert editions == [(new, "in_force", "本版"), (old, "replaced", "被本版代替")]


def test_the_history_tells_every_fact_once(as_office, office, city, node, department):
    values = {"node": node, "title": "网格规范", "number": "GB/T 34300-2017"}
    row = enter_standard(actor=office, organization=city, origin="adopted", values=values)
    row = Standard.objects.get(pk=row.pk)
    row.title = "网格化规范"
    row.save()
    response = as_office.get(row.get_absolute_url())
    history = [(entry.verb, entry.who, entry.changes) for entry in response.context["history"]]
    assert history == [
        ("修改", "系统", [("标准名称", "网格规范", "网格化规范")]),
        ("新增", "office", []),
    ]


def test_a_correction_shows_before_after_and_reason(as_office, office, city, node):
    row = factories.make_published(city, node)
    correct_standard(actor=office, standard=row, values={"remark": "新"}, reason="漏填，依据通知")
    content = page(as_office, row.get_absolute_url())
    assert '<span class="visually-hidden">改后：</span>新</span>' in content
    assert "漏填，依据通知" in content


def test_files_show_the_ends_of_their_hash_and_the_whole_in_the_title(as_office, city, node):
    row = factories.make_published(city, node)
    sha = factories.make_document(row).attachment.sha256
    assert f'title="{sha}">{sha[:8]}…{sha[-4:]}</code>' in page(as_office, row.get_absolute_url())


def test_entering_leads_to_the_new_standard_and_says_what_was_guessed(as_office, node):
    data = {"node": node.pk, "number": "gbt12238-89", "title": "法兰", "applicability": "适用"}
    response = as_office.post("/standards/new/adopted/", data, follow=True)
    row = Standard.objects.get()
    assert (response.redirect_chain, row.number) == ([(row.get_absolute_url(), 302)], "GB/T 12238-1989")
    assert "年代号“89”只有两位" in response.content.decode()


def test_entering_the_same_twice_links_the_row_there_is(as_office, city, node):
    existing = factories.make_adopted(city, node)
    data = {"node": node.pk, "number": "GBT34300—2017", "title": "别的名称", "applicability": "适用"}
    content = as_office.post("/standards/new/adopted/", data).content.decode()
    assert "不能重复登记" in content
    assert f'已有的这一条：<a href="{existing.get_absolute_url()}">' in content


def test_two_clicks_on_saving_make_one_draft(as_office, node):
    data = {"node": node.pk, "title": "网格巡查规范"}
    as_office.post("/standards/new/published/", data)
    content = as_office.post("/standards/new/published/", data).content.decode()
    assert Standard.objects.count() == 1
    assert "不能重复登记" in content


def test_an_empty_form_lists_its_errors_with_links(as_office):
    content = as_office.post("/standards/new/adopted/", {"way": "later"}).content.decode()
    assert "有 3 处需要修改" in content
    assert '<a href="#id_number">标准编号：请填写标准编号，如“GB/T 34300-2017”。</a>' in content


def test_the_choices_are_those_of_the_organisation(as_office, city, stranger_city, department, tree):

    removed = Node.objects.get(code="5.4.2")
    NodeRemoval.objects.create(organization=city, node=removed, reason="不设")
    factories.make_department(stranger_city, "外人的科室")
    content = page(as_office, "/standards/new/published/")
    assert ("综合业务科" in content, "外人的科室" in content) == (True, False)
    assert f'<option value="{removed.pk}">' not in content
    assert '<optgroup label="TG204 ' in content


def test_an_own_standard_is_not_filed_under_guidance(as_office, tree):

    guidance = Node.objects.get(code="ZD1")
    content = as_office.post(
        "/standards/new/published/", {"node": guidance.pk, "title": "方针"}
    ).content.decode()
    assert "所选的体系分类不在可选范围内" in content


def test_a_correction_form_mends_a_published_standard(as_office, city, node, department):
    row = factories.make_published(city, node)
    data = {
        "node": node.pk,
        "title": "网格巡查工作规范",
        "departments": [department.pk],
        "approver": "李主任",
        "approved_on": "2025-04-10",
        "issued_on": "2025-04-15",
        "effective_on": "2025-05-01",
        "reason": "漏字",
    }
    as_office.post(f"/standards/{row.pk}/correct/", data)
    row.refresh_from_db()
    assert (row.title, row.number, list(row.departments.all())) == (
        *("网格巡查工作规范", "Q/ALWG TG204•1-2025"),
        [department],
    )


def test_editing_what_is_published_leads_back_with_a_reason(as_office, city, node):
    row = factories.make_published(city, node)
    response = as_office.get(f"/standards/{row.pk}/edit/", follow=True)
    assert "已发布的标准不能直接编辑" in response.content.decode()


def test_a_reader_sees_no_way_to_write(client, reader, city, node):
    row = factories.make_published(city, node)
    client.force_login(reader)
    content = page(client, row.get_absolute_url())
    assert [word for word in ("更正", "废止</a>", "上传附件", "移除") if word in content] == []


def test_markup_in_a_title_stays_text(as_office, city, node):
    row = factories.make_draft(city, node, "<script>网格</script>")
    assert "<script>网格" not in page(as_office, f"{LIST}?title=网格")
    assert escape(row.title) in page(as_office, row.get_absolute_url())


def test_a_standard_may_stay_where_the_organisation_removed_the_node(as_office, city, node):
    row = factories.make_adopted(city, node)
    NodeRemoval.objects.create(organization=city, node=node, reason="不设")
    data = {"node": node.pk, "number": row.number, "title": "网格化服务管理规范"}
    as_office.post(f"/standards/{row.pk}/edit/", data)
    row.refresh_from_db()
    assert (row.title, row.node) == ("网格化服务管理规范", node)
