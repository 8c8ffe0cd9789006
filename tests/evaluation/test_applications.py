"""Applying to the level above: conditions, documents, steps, sight, reminders (T/CSSG 001.5 6.1–6.3)."""

import io
import re
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluation import tasks
from evaluation.applying.conditions import Facts, conditions, refusal_to_apply, refusal_to_hold
from evaluation.applying.prefilling import known_facts
from evaluation.eligibility import months_after
from evaluation.errors import EvaluationError
from evaluation.models import Application, Evaluation
from evaluation.papers.application import application_paper
from evaluation.services import application_documents as documents
from evaluation.services import applications as services
from evaluation.services.locking import reopen_evaluation
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.services.versions import deliberate_version, issue_version, start_version
from tests import factories
from tests.evaluation.applying import (
    FIELDS,
    make_accepted,
    make_application,
    make_locked_self,
    make_returned,
    make_submitted,
)
from tests.evaluation.making import make_evaluation, make_panel, members
from tests.evaluation.test_operation_offered import issue

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
TODAY = date(2026, 11, 20)
APPLY = "方可申请评估（第5部分 6.2）。"
LATER = "在 2026-11-20 之后，请核对（第5部分 6.1）。"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20 10:00+08:00"):
        yield


@pytest.fixture
def county_office(county):
    return factories.make_office_user(county, "county_office")


@pytest.fixture
def application(county, county_office, edition):
    return make_application(county, county_office)


def facts(**fields) -> Facts:
    known = {"as_of": TODAY, "operated_from": date(2026, 1, 1), "self_evaluated_on": date(2026, 10, 1)}
    return Facts(**known | fields)


@given(days, days)
def test_six_months_are_needed_to_apply_and_three_to_hold(start, on):
    found = facts(as_of=on, operated_from=start, self_evaluated_on=date(2019, 1, 1))
    assert (refusal_to_apply(found) is None) == (months_after(start, 6) <= on)
    assert (refusal_to_hold(found) is None) == (months_after(start, 3) <= on)


@given(days, days, days)
def test_who_may_apply_may_be_evaluated(start, done, on):
    found = facts(as_of=on, operated_from=start, self_evaluated_on=done)
    if refusal_to_apply(found) is None:
        assert refusal_to_hold(found) is None


@given(days, st.sampled_from(["", "none", "some"]), st.none() | days)
def test_incidents_and_the_end_of_a_pilot_never_refuse(on, incidents, pilot_ends_on):
    more = {"incidents": incidents, "incident_note": "通报一次", "pilot_ends_on": pilot_ends_on}
    found = facts(as_of=on)
    assert refusal_to_apply(found) == refusal_to_apply(facts(as_of=on, **more))


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"operated_from": date(2026, 5, 20)}, None),
        ({"operated_from": date(2026, 5, 21)}, "体系 2026-05-21 起运行，到 2026-11-21 才满 6 个月，" + APPLY),
        ({"operated_from": None}, "请填写体系运行起始日：运行多久从这一天算起。"),
        ({"self_evaluated_on": None}, "请填写自我评价完成日：先完成自我评价，再接受评估（第5部分 6.1）。"),
        ({"self_evaluated_on": date(2026, 11, 21)}, "自我评价 2026-11-21 才完成，" + LATER),
    ],
)  # fmt: skip
def test_refusals_name_the_day_and_the_clause(fields, refused):
    found = refusal_to_apply(facts(**fields))
    assert (found and found[1]) == refused


def test_incidents_and_a_late_application_of_a_pilot_are_warnings():
    more = {"incidents": "some", "incident_note": "通报一次", "pilot_ends_on": date(2027, 1, 31)}
    states = {row.statement[:7]: row.state for row in conditions(facts(**more, verdict="不合格"))}
    warned = [words for words, state in states.items() if state == "warn"]
    assert warned == ["自查合格的，提", "试点期满前 3", "试运行期间没有"]


def test_application_goes_to_the_level_above(application, city):
    assert (application.addressee, application.state) == (city, "draft")


def test_organisation_without_one_above_does_not_apply(city, office, edition):
    with pytest.raises(EvaluationError, match="没有上一级"):
        services.draft_application(actor=office, organization=city, **FIELDS)


