"""The report of a panel: everything of evaluation §3.6, what came after the lock, the same bytes every time."""

import json
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from evaluation.models import (
    Attendance,
    EvaluationPlan,
    Notice,
    OnSiteStep,
    Problem,
    Ruling,
    Sample,
    ScheduleSlot,
    Signature,
    Site,
    Survey,
    Turnaround,
)
from evaluation.reports import report
from evaluation.reports.context import Numbers
from evaluation.reports.moments import span_words
from evaluation.reports.report import ATTACHMENT
from evaluation.reports.unbroken import unbroken
from evaluation.reports.verification import verify_pdf
from evaluation.services.evaluations import edit_facts, write_conclusion
from evaluation.services.evidence import add_file
from evaluation.services.locking import reopen_evaluation
from gridgov.printing import rendering
from tests import factories
from tests.evaluation.finishing import declare, fill, fresh, hand_everything_in, judgements, lock_panel
from tests.evaluation.making import FACTS, make_panel, members
from tests.evaluation.test_comparison import lock_self

DRAWING = "M40 120L90 30L120 110L180 60L240 100L330 40"
FAULT = {"faults": 1, "finding": "没有在线服务规程", "reason": "平台只有电话入口"}
EXCUSED = {"not_applicable": True, "reason": "县级不设村级工作站"}
DAY = date(2026, 11, 20)


def make_rich(city, county):
    """A locked panel with something in every part of its report, and the county's self-evaluation before it."""
    clerk = factories.make_office_user(county, "clerk")
    lock_self(county, clerk, A3_4_1={"faults": 1, "reason": "规程在改"})
    panel = make_panel(city, county)
    edit_facts(actor=panel.opened_by, evaluation=panel, **FACTS)
    declare(panel)
    people = members(panel)
    photo = ContentFile(factories.PDF, name="公示栏.pdf")
    add_file(
        actor=people[1].user, sheet=people[1].sheet, target="A3-5-6", file=photo, caption="公示栏没有更新"
    )
    plan_in_full(panel)
    hand_everything_in(panel, A3_5_6=FAULT, A5_2_4=EXCUSED)
    rule_in_full(panel)
    conclude(panel)
    return lock_panel(panel)


def at(hour, minute=0):
    return timezone.make_aware(datetime.combine(DAY, time(hour, minute)))


def plan_in_full(panel):
    organizer = panel.opened_by
    plan = EvaluationPlan.objects.create(
        evaluation=panel, starts_on=DAY, ends_on=DAY + timedelta(days=1), place="三楼会议室",
        sampling="现行自制标准随机抽三份。", survey="办事大厅随机拦访 150 份。", approved_by=organizer,
        approved_at=at(8) - timedelta(days=3),
    )  # fmt: skip
    for hour, what in ((9, "首次会议"), (10, "查阅文件"), (14, "现场考核")):
        ScheduleSlot.objects.create(
            plan=plan, on=DAY, begins=time(hour), ends=time(hour, 50), what=what, who="评估组"
        )
    Site.objects.create(
        plan=plan,
        name="滨河社区网格站",
        address="滨河路 8 号",
        reason="随机抽取",
        visited_on=DAY,
        record="公示栏未更新",
    )
    Sample.objects.create(
        evaluation=panel, subject="现行自制标准文本", population=["甲规范", "乙规范", "丙规范"], seed="20261120-7f3a",
        drawn=[2, 0], drawn_by=organizer,
    )  # fmt: skip
    for number in range(1, 7):
        step = OnSiteStep.objects.create(
            evaluation=panel, number=number, began_at=at(8 + number), ended_at=at(8 + number, 50),
            place="三楼会议室", chair="周立言", record=f"步骤 {number} 的记录", recorded_by=organizer,
        )  # fmt: skip
        if number == 1:
            Attendance.objects.create(step=step, name="王主任", employer="临江区", drawing=DRAWING)
    Survey.objects.create(
        evaluation=panel, method="street", place="办事大厅", began_on=DAY, ended_on=DAY, issued=150,
        very_satisfied=90, satisfied=38, fair=10, dissatisfied=4, very_dissatisfied=1, entered_by=organizer,
    )  # fmt: skip
    Turnaround.objects.create(
        evaluation=panel, matter="居住证明", basis="actual", before=Decimal(5), now=Decimal(2), volume=120,
        entered_by=organizer,
    )  # fmt: skip


