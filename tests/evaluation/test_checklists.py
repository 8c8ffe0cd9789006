"""What only people judge: points to check, samples drawn for a requirement, the form to print, words that are due."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from docx import Document

from evaluation.errors import EvaluationError
from evaluation.models import Evaluation, Sample
from evaluation.obstacles import cautions
from evaluation.papers.checking import sample_context
from evaluation.permissions import can_sample, can_see_samples
from evaluation.proposing.editions import rules_of
from evaluation.reports.context import report_context
from evaluation.results.document import read_document
from evaluation.services.drawing import draw_sample
from evaluation.services.locking import lock_evaluation
from evaluation.sheet.reading import read_result
from evaluation.visits.checklists import addresses, checklist_of, samples_for
from evaluation.visits.populations import BY_KEY, population_of
from evaluation.visits.remarks import unremarked
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.making import change, complete, judge_own, make_evaluation, make_panel, members

FORMAT_CHECK = "A1-8-2"
NAMES = ["甲标准", "乙标准", "丙标准"]


def draw(actor, evaluation, *, target=FORMAT_CHECK, names=NAMES, size=2):
    return draw_sample(
        actor=actor, evaluation=evaluation, subject="现行自制标准", population=names, size=size, target=target
    )


def make_own(organization, title="巡查规范", node=None, sequence=1, **fields):
    node = node or factories.make_node()
    return factories.make_published(organization, node, sequence, title, year=2025, **fields)


def label(standard):
    return f"{standard.number} {standard.title}"


def make_management_node():
    return factories.make_node("GL204x", subsystem="GL", class_code="GL204")


def fresh(evaluation):
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def url_of(name, evaluation, *args, target=""):
    return reverse(f"evaluation:{name}", args=[evaluation.pk, *args]) + (
        f"?target={target}" if target else ""
    )


# Check lists are data of the edition


def test_check_list_says_from_what_a_sample_is_drawn(edition):
    found = checklist_of(edition.code, "A3-1-3")
    assert (found.population, found.subsystem) == (BY_KEY["own"], "TG")
    assert checklist_of(edition.code, "A1-7-2").population is None


def test_what_the_data_tell_has_no_check_list(edition):
    assert not checklist_of(edition.code, "A1-7-1")
    assert not checklist_of("不认识的版本", FORMAT_CHECK)


# Drawing for a requirement


def test_sample_of_a_self_evaluation_keeps_its_requirement(office, evaluation):
    sample = draw(office, evaluation)
    assert (sample.target, samples_for(evaluation, FORMAT_CHECK)) == (FORMAT_CHECK, [sample])
    assert samples_for(evaluation, "A6-1-2") == []
    words = f"A1-8-2 现行自制标准：3 个中抽 2 个，种子 {sample.seed}"
    assert Event.objects.get(verb="sample").changes == {"抽样": ["", words]}


def test_sample_for_a_requirement_the_edition_does_not_have_is_refused(office, evaluation):
    with pytest.raises(EvaluationError, match="评价细则中没有要求 A9-9-9"):
        draw(office, evaluation, target="A9-9-9")
    assert not Sample.objects.exists()


def test_population_is_what_was_in_force_on_the_day_of_the_evaluation(city, evaluation):
    node, day = factories.make_node(), evaluation.as_of
    current = make_own(city, "当日现行", node, effective_on=day)
    make_own(city, "次日实施", node, 2, effective_on=day + timedelta(1))
    make_own(city, "当日废止", node, 3, withdrawn_on=day, withdrawal_reason="不再需要")
    assert population_of(evaluation, "own") == [label(current)]


def test_population_of_a_sub_system_holds_its_standards_alone(city, evaluation):
    make_own(city)
    managing = make_own(city, "设施规范", make_management_node())
    assert population_of(evaluation, "own", subsystem="GL") == [label(managing)]
    assert len(population_of(evaluation, "own")) == 2


def test_form_is_filled_in_by_the_check_list(client, office, city, evaluation):
    node = factories.make_node()
    for sequence in range(1, 8):
        make_own(city, f"规范{sequence}", node, sequence)
    client.force_login(office)
    page = client.get(url_of("sample-new", evaluation, target=FORMAT_CHECK))
    assert page.context["form"].initial == {"source": "own", "subject": "现行自制标准", "size": 5}
    assert "助动词" in page.text


def test_form_draws_for_the_requirement_from_its_sub_system(client, office, city, evaluation):
    make_own(city)
    managing = make_own(city, "设施规范", make_management_node())
    client.force_login(office)
    data = {"source": "own", "subject": "", "size": "1"}
    response = client.post(url_of("sample-new", evaluation, target="A4-1-3"), data)
    sample = Sample.objects.get()
    assert (response.status_code, response.url) == (302, sample.get_absolute_url())
    assert (sample.target, sample.population) == ("A4-1-3", [label(managing)])
    assert sample.subject.startswith("现行自制标准（")


def test_form_without_anything_to_draw_from_offers_pasting(client, office, evaluation):
    client.force_login(office)
    form = client.get(url_of("sample-new", evaluation, target=FORMAT_CHECK)).context["form"]
    assert ("free", "自行粘贴") in form.fields["source"].choices
    assert "source" not in form.initial


def test_what_is_no_requirement_has_no_form(client, office, evaluation):
    client.force_login(office)
    assert client.get(url_of("sample-new", evaluation, target="A9-9-9")).status_code == 404


# Who


def test_who_takes_part_and_the_office_draw_until_the_lock(city, office, evaluation):
    reader = factories.make_user("reader1", organization=city, roles=[Role.READER])
    administrator = factories.make_user("root1", is_site_administrator=True)
    open_one = fresh(evaluation)
    assert [can_sample(user, open_one) for user in (office, reader, administrator)] == [True, False, False]
    assert [can_see_samples(user, open_one) for user in (office, reader)] == [True, True]
    open_one.state = "locked"
    assert not can_sample(office, open_one)


def test_member_of_a_self_evaluation_draws(city, office, edition):
    member = factories.make_user("colleague", organization=city)
    evaluation = fresh(make_evaluation(city, office, member))
    assert can_sample(member, evaluation)


# The evidence page


def test_evidence_page_shows_what_was_drawn_linked_for_readers_of_the_registry(
    client, office, city, evaluation
):
    own = make_own(city)
    sample = draw(office, evaluation, names=[label(own), "别的"])
    client.force_login(office)
    text = client.get(url_of("evidence-add", evaluation, FORMAT_CHECK)).text
    assert f'<a href="{own.get_absolute_url()}">{label(own)}</a>' in text
    assert "<li>别的</li>" in text
    assert sample.seed in text
    assert url_of("sample-paper", evaluation, sample.pk, "pdf") in text


def test_outside_member_gets_no_link_into_the_registry(city, county, edition):
    names = [label(make_own(county))]
    panel = make_panel(city, county)
    assert addresses(members(panel)[1].user, panel, names) == {}
    assert list(addresses(panel.opened_by, panel, names)) == names


def test_standard_of_another_organisation_of_the_same_name_is_not_linked(office, county, evaluation):
    assert addresses(office, evaluation, [label(make_own(county))]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_evidence_page_costs_the_same_with_one_sample_and_three(
    client, office, evaluation, count, django_assert_num_queries
):
    for _ in range(count):
        draw(office, evaluation)
    client.force_login(office)
    url = url_of("evidence-add", evaluation, FORMAT_CHECK)
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)


def test_page_of_a_self_evaluation_lists_its_samples(client, office, evaluation):
    client.force_login(office)
    assert "还没有抽样" in client.get(evaluation.get_absolute_url()).text
    sample = draw(office, evaluation)
    assert sample.get_absolute_url() in client.get(evaluation.get_absolute_url()).text


# The form to print


def test_paper_has_a_row_for_every_point_of_every_thing_drawn(office, evaluation):
    context = sample_context(draw(office, evaluation))
    checks = rules_of(evaluation.edition.code)[FORMAT_CHECK].checks
    assert len(context["rows"]) == 2 * len(checks)
    assert [row["place"] for row in context["rows"]] == ["1", "1", "1", "2", "2", "2"]
    assert [bool(row["name"]) for row in context["rows"]] == [True, False, False] * 2
    assert [row["check"] for row in context["rows"][:3]] == [f"{n}. {c}" for n, c in enumerate(checks, 1)]


def test_paper_of_a_sample_for_no_requirement_asks_one_question(office, evaluation):
    rows = sample_context(draw(office, evaluation, target=""))["rows"]
    assert [row["check"] for row in rows] == ["1. 是否符合要求"] * 2


def test_paper_is_handed_out_as_word(client, office, evaluation):
    sample = draw(office, evaluation)
    client.force_login(office)
    response = client.get(url_of("sample-paper", evaluation, sample.pk, "docx"))
    tables = Document(io.BytesIO(response.content)).tables
    assert [cell.text for cell in tables[1].rows[0].cells] == [
        "序号",
        "抽查对象",
        "检查要点",
        "符合",
        "不符合",
        "说明",
    ]
    assert sample.seed in "".join(cell.text for row in tables[0].rows for cell in row.cells)
    assert Event.objects.filter(verb="render_document").count() == 1


def test_unknown_form_of_the_paper_is_not_found(client, office, evaluation):
    client.force_login(office)
    assert (
        client.get(url_of("sample-paper", evaluation, draw(office, evaluation).pk, "xls")).status_code == 404
    )


def test_form_of_thousands_is_not_printed_but_told(client, office, evaluation):
    sample = draw_sample(
        actor=office, evaluation=evaluation, subject="工单", population=[str(n) for n in range(501)], size=501
    )
    client.force_login(office)
    response = client.get(url_of("sample-paper", evaluation, sample.pk, "pdf"), follow=True)
    assert response.redirect_chain == [(sample.get_absolute_url(), 302)]
    assert "抽中 501 个，检查表最多印 500 个" in response.content.decode()


# Words that are due


def test_judgement_of_class_c_without_a_word_is_a_caution(office, evaluation):
    done = complete(office, evaluation, A1_8_2={"met": True, "note": "抽五份，均合格"})
    sentences = [each.words for each in cautions(fresh(done)) if "由人判定" in each.words]
    assert len(sentences) == 1
    assert sentences[0].startswith("11 条由人判定的要求没有写备注：A1-2-4、")
    assert FORMAT_CHECK not in sentences[0]


@pytest.mark.parametrize("word", ["note", "reason", "finding"])
def test_any_word_suffices(office, evaluation, word):
    change(office, evaluation, FORMAT_CHECK, {"met": True})
    assert unremarked(evaluation, read_result(evaluation.official)) == [FORMAT_CHECK]
    change(office, evaluation, FORMAT_CHECK, {"met": True, word: "抽五份"}, base=1)
    assert unremarked(evaluation, read_result(evaluation.official)) == []


def test_what_is_not_judged_or_is_for_the_data_needs_no_word(office, evaluation):
    change(office, evaluation, "A1-7-1", {"met": True})
    assert unremarked(evaluation, read_result(evaluation.official)) == []


def test_row_asks_for_the_word_after_judging(client, office, evaluation):
    asked = "由人判定的要求，请写备注"
    client.force_login(office)
    assert asked not in client.get(url_of("sheet", evaluation, "A.1")).text
    change(office, evaluation, FORMAT_CHECK, {"met": True})
    assert client.get(url_of("sheet", evaluation, "A.1")).text.count(asked) == 1


def test_words_on_a_members_sheet_suffice_for_the_panel(city, county, edition):
    panel = make_panel(city, county)
    leader, second, *_ = members(panel)
    judge_own(second, FORMAT_CHECK, {"met": True, "note": "抽五份，均合格"})
    judge_own(leader, FORMAT_CHECK, {"met": True})
    judge_own(leader, "A1-7-2", {"met": True})
    result = read_result(leader.sheet)
    assert result.remarks_due == ["A1-7-2", FORMAT_CHECK]
    assert unremarked(panel, result) == ["A1-7-2"]


# Kept for good


def test_lock_freezes_the_samples_of_a_self_evaluation(office, evaluation):
    sample = draw(office, evaluation)
    document = read_document(lock_evaluation(actor=office, evaluation=complete(office, evaluation)).document)
    assert [(row["target"], row["seed"], row["positions"]) for row in document["samples"]] == [
        (FORMAT_CHECK, sample.seed, sample.drawn)
    ]


def test_report_of_a_self_evaluation_prints_its_samples(office, evaluation):
    sample = draw(office, evaluation)
    result = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    page = render_to_string(
        "reports/evaluation.html", report_context(read_document(result.document), result.sha256)
    )
    assert f"A1-8-2　现行自制标准<br>{office.name}" in page
    assert sample.seed in page


def test_sample_is_not_changed_not_even_by_its_requirement(office, evaluation):
    sample = draw(office, evaluation)
    with pytest.raises(IntegrityError, match="抽样结果只增不改"), transaction.atomic():
        Sample.objects.filter(pk=sample.pk).update(target="")
    with pytest.raises(IntegrityError, match="抽样结果只增不改"), transaction.atomic():
        Sample.objects.filter(pk=sample.pk).delete()


def test_locked_evaluation_takes_no_sample_whoever_writes(office, evaluation):
    lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    fields = {"subject": "补抽", "population": ["甲"], "seed": "0", "drawn": [0], "drawn_by": office}
    with pytest.raises(IntegrityError, match="已锁定"), transaction.atomic():
        Sample.objects.create(evaluation=evaluation, **fields)