def test_second_application_is_refused_while_one_is_open(application, county, county_office):
    fields = FIELDS | {"result": application.result}
    with pytest.raises(EvaluationError, match="已有一份没有办完的评估申请"):
        services.draft_application(actor=county_office, organization=county, **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"operated_from": date(2026, 12, 1)}, "还没有到"),
        ({"operated_from": date(1026, 12, 1)}, "不可能"),
        ({"pilot_ends_on": date(2025, 1, 1)}, "不能早于体系运行起始日"),
        ({"incidents": "some"}, "请写明情况"),
    ],
)
def test_fields_that_cannot_be_are_refused(application, county_office, fields, words):
    with pytest.raises(EvaluationError, match=words):
        services.edit_application(actor=county_office, application=application, **fields)


def test_result_of_another_organisation_is_refused(application, county_office, city, office):
    foreign = make_locked_self(city, office)
    with pytest.raises(EvaluationError, match="不是本组织的"):
        services.edit_application(actor=county_office, application=application, result=foreign)


def test_too_early_an_application_is_kept_and_not_sent(application, county_office):
    services.edit_application(actor=county_office, application=application, operated_from=date(2026, 6, 1))
    with pytest.raises(EvaluationError, match="到 2026-12-01 才满 6 个月"):
        services.submit_application(actor=county_office, application=application)
    assert Application.objects.get().state == "draft"


def test_application_with_a_document_missing_is_not_sent(application, county_office):
    chart = application.documents.get(kind="chart")
    documents.remove_document(actor=county_office, application=application, document=chart)
    with pytest.raises(EvaluationError, match="还缺申请材料：标准体系结构图"):
        services.submit_application(actor=county_office, application=application)


def test_reopened_self_evaluation_carries_no_application(application, county_office):
    evaluation = application.result.evaluation
    reopen_evaluation(actor=county_office, evaluation=evaluation, reason="漏评")
    with pytest.raises(EvaluationError, match="已重开"):
        services.submit_application(actor=county_office, application=application)


def test_incidents_are_declared_and_do_not_stop_it(application, county_office):
    services.edit_application(
        actor=county_office, application=application, incidents="some", incident_note="通报一次"
    )
    assert services.submit_application(actor=county_office, application=application).state == "submitted"


def test_returned_application_is_mended_and_submitted_again(county, county_office, office, edition):
    application = make_returned(county, county_office, office)
    services.edit_application(actor=county_office, application=application, work_report="汇报")
    again = services.submit_application(actor=county_office, application=application)
    assert (again.state, again.opinion, again.decided_by) == ("submitted", "", None)


def test_trail_of_an_application_tells_every_step(county, county_office, office, edition):
    application = make_returned(county, county_office, office)
    services.submit_application(actor=county_office, application=application)
    services.accept_application(actor=office, application=application, opinion="12 月评估")
    told = [(e.verb, e.organization, e.reason) for e in reversed(Event.objects.about(application))]
    assert told == [
        ("create", county, ""),
        ("apply", county, ""),
        ("return", county, "缺标准文本"),
        ("apply", county, ""),
        ("accept", county, "12 月评估"),
    ]


def test_returning_needs_a_reason(county, county_office, office, edition):
    application = make_submitted(county, county_office)
    with pytest.raises(EvaluationError, match="请写明退回的理由"):
        services.return_application(actor=office, application=application, reason=" ")


def test_what_is_decided_is_not_decided_again(county, county_office, office, edition):
    application = make_returned(county, county_office, office)
    with pytest.raises(EvaluationError, match="现为“已退回”"):
        services.accept_application(actor=office, application=application)


def test_submitted_application_and_its_documents_are_fixed(county, county_office, edition):
    application = make_submitted(county, county_office)
    with pytest.raises(EvaluationError, match="这份申请待受理，不能再改"):
        services.edit_application(actor=county_office, application=application, contact="别人")
    with pytest.raises(IntegrityError, match="材料不能再改"), transaction.atomic():
        application.documents.all().delete()