def rule_in_full(panel):
    """Most agreed; one decided by the leader with a minority opinion; one not applicable."""
    people = members(panel)
    values = judgements(panel, A3_5_6=FAULT, A5_2_4=EXCUSED)
    operations = fill(panel.official, people[0].user, values)
    rulings = []
    for row in operations:
        told = {"way": "agreed", "positions": [], "minority": ""}
        if row.target == "A3-5-6":
            positions = [
                {"participant": people[1].pk, "name": people[1].user.name, "value": FAULT},
                {"participant": people[2].pk, "name": people[2].user.name, "value": {"met": True}},
            ]
            told = {"way": "decided", "positions": positions, "minority": "panel3认为电话入口也算在线服务"}
        rulings.append(Ruling(operation=row, **told))
    Ruling.objects.bulk_create(rulings)


def conclude(panel):
    write_conclusion(
        actor=members(panel)[0].user,
        evaluation=panel,
        achievements="覆盖四个分体系，网格巡查运行稳定。",
        problems="在线服务规程缺失。",
        advice="三个月内补齐在线服务规程。",
        cap_decision="",
    )
    panel.grades = [{"name": "优秀", "from": 450}, {"name": "良好", "from": 400}]
    panel.save(update_fields=["grades"])


def sign(result, person):
    return Signature.objects.create(
        result=result, participant=person, user=person.user, name=person.user.name, sha256=result.sha256,
        drawing=DRAWING,
    )  # fmt: skip


@pytest.fixture
def result(city, county, edition):
    return make_rich(city, county)


@pytest.fixture(scope="session")
def signed_job(django_db_setup, django_db_blocker):
    """The print job of a rich result that the leader signed; its rows are rolled back again."""
    from django.core.management import call_command

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_scorecard", verbosity=0)
        city = factories.make_organization(region_code="990100")
        county = factories.make_organization("临江区网格化治理中心", parent=city, level="county")
        result = make_rich(city, county)
        sign(result, members(result.evaluation)[0])
        job = report.print_job(result)
        transaction.set_rollback(True)
    return job


@pytest.fixture(scope="session")
def panel_paper(signed_job, fonts) -> bytes:
    return rendering.print_job(replace(signed_job, fonts=fonts))


@pytest.fixture(scope="session")
def panel_words(panel_paper) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(panel_paper)).pages)


@pytest.mark.parametrize(
    "words",
    [
        "组织单位安澜市网格化治理中心",
        "管理需要的等级（9.4）：优秀",
        "现场评估2026年11月20日至2026年11月21日，集中地点：三楼会议室",
        "20261120-7f3a",
        "丙规范；甲规范（2、0）",
        "签到1人：王主任",
        "滨河社区网格站滨河路8号随机抽取",
        "发出150，有效143",
        "居住证明",
        "由组长裁定的分歧和少数意见",
        "panel2：不满足；panel3：满足",
        "理由：平台只有电话入口",
        "少数意见：panel3认为电话入口也算在线服务",
        "县级不设村级工作站评估组合议（意见一致），panel1记录",
        "2026年自我评价",
        "判定不同的要求（3条）",
        "主要成绩",
        "三个月内补齐在线服务规程。",
        "打印本报告时还没有列出问题清单",
        "公示栏.pdf",
        "公示栏没有更新",
        "不涵盖：锁定之后的签字",
    ],
)
def test_report_holds_every_part(panel_words, words):
    assert words in panel_words


