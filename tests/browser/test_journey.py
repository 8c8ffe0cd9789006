"""The whole way in a real Chromium: from the first login to a report that verifies."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from evaluation.models import Evaluation
from standards.models import Node, Standard
from tests.evaluation.making import AWARDS, FACTS, change, edit_facts
from tests.factories import PASSWORD, PDF, make_office_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_PASSWORD = "Anlan-wangge-0417"
TITLE = "网格员夜间巡查规范"
# The first report of a data folder prepares the fonts: half a minute on a busy machine.
PRINTING = 120_000
NUMBER = "Q/ALWG TG204•1-2026"


@pytest.fixture
def clerk(city, department, tree):
    """Somebody of the office whose first password was set by the administrator."""
    user = make_office_user(city)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    return user


def test_from_first_login_to_a_report_that_verifies(browse, clerk, edition, tmp_path):
    page = browse()
    log_in_first_time(page)
    enter_from_paper(page)
    publish(page)
    find_by_letters_and_number(page)
    assert row_in_export(page, tmp_path) == (NUMBER, TITLE, "现行", "综合业务科")
    evaluation = open_evaluation(page)
    judge_first(page, evaluation)
    judge_rest(clerk, evaluation)
    lock(page, evaluation)
    assert verified(page, tmp_path) == "结论：相符。"


def log_in_first_time(page):
    page.goto(reverse("standards:standards"))
    page.get_by_label("用户名").fill("office")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=False).first.fill(NEW_PASSWORD)
    page.get_by_label("再输一次新密码").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作台")


def enter_from_paper(page):
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="标准登记").click()
    page.get_by_role("button", name="新增").click()
    page.get_by_role("link", name="补录已发布的自制标准", exact=True).first.click()
    fill_standard(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def fill_standard(page):
    page.get_by_label("体系分类").select_option(str(Node.objects.get(code="5.4.2").pk))
    page.get_by_label("标准名称").fill(TITLE)
    page.get_by_label("起草人").fill("王起草")
    page.get_by_label("综合业务科").check()


def publish(page):
    """What was published on paper stands in force under its number: text, approval and dates in."""
    page.get_by_role("link", name="补录发布").click()
    for label in ("标准文本", "批准文书"):
        page.get_by_label(label, exact=False).first.set_input_files(
            {"name": f"{label}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    page.locator("[name=taken_over]").fill("q/alwgtg204.1—2026")
    page.locator("[name=approver]").fill("李主任")
    for name, day in (("approved_on", 5), ("issued_on", 8), ("effective_on", 12)):
        page.locator(f"[name={name}]").fill(f"2026-01-{day:02}")
    page.get_by_role("button", name="补录发布").click()
    expect(page.locator("table.facts").first).to_contain_text(NUMBER)


def find_by_letters_and_number(page):
    for label, words in (("标准名称", "yjxc"), ("标准编号", "alwgtg204")):
        page.goto(reverse("standards:standards"))
        search = page.get_by_role("search")
        search.get_by_label(label).fill(words)
        search.get_by_label(label).press("Enter")
        expect(page.locator("table.registry tbody tr")).to_have_count(1)
        expect(page.locator("table.registry tbody")).to_contain_text(TITLE)


def row_in_export(page, folder):
    """The row of the standard in the downloaded 标准明细表: number, title, status, departments."""
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    sheet = next(sheet for sheet in load_workbook(path) if sheet.title.startswith("TG"))
    rows = list(sheet.iter_rows(values_only=True))
    columns = [rows[1].index(words) for words in ("标准编号", "标准名称", "状态", "实施部门")]
    return next(tuple(row[at] for at in columns) for row in rows if TITLE in row)


def open_evaluation(page):
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="评价", exact=True).click()
    page.get_by_role("link", name="开始自我评价").first.click()
    page.get_by_role("button", name="开始评价").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("年度自我评价")
    return Evaluation.objects.get()


def judge_first(page, evaluation):
    page.get_by_role("link", name="进入评分").click()
    page.locator("#row-A1-1-1").get_by_role("button", name="满足", exact=False).first.click()
    page.locator("#row-A1-1-2").get_by_role("button", name="不满足").click()
    expect(page.locator("[data-sync]")).to_have_text("已全部保存")
    judged = dict(evaluation.official.judgements.values_list("target", "value"))
    assert judged == {"A1-1-1": {"met": True}, "A1-1-2": {"faults": 1}}


def judge_rest(clerk, evaluation):
    """The other 173 requirements and the facts, through the services."""
    for code in evaluation.edition.scorecard.requirements_by_code:
        if code not in ("A1-1-1", "A1-1-2"):
            change(clerk, evaluation, code, AWARDS.get(code, {"met": True}))
    edit_facts(actor=clerk, evaluation=evaluation, **FACTS)


def lock(page, evaluation):
    page.goto(evaluation.get_absolute_url())
    page.get_by_role("link", name="锁定").click()
    page.get_by_role("button", name="锁定第 1 版结果").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("评价结果")
    expect(page.locator(".verdict-box")).to_have_text("合格")


def verified(page, folder):
    """What `manage.py verify` concludes about the report the browser was given."""
    link = page.get_by_role("link", name="打开报告 PDF").get_attribute("href")
    path = folder / "report.pdf"
    path.write_bytes(page.request.get(link, timeout=PRINTING).body())
    said = StringIO()
    call_command("verify", str(path), stdout=said)
    return said.getvalue().splitlines()[-1]


def test_double_click_enters_one_standard(browse, office, department, tree):
    page = browse(office)
    page.goto(reverse("standards:standard-new", args=["published"]))
    fill_standard(page)
    # The second click comes as late as a hand's, when the first request is on its way.
    button = page.get_by_role("button", name="保存")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    page.mouse.dblclick(place["x"] + 9, place["y"] + 9, delay=60)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert Standard.objects.count() == 1


def test_back_after_logout_shows_the_login_page(browse, office, department, tree):
    page = browse(office)
    page.goto(reverse("organizations:password"))
    page.goto(reverse("standards:standards"))
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    expect(page.get_by_text("标准登记")).to_have_count(0)