def test_uploaded_document_is_kept_once(application, county_office):
    for refused in (False, True):
        file = ContentFile(factories.PDF + b"%1", name="申请表.pdf")
        place = {"actor": county_office, "application": application, "kind": "form", "file": file}
        if refused:
            with pytest.raises(EvaluationError, match="已经上传过"):
                documents.add_document(**place)
        else:
            documents.add_document(**place)
    assert application.documents.kept().filter(kind="form").count() == 1


def issue_whole(organization, office):
    """A version with its frozen 明细表 and 统计表, as the services make it."""
    version = start_version(actor=office, organization=organization, name="2026 年版")
    deliberate_version(actor=office, version=version, on=TODAY, text="审议通过")
    decree = {
        "decree_number": "临网治发〔2026〕1号",
        "signer": "何建明",
        "issued_on": TODAY,
        "effective_on": TODAY,
    }
    signed = ContentFile(factories.PDF, name="发布令.pdf")
    return issue_version(actor=office, version=version, decree_file=signed, **decree)


@pytest.mark.usefixtures("tree")
def test_what_the_system_has_is_taken_over_in_one_step(county, county_office, edition):
    issue_whole(county, county_office)
    fields = FIELDS | {"result": make_locked_self(county, county_office)}
    application = services.draft_application(actor=county_office, organization=county, **fields)
    made = documents.take_over(actor=county_office, application=application)
    assert {document.kind: document.attachment.name.rpartition(".")[2] for document in made} == {
        "self_report": "pdf", "decree": "pdf", "notes": "pdf", "list": "xlsx", "statistics": "xlsx",
        "chart": "pdf",
    }  # fmt: skip
    assert services.missing_documents(application) == []
    assert documents.take_over(actor=county_office, application=application) == []


def test_form_to_be_stamped_says_what_is_declared_and_what_is_missing(application, county_office):
    chart = application.documents.get(kind="chart")
    documents.remove_document(actor=county_office, application=application, document=chart)
    services.edit_application(
        actor=county_office, application=application, incidents="some", incident_note="通报一次"
    )
    words = words_of(application_paper(Application.objects.get(), "docx"))
    assert "标准体系自2025年5月1日起有效运行" in words
    assert "媒体曝光：通报一次。以上情况和所附材料属实。" in words
    assert "尚缺：标准体系结构图。" in words


def words_of(made) -> str:
    with zipfile.ZipFile(io.BytesIO(made.content)) as book:
        return re.sub("<[^>]+>", "", book.read("word/document.xml").decode())


def test_report_of_another_self_evaluation_goes_with_it(application, county, county_office):
    file = ContentFile(factories.PDF + b"%2", name=f"{application.result.number} 自我评价报告.pdf")
    documents.add_document(actor=county_office, application=application, kind="self_report", file=file)
    other = make_locked_self(county, county_office, year=2025, as_of=date(2025, 12, 1))
    services.edit_application(actor=county_office, application=application, result=other)
    assert [str(row) for row in application.documents.kept().filter(kind="self_report")] == [
        "自我评价报告 文本.pdf"
    ]


def test_facts_are_known_from_the_self_evaluation_and_the_versions(county, county_office, edition):
    issue(county, "2025 年版", date(2025, 3, 1))
    before = known_facts(county, on=TODAY)
    make_locked_self(county, county_office)
    assert before == {"operated_from": date(2025, 3, 1)}
    assert known_facts(county, on=TODAY) == {
        "operated_from": date(2025, 5, 1),
        "self_evaluated_on": date(2026, 1, 10),
        "incidents": "none",
    }


def test_draft_is_seen_by_its_own_organisation_alone(application, county_office, office):
    found = [Application.objects.visible_to(user).count() for user in (county_office, office)]
    services.submit_application(actor=county_office, application=application)
    found.append(Application.objects.visible_to(office).count())
    assert found == [1, 0, 1]


def test_panel_sees_the_application_it_was_formed_for(city, county, county_office, office, edition):
    application = make_accepted(county, county_office, office)
    panel = make_panel(city, county, application=application)
    member, outsider = members(panel)[0].user, factories.make_user("outsider")
    found = [list(Application.objects.visible_to(user)) for user in (member, outsider)]
    assert found == [[application], []]