def test_every_requirement_is_printed_and_tables_are_numbered_without_a_gap(signed_job, panel_words):
    document = json.loads(signed_job.attachment.content)
    assert [code for code in document["result"]["requirements"] if code not in panel_words] == []
    numbers = [int(each) for each in re.findall(r'caption">表(\d+)', signed_job.html)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_signature_is_drawn_and_the_others_have_room(signed_job):
    assert signed_job.html.count(f'd="{DRAWING}"') == 1
    assert signed_job.html.count("　　年　　月　　日</td>") == 5  # four members, 7.7 not yet held


@pytest.mark.django_db
def test_data_and_words_of_a_panels_paper_agree(panel_paper, edition):
    found = verify_pdf(panel_paper)
    assert (found.failed, found.unknown) == ([], ["本系统的数据库里没有这份报告，只能证明它与自身一致。"])
    assert len(found.proven) == 2


def test_paper_is_pdf_a_3u_with_the_document_inside(signed_job, panel_paper):
    reader = PdfReader(BytesIO(panel_paper))
    assert reader.attachments[ATTACHMENT] == [signed_job.attachment.content]
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert reader.metadata.author == "安澜市网格化治理中心"


@pytest.mark.slow
def test_printing_again_in_another_process_gives_the_same_bytes(signed_job, panel_paper, fonts):
    assert rendering.printer.print(replace(signed_job, fonts=fonts)) == panel_paper


def test_signature_changes_the_paper_but_not_the_hash(result):
    before = report.print_job(result)
    sign(result, members(result.evaluation)[1])
    after = report.print_job(result)
    assert (before.attachment.content, before.identifier == after.identifier) == (
        after.attachment.content,
        False,
    )
    assert report.print_job(result) == after


def test_reopened_version_says_on_every_page_that_it_is_void(result):
    sign(result, members(result.evaluation)[0])
    reopen_evaluation(actor=result.evaluation.opened_by, evaluation=result.evaluation, reason="漏评一条")
    result.evaluation.refresh_from_db()
    job = report.print_job(result)
    assert '<p class="void">本版已作废</p>' in job.html
    assert "签字随之作废" in job.html
    assert '@top-center { content: "本版已作废"' in job.style


def test_deadlines_and_notice_are_printed_once_they_are_there(result):
    Problem.objects.create(
        result=result, number=1, target="A3-5-6", description="没有在线服务规程", owner="综合科",
        due_on=date(2027, 2, 20), notified_on=date(2026, 11, 25), state="notified",
    )  # fmt: skip
    Notice.objects.create(
        result=result, notified_on=date(2026, 11, 21), way="末次会议宣布", recipient="王主任",
        notified_by=result.evaluation.opened_by,
    )  # fmt: skip
    html = report.print_job(result).html.replace('<span class="nowrap">', "").replace("</span>", "")
    assert "2027年2月20日" in html
    assert "2026年11月21日通报被评单位，方式：末次会议宣布，接收人：王主任。" in html


def test_qr_code_leads_to_the_verification_page_where_the_site_knows_its_address(result, settings):
    settings.SITE_URL = "http://10.1.2.3:8000"
    html = report.print_job(result).html
    assert f"http://10.1.2.3:8000/verify/?number={result.number}&amp;code={result.sha256[:16]}" in html


def test_absent_member_stands_in_the_list_with_the_reason_and_does_not_sign(city, county, edition):
    from tests.evaluation.finishing import bring_to_the_lock

    panel = make_panel(city, county, size=6)
    last = members(panel)[5]
    last.absence, last.absence_reason = "absent", "因病"
    last.save()
    job = report.print_job(lock_panel(bring_to_the_lock(fresh(panel))))
    assert "缺席：因病" in job.html
    assert job.html.count("第6研究院") == 1


@pytest.mark.parametrize(
    ("began", "ended", "words"),
    [
        (None, None, "—"),
        ("2026-11-20T09:00:00+08:00", None, "2026年11月20日 09:00"),
        ("2026-11-20T09:00:00+08:00", "2026-11-20T09:50:00+08:00", "2026年11月20日 09:00–09:50"),
        (
            "2026-11-20T09:00:00+08:00",
            "2026-11-21T09:50:00+08:00",
            "2026年11月20日 09:00–2026年11月21日 09:50",
        ),
    ],
)
def test_span_names_its_day_once(began, ended, words):
    assert span_words(began, ended) == words


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("依据 Q/ALWG TG201-1-2024 网格", ["Q/ALWG TG201-1-2024"]),
        ("见 GB/T 24421.2-2009、T/CSSG 001.5-2020。", ["GB/T 24421.2-2009", "T/CSSG 001.5-2020"]),
        ("2025年12月24日 09:00–10:20 在会议室", ["2025年12月24日", "09:00–10:20"]),
        ("编号 SJ-2025-990100-01", ["SJ-2025-990100-01"]),
        ("总分 365 分", []),
    ],
)
def test_numbers_and_dates_are_kept_whole(words, whole):
    page = unbroken(
        f"<title>{words}</title><body><p title='{words}'>{words}</p><svg><title>{words}</title></svg>"
    )
    assert re.findall(r'<span class="nowrap">(.*?)</span>', page) == whole
    assert re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", page).count(words) == 4


def test_tables_over_two_pages_say_so_again(signed_job):
    continued = re.findall(r'class="continued"><th colspan="\d">表(\d+)（续）', signed_job.html)
    captions = re.findall(r'class="caption">表(\d+)', signed_job.html)
    assert (continued, len(continued) > 10) == (captions, True)


@pytest.mark.parametrize("derivation", ["一个事项：（5−2）÷5＝60%", "按办件量加权：60%×120÷120＝60%"])
def test_derivation_of_one_matter_is_printed_once(derivation):
    efficiency = {"words": "60%", "derivation": derivation, "cautions": [], "matters": ["（5−2）÷5＝60%"]}
    context = {"panel": {"efficiency": efficiency}, "headings": Numbers(), "captions": Numbers()}
    assert render_to_string("reports/panel/_measures.html", context).count("（5−2）÷5＝60%") == 1


def test_last_page_holds_the_whole_seal(panel_paper):
    last = "".join(PdfReader(BytesIO(panel_paper)).pages[-1].extract_text().split())
    assert ("评估组签字" in last, "校验码SHA-256" in last, "不涵盖：锁定之后的签字" in last) == (
        True,
        True,
        True,
    )
