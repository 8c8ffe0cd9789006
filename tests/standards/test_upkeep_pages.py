"""The pages of 复审, 修改 and 修订, as office, committee and department use them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.services.fulfilment import set_fulfilments
from gridgov.organizations.models import Role
from standards.history import editions_of
from standards.models import Amendment, PeriodicReview, RevisionRequest, Standard
from standards.services.citations import add_citations
from standards.upkeep import upkeep_context
from tests import factories
from tests.standards.upkeeping import make_amendment, make_notice, make_review, make_revision_request

# Reviews, amendments, applications, former numbers, drafts, what it replaces, roles of the reader.
SECTION_QUERIES = 7


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def standard(city, node, department):
    row = factories.make_published(city, node, year=2023, drafting_department=department)
    row.departments.add(department)
    return row


@pytest.fixture
def committee(city):
    return factories.make_user("committee", organization=city, roles=[Role.COMMITTEE])


@pytest.fixture
def drafter(city, department):
    return factories.make_user("drafter", organization=city, roles=[Role.DEPARTMENT], department=department)


@pytest.fixture
def log_in(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def pdf(name="通知.pdf"):
    return SimpleUploadedFile(name, factories.PDF)


def errors_of(response) -> dict:
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_a_review_goes_from_its_start_to_its_confirmation(log_in, office, standard):
    client = log_in(office)
    base = f"/standards/{standard.pk}/reviews/"
    response = client.post(base + "start/", {"started_on": "2026-05-20", "reviewers": "王审查"})
    review = PeriodicReview.objects.get()
    assert response["Location"] == f"{base}{review.pk}/"
    client.post(
        f"{base}{review.pk}/opinion/", {"reviewers": "王审查", "opinion": "仍适用", "file": pdf("记录.pdf")}
    )
    client.post(f"{base}{review.pk}/conclude/", {"conclusion": "confirm", "concluded_on": "2026-05-25"})
    standard.refresh_from_db()
    assert (standard.confirmed_on, standard.documents.get().kind) == (date(2026, 5, 25), "review")
    page = client.get(f"{base}{review.pk}/").content.decode()
    assert ("仍适用" in page, "记录.pdf" in page, "作出结论" in page) == (True, True, False)


def test_a_second_start_leads_to_the_review_that_is_open(log_in, office, standard):
    review = make_review(standard)
    response = log_in(office).get(f"/standards/{standard.pk}/reviews/start/")
    assert (response.status_code, response["Location"]) == (302, review.get_absolute_url())


def test_the_state_of_the_standard_is_told_on_its_page(log_in, office, city, node):
    row = factories.make_published(city, node, withdrawn_on=date(2026, 1, 1), withdrawal_reason="不用")
    for path in ("reviews/start/", "amendments/new/", "revisions/new/"):
        page = log_in(office).get(f"/standards/{row.pk}/{path}", follow=True).content.decode()
        assert "已于 2026-01-01 废止，不能" in page


def test_the_committee_withdraws_with_the_notice(log_in, committee, standard):
    review = make_review(standard)
    client = log_in(committee)
    url = review.get_absolute_url() + "conclude/"
    data = {"conclusion": "withdraw", "concluded_on": "2026-05-25", "reason": "不适用", "on": "2026-07-01"}
    assert errors_of(client.post(url, data)) == {"notice": ["还没有废止通知：请上传种类为“废止通知”的附件。"]}
    client.post(url, {**data, "notice": pdf()})
    standard.refresh_from_db()
    assert (standard.withdrawn_on, standard.documents.get().kind) == (date(2026, 7, 1), "withdrawal")


def test_a_refused_conclusion_keeps_no_notice(log_in, committee, standard):
    review = make_review(standard)
    data = {"conclusion": "withdraw", "concluded_on": "2026-05-25", "notice": pdf()}
    response = log_in(committee).post(review.get_absolute_url() + "conclude/", data)
    assert (list(errors_of(response)), standard.documents.count()) == (["reason"], 0)


def test_the_office_is_not_offered_to_withdraw(log_in, office, committee, standard):
    make_notice(standard)
    url = make_review(standard).get_absolute_url() + "conclude/"
    offered = [
        [value for value, _ in log_in(user).get(url).context["form"].fields["conclusion"].choices]
        for user in (office, committee)
    ]
    assert offered == [["confirm", "amend", "revise"], ["confirm", "amend", "revise", "withdraw"]]
    response = log_in(office).post(url, {"conclusion": "withdraw", "concluded_on": "2026-05-25"})
    assert list(errors_of(response)) == ["conclusion"]


def test_a_concluded_review_is_not_changed(log_in, office, standard):
    review = make_review(standard, conclusion="confirm", concluded_on=date(2026, 5, 25))
    for path in ("opinion/", "conclude/"):
        response = log_in(office).get(review.get_absolute_url() + path, follow=True)
        assert "这次复审已作出结论，不能再改。" in response.content.decode()


def test_the_drafting_department_applies_and_the_office_confirms(
    log_in, drafter, office, standard, department
):
    client = log_in(drafter)
    url = f"/standards/{standard.pk}/amendments/new/"
    assert client.get(url).context["form"]["department"].initial == department.pk
    client.post(url, {"department": department.pk, "reason": "小改", "content": "5.2 改为两次"})
    amendment = Amendment.objects.get()
    assert client.get(amendment.get_absolute_url() + "confirm/").status_code == 403
    client = log_in(office)
    data = {"confirmed_on": "2026-06-01", "effective_on": "2026-07-01", "file": pdf("修改单.pdf")}
    client.post(amendment.get_absolute_url() + "confirm/", data)
    page = client.get(f"/standards/{standard.pk}/").content.decode()
    assert ("第1号修改单" in page, "Q/ALWG TG204•1-2023" in page) == (True, True)
    assert "修改单.pdf" in client.get(amendment.get_absolute_url()).content.decode()


def test_an_application_is_decided_once_on_its_pages(log_in, office, standard, department):
    amendment, request = make_amendment(standard, department), make_revision_request(standard, department)
    client = log_in(office)
    client.post(amendment.get_absolute_url() + "decline/", {"reason": "不必"})
    client.post(request.get_absolute_url() + "decline/", {"answer": "等待上级标准"})
    for url in (
        amendment.get_absolute_url() + "confirm/",
        amendment.get_absolute_url() + "decline/",
        request.get_absolute_url() + "accept/",
        request.get_absolute_url() + "decline/",
    ):
        assert "这份申请已经办理，不能再改。" in client.get(url, follow=True).content.decode()


def test_a_using_department_applies_for_a_revision_and_the_office_opens_it(
    log_in, drafter, office, standard, department
):
    client = log_in(drafter)
    data = {"department": department.pk, "trigger": "unfit", "reason": "流程变了"}
    client.post(f"/standards/{standard.pk}/revisions/new/", data)
    request = RevisionRequest.objects.get()
    client = log_in(office)
    response = client.post(request.get_absolute_url() + "accept/", {"due_on": "2026-12-31"})
    edition = Standard.objects.get(revision_of=standard)
    assert response["Location"] == edition.get_absolute_url()
    page = client.get(f"/standards/{standard.pk}/").content.decode()
    assert "新版起草中：" in page
    assert edition.get_absolute_url() in page
    assert "拟代替本版" in page


def test_confirmations_of_the_years_stay_listed(log_in, office, city, node):
    row = factories.make_published(city, node, year=2017, confirmed_on=date(2023, 5, 5))
    for day in (date(2020, 4, 4), date(2023, 5, 5)):
        make_review(row, started_on=day, conclusion="confirm", concluded_on=day)
    page = log_in(office).get(f"/standards/{row.pk}/").content.decode()
    assert "复审确认：2020-04-04；2023-05-05" in page
    assert "逾期 27 天" in page


def test_what_is_lost_is_shown_before_it_is_decided(log_in, office, committee, edition, standard):
    factories.make_document(standard, "text")
    set_fulfilments(actor=office, standard=standard, codes=["A3-2-1"], edition=edition)
    words = "附录A有 1 条评价要求没有别的标准可作依据"
    pages = [
        (committee, make_review(standard).get_absolute_url() + "conclude/"),
        (office, f"/standards/{standard.pk}/revisions/new/"),
    ]
    assert [words in log_in(user).get(url).content.decode() for user, url in pages] == [True, True]
    assert words not in log_in(office).get(f"/standards/{standard.pk}/").content.decode()


def test_the_conclusion_names_who_cites_the_standard(log_in, committee, city, node, standard):
    other = factories.make_published(city, node, sequence=5, title="处置规范")
    add_citations(actor=committee, standard=other, text=standard.number)
    page = log_in(committee).get(make_review(standard).get_absolute_url() + "conclude/").content.decode()
    assert page.index("下列标准引用了它") < page.index("Q/ALWG TG204•5-2025 处置规范")


def test_both_editions_are_shown_between_publication_and_effect(log_in, office, city, node, standard):
    standard.replaced_on = date(2026, 7, 1)
    standard.save()
    new = factories.make_published(city, node, year=2026, effective_on=date(2026, 7, 1), title="新版")
    new.replaces.add(standard)
    shown = [
        [
            (row.standard, row.status, row.ended_on, row.relation)
            for row in editions_of(each, date(2026, 6, 1))
        ]
        for each in (standard, new)
    ]
    upcoming, in_force = (new, "upcoming", None), (standard, "in_force", date(2026, 7, 1))
    assert shown == [
        [(*upcoming, "代替本版"), (*in_force, "本版")],
        [(*upcoming, "本版"), (*in_force, "被本版代替")],
    ]


def test_what_is_lost_is_shown_where_an_adopted_standard_ends(log_in, office, city, node, edition):
    old = factories.make_adopted(city, node)
    factories.make_document(old, "text")
    set_fulfilments(actor=office, standard=old, codes=["A3-2-1"], edition=edition)
    client = log_in(office)
    words = "附录A有 1 条评价要求没有别的标准可作依据"
    assert words in client.get(f"/standards/{old.pk}/withdraw/").content.decode()
    new = factories.make_adopted(city, node, "GB/T 34300-2026", "城乡社区网格化服务管理规范新版")
    client.post(
        f"/standards/{new.pk}/edit/",
        {"node": node.pk, "number": new.number, "title": new.title, "rank": "national",
         "effective_on": "2026-05-01", "replaced_numbers": old.number, "seen": old.pk},
    )  # fmt: skip
    assert [words in client.get(f"/standards/{row.pk}/").content.decode() for row in (old, new)] == [
        True,
        True,
    ]


def test_a_draft_says_what_it_is_meant_to_replace(log_in, office, city, node):
    olds = [factories.make_published(city, node, sequence=n, title=f"旧规范{n}") for n in (1, 2)]
    draft = factories.make_draft(city, node, "合并的规范")
    client = log_in(office)
    url = f"/standards/{draft.pk}/replaces/"
    client.post(url, {"replaces": "q/alwg tg204.1-2025；Q/ALWG TG204•2-2025"})
    assert set(draft.replaces.all()) == set(olds)
    assert client.get(url).context["form"]["replaces"].initial == "Q/ALWG TG204•1-2025；Q/ALWG TG204•2-2025"
    assert "拟代替：" in client.get(f"/standards/{draft.pk}/").content.decode()
    assert errors_of(client.post(url, {"replaces": "GB/T 1-2000"})) == {
        "replaces": ["登记簿中没有编号为“GB/T 1-2000”的标准，请核对后重新填写。"]
    }


def test_moving_keeps_the_number_and_marks_page_and_list(log_in, office, standard):
    other = factories.make_node("GL209x", subsystem="GL", class_code="GL209", name="考核")
    client = log_in(office)
    client.post(f"/standards/{standard.pk}/move/", {"node": other.pk, "reason": "体系调整"})
    for url in (f"/standards/{standard.pk}/", "/standards/"):
        assert "编号与分类不一致" in client.get(url).content.decode()


def test_what_is_adopted_is_not_reviewed_but_may_have_had_another_number(log_in, office, city, node):
    row = factories.make_adopted(city, node)
    page = log_in(office).get(f"/standards/{row.pk}/").content.decode()
    assert ("复审与修改" in page, "没有登记曾用编号。" in page, "登记曾用编号" in page) == (False, True, True)


def test_a_former_number_is_registered_and_removed_on_the_page(log_in, office, standard):
    client = log_in(office)
    client.post(f"/standards/{standard.pk}/aliases/new/", {"number": "Q/ALWG TG204•9-2020"})
    alias = standard.aliases.get()
    assert "Q/ALWG TG204•9-2020" in client.get(f"/standards/{standard.pk}/").content.decode()
    client.post(f"/standards/{standard.pk}/aliases/{alias.pk}/remove/", {"reason": "登错"})
    assert not standard.aliases.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_section_asks_the_same_number_of_questions(
    reader, standard, department, rows, django_assert_num_queries
):
    for n in range(rows):
        make_review(standard, conclusion="confirm", concluded_on=date(2026, 5, 20 + n))
        make_amendment(standard, department)
        make_revision_request(
            standard, department, decision="declined", answer="不必", decided_on=date(2026, 6, 1)
        )
    with django_assert_num_queries(SECTION_QUERIES):
        upkeep = upkeep_context(standard, reader)["upkeep"]
    assert upkeep.count == 3 * rows