def test_form_knows_what_is_known_and_leads_to_the_page(county, county_office, edition, client):
    result = make_locked_self(county, county_office)
    client.force_login(county_office)
    url = reverse("evaluation:application-new")
    page = client.get(url).content.decode()
    assert 'value="2025-05-01"' in page
    data = FIELDS | {"result": result.pk, "pilot_ends_on": ""}
    response = client.post(url, data, follow=True)
    application = Application.objects.get()
    assert response.redirect_chain == [(application.get_absolute_url(), 302)]
    assert "提交之前还缺：自我评价报告、标准体系发布令" in response.content.decode()


def test_without_a_locked_self_evaluation_the_form_says_what_comes_first(
    county, county_office, edition, client
):
    client.force_login(county_office)
    response = client.get(reverse("evaluation:application-new"), follow=True)
    assert "先完成并锁定自我评价（第5部分 6.1），再申请评估。" in response.content.decode()


def test_refusal_to_submit_stands_on_the_page(application, county_office, client):
    services.edit_application(actor=county_office, application=application, operated_from=date(2026, 6, 1))
    client.force_login(county_office)
    url = reverse("evaluation:application-submit", args=[application.pk])
    page = client.post(url, follow=True).content.decode()
    assert "体系 2026-06-01 起运行，到 2026-12-01 才满 6 个月，方可申请评估（第5部分 6.2）。" in page


@pytest.mark.parametrize(("direction", "names"), [("", 2), ("out", 1), ("in", 1)])
def test_list_shows_what_we_applied_for_and_what_we_received(
    city, county, county_office, edition, client, direction, names
):
    town = factories.make_organization(
        "望江街道网格化服务中心", parent=county, level="township", initials="WJ"
    )
    make_submitted(county, county_office)
    make_submitted(town, factories.make_office_user(town, "town"))
    client.force_login(county_office)
    page = client.get(reverse("evaluation:applications"), {"direction": direction})
    assert len(page.context["page"].object_list) == names


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_applications_asks_the_same_for_one_and_for_three(
    city, county, office, county_office, edition, client, django_assert_num_queries, count
):
    result = make_locked_self(county, county_office)
    for number in range(count):
        name = f"第{number}区网格化治理中心"
        place = factories.make_organization(name, parent=city, level="county", initials="QU")
        Application.objects.create(
            organization=place, addressee=city, result=result, state="accepted", **FIELDS
        )
    client.force_login(office)
    url = reverse("evaluation:applications")
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


def told(user, kind="评估申请") -> list[tuple]:
    return [(task.verb, task.due) for task in tasks.tasks_of(user, TODAY) if task.kind == kind]


def test_waiting_application_is_told_to_the_level_above(county, county_office, office, edition):
    make_submitted(county, county_office)
    assert (told(office), told(county_office)) == ([("受理", date(2026, 11, 30))], [])


def test_supervisor_of_the_level_above_is_told_too(city, county, county_office, edition):
    make_submitted(county, county_office)
    supervisor = factories.make_user("supervisor", organization=city, roles=[Role.SUPERVISOR])
    assert told(supervisor) == [("受理", date(2026, 11, 30))]


def test_returned_application_is_told_to_the_applicant(county, county_office, office, edition):
    make_returned(county, county_office, office)
    assert (told(office), told(county_office)) == ([], [("修改申请", date(2026, 12, 5))])


def test_accepted_application_is_told_until_its_evaluation_is_opened(
    city, county, county_office, office, edition
):
    application = make_accepted(county, county_office, office)
    before = told(office)
    make_panel(city, county, application=application)
    assert (before, told(office)) == ([("组织评估", date(2026, 12, 20))], [])


def test_finished_self_check_of_a_pilot_leads_to_the_application(county, county_office, edition):
    result = make_locked_self(county, county_office)
    dates = {"pilot_ends_on": date(2027, 3, 31), "self_evaluated_on": date(2026, 11, 1)}
    make_evaluation(county, county_office, year=2025, as_of=date(2026, 11, 1))
    Evaluation.objects.filter(year=2025).update(**dates)
    before = told(county_office, "试点申请")
    make_submitted(county, county_office, result=result)
    assert (before, told(county_office, "试点申请")) == ([("申请评估", date(2026, 12, 31))], [])
