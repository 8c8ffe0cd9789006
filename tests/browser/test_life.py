"""The whole life of a standard in a real Chromium, from plan to withdrawal, on a clock the test moves.

plan → draft → three reviewers' opinions → returned → second round → approved → numbered and published → in force →
confirmed → amended → revised → the old edition replaced → withdrawn; every paper opened and its words read back.
"""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gridgov.organizations.models import Role
from gridgov.printing.fonts import make_faces
from standards.models import CollectedInformation, Node, OpinionForm, Standard
from tests import factories
from tests.browser.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "网格夜间巡查管理规范"
FIRST, SECOND = "Q/ALWG TG204•1-2023", "Q/ALWG TG204•1-2027"
ASPECTS = CollectedInformation.Aspect


@pytest.fixture
def people(city, department, tree, edition):
    """Who takes part, by what they do."""

    def make(username, name, role, **fields):
        return factories.make_user(username, organization=city, roles=[role], name=name, **fields)

    return {
        "office": make("office", "林晓文", Role.OFFICE),
        "drafter": make("drafter", "孙雅琴", Role.OFFICER, department=department),
        "representative": make("rep", "周国强", Role.REPRESENTATIVE),
        "authorizer": make("head", "何建明", Role.AUTHORIZER),
        "committee": make("committee", "郑海涛", Role.COMMITTEE),
        "reviewers": [make(f"reviewer{n}", f"审查{n}", Role.REVIEWER) for n in (1, 2, 3)],
    }


@pytest.fixture
def walk(browse, time_machine, settings):
    """Cutting the typefaces takes longer than a browser waits."""
    make_faces(settings.DATA_DIR / "fonts")
    time_machine.move_to("2023-01-04 09:00+08:00")
    return Walk(browse, time_machine)


@pytest.mark.slow
def test_a_standard_lives_from_plan_to_withdrawal(walk, people, department):
    standard = plan(walk, people, department)
    draft(walk, people, standard)
    first_round(walk, people, standard)
    second_round(walk, people, standard)
    publish(walk, people, standard)
    come_into_force_and_be_confirmed(walk, people, standard)
    amend(walk, people, standard)
    newer = revise(walk, people, standard)
    withdraw(walk, people, standard, newer)
    check_archive(walk, people, newer)


def plan(walk, people, department) -> Standard:
    page = walk.fill(
        people["office"],
        "standards:plan-new",
        node=Node.objects.get(code="5.4.2").pk,
        title=TITLE,
        plan_reason="夜间事件多发，巡查没有统一要求",
        drafting_department=department.pk,
        drafters="孙雅琴",
        due_on="2023-06-30",
        departments=[department.name],
    )
    expect(page.locator("#steps")).to_contain_text("当前：计划")
    standard = Standard.objects.get(title=TITLE)
    page = walk.step(people["representative"], standard, "approve_plan")
    expect(page.locator("#steps")).to_contain_text("下一步：开始起草")
    return standard


def draft(walk, people, standard):
    walk.on(2023, 2, 1)
    for aspect in ASPECTS:
        walk.fill(
            people["drafter"],
            "standards:information-add",
            standard.pk,
            aspect=aspect.value,
            content=f"走访八个社区：{aspect.label}",
            source="走访",
        )
    walk.step(people["drafter"], standard, "start")
    walk.on(2023, 3, 1)
    page = walk.step(
        people["drafter"], standard, "submit", draft_file="送审稿一", explanation_file="编制说明"
    )
    expect(page.locator("#steps")).to_contain_text("当前：审查")
    explanation = walk.read_paper(people["drafter"], standard, "explanation", "docx")
    assert "夜间事件多发，巡查没有统一要求" in explanation
    assert "走访八个社区" in explanation


def send_out(walk, people, standard, number: int, due: str, **meeting):
    """Arrange a round by circulation, or by a meeting if its facts are told, and send the forms."""
    arrangement = {"method": "meeting" if meeting else "circulation", "due_on": due, **meeting}
    walk.fill(people["office"], "standards:review-round-arrange", standard.pk, number, **arrangement)
    page = walk.fill(
        people["office"],
        "standards:review-round-send",
        standard.pk,
        number,
        reviewers=[user.name for user in people["reviewers"]],
        due_on=due,
    )
    expect(page.locator("#forms tbody tr")).to_have_count(3)


def sign(walk, reviewer, *, conclusion: str, clause="", text="", proposal=""):
    """A reviewer finds the form in 我的审查, fills it in and signs."""
    page = walk.as_(reviewer)
    page.goto(reverse("standards:my-opinions"))
    form = OpinionForm.objects.get(reviewer=reviewer, signed_at=None, recalled_at=None)
    page.goto(form.get_absolute_url())
    for check in ("purpose", "lawful", "coordinated", "formatted"):
        page.locator(f"[name={check}][value=yes]").check()
    if text:
        row = page.locator(".opinion-rows tbody tr").first
        row.get_by_label("条款").fill(clause)
        row.get_by_label("意见").fill(text)
        row.get_by_label("建议修改为").fill(proposal)
    page.locator(f"[name=conclusion][value={conclusion}]").check()
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="签署并返回").click()
    expect(page.locator(".messages")).to_contain_text("签署")


def handle_all(walk, user, standard, number: int):
    page = walk.as_(user)
    page.goto(reverse("standards:review-round-handle", args=[standard.pk, number]))
    for select in page.locator("select[name$=handling]").all():
        select.select_option("accepted")
    page.locator("form[data-once] button[type=submit]").last.click()
    expect(page.locator(".messages")).to_contain_text("已处理")


def first_round(walk, people, standard):
    """Three opinions; the draft goes back."""
    walk.on(2023, 3, 2)
    send_out(walk, people, standard, 1, "2023-03-20")
    walk.on(2023, 3, 18)
    one, two, three = people["reviewers"]
    sign(
        walk,
        one,
        conclusion="after_changes",
        clause="5.10",
        text="频次没有规定",
        proposal="每周不少于两次",
    )
    sign(walk, two, conclusion="disagree", clause="5.2", text="没有写明由谁巡查")
    sign(walk, three, conclusion="agree")
    handle_all(walk, people["drafter"], standard, 1)
    summary = walk.read_paper(people["office"], standard, "opinions", query="?round=1")
    assert summary.index("没有写明由谁巡查") < summary.index("频次没有规定")
    form = OpinionForm.objects.get(reviewer=one)
    paper = walk.read_paper(people["office"], standard, "opinion-form", query=f"?form={form.pk}")
    assert ("频次没有规定" in paper, one.name in paper) == (True, True)
    walk.on(2023, 3, 22)
    page = walk.step(people["office"], standard, "return", reason="按意见补充巡查人员和频次")
    expect(page.locator("#steps")).to_contain_text("当前：起草")


def keep_minutes(walk, people, standard, number: int):
    """A 会审 leaves minutes and a list of who came."""
    walk.fill(people["office"], "standards:review-round-minutes", standard.pk, number, minutes="一致同意报批")
    walk.fill(people["office"], "standards:document-add", standard.pk, kind="sign_in", file="签到表")
    minutes = walk.read_paper(people["office"], standard, "minutes", query=f"?round={number}")
    assert ("三楼会议室" in minutes, "一致同意报批" in minutes) == (True, True)


def second_round(walk, people, standard):
    walk.on(2023, 4, 10)
    walk.step(people["drafter"], standard, "submit", draft_file="送审稿二")
    meeting = {"held_on": "2023-04-20", "place": "三楼会议室", "chair": "周国强"}
    send_out(walk, people, standard, 2, "2023-04-25", **meeting)
    walk.on(2023, 4, 20)
    for reviewer in people["reviewers"]:
        sign(walk, reviewer, conclusion="agree")
    keep_minutes(walk, people, standard, 2)
    page = walk.step(
        people["office"],
        standard,
        "finalize",
        text_file="发布稿",
        opinions_file="意见汇总处理表",
        summary="一致同意",
    )
    expect(page.locator("#steps")).to_contain_text("当前：报批")
    expect(page.locator("#steps")).to_contain_text("2 轮")


def publish(walk, people, standard):
    walk.on(2023, 5, 8)
    walk.step(
        people["authorizer"],
        standard,
        "approve",
        approval_file="批准文书",
        approver="何建明",
        approval_number="安网治发〔2023〕8号",
        approved_on="2023-05-08",
    )
    walk.on(2023, 5, 15)
    page = walk.step(people["office"], standard, "publish", issued_on="2023-05-15", effective_on="2023-07-01")
    expect(page.locator("table.facts").first).to_contain_text(FIRST)
    expect(page.locator(".head").first).to_contain_text("即将实施")
    notice = walk.read_paper(people["office"], standard, "notice")
    for words in (FIRST.replace(" ", ""), TITLE, "2023年7月1日", "安网治发〔2023〕8号"):
        assert words in notice


def conclude(walk, people, standard, opinion: str, decider: str, **facts):
    """Start a 复审, record its opinion, conclude it."""
    office = people["office"]
    walk.fill(office, "standards:review-start", standard.pk)
    review = standard.reviews.get(conclusion="")
    walk.fill(
        office,
        "standards:review-opinion",
        standard.pk,
        review.pk,
        reviewers="林晓文、孙雅琴",
        opinion=opinion,
    )
    return walk.fill(people[decider], "standards:review-conclude", standard.pk, review.pk, **facts)


def come_into_force_and_be_confirmed(walk, people, standard):
    walk.on(2023, 7, 1)
    expect(walk.look_at(people["office"], standard).locator(".head").first).to_contain_text("现行")
    walk.on(2026, 6, 1)
    page = walk.as_(people["office"])
    page.goto(reverse("worklist"))
    expect(page.locator("main")).to_contain_text("复审到期")
    conclude(walk, people, standard, "内容仍适用", "office", conclusion="confirm", concluded_on="2026-06-01")
    standard.refresh_from_db()
    assert str(standard.review_due_on) == "2029-06-01"
    record = walk.read_paper(
        people["office"], standard, "review", query=f"?review={standard.reviews.get().pk}"
    )
    assert "内容仍适用" in record


def amend(walk, people, standard):
    walk.on(2026, 9, 1)
    walk.fill(
        people["drafter"],
        "standards:amendment-new",
        standard.pk,
        reason="冬季时段调整",
        content="5.2 “21时”改为“20时”",
    )
    found = standard.amendments.get()
    page = walk.fill(
        people["office"], "standards:amendment-confirm", standard.pk, found.pk, effective_on="2026-10-01"
    )
    expect(page.locator("main")).to_contain_text("第1号修改单")
    standard.refresh_from_db()
    assert standard.number == FIRST
    paper = walk.read_paper(people["office"], standard, "amendment", query=f"?amendment={found.pk}")
    assert ("第1号修改单" in paper, "“21时”改为“20时”" in paper) == (True, True)


def revise(walk, people, standard) -> Standard:
    """Asked for, planned, and the same way again; the old edition stands until the new one takes effect."""
    walk.on(2027, 1, 5)
    walk.fill(
        people["drafter"],
        "standards:revision-new",
        standard.pk,
        trigger="unfit",
        reason="智能巡查上线，主要条款要改",
    )
    request = standard.revision_requests.get()
    walk.fill(people["office"], "standards:revision-accept", standard.pk, request.pk, due_on="2027-06-30")
    newer = Standard.objects.get(revision_of=standard)
    walk.step(people["representative"], newer, "approve_plan")
    for aspect in ASPECTS:
        CollectedInformation.objects.create(
            standard=newer, aspect=aspect, content="智能巡查", collected_on="2027-01-06"
        )
    walk.step(people["drafter"], newer, "start")
    walk.step(people["drafter"], newer, "submit", draft_file="修订送审稿", explanation_file="修订编制说明")
    send_out(walk, people, newer, 1, "2027-01-20")
    for reviewer in people["reviewers"]:
        sign(walk, reviewer, conclusion="agree")
    walk.step(people["office"], newer, "finalize", text_file="修订发布稿", opinions_file="修订意见汇总")
    approval = {"approval_file": "修订批准文书", "approver": "何建明", "approved_on": "2027-01-05"}
    walk.step(people["authorizer"], newer, "approve", **approval)
    walk.step(people["office"], newer, "publish", issued_on="2027-01-10", effective_on="2027-03-01")
    newer.refresh_from_db()
    assert newer.number == SECOND
    page = walk.look_at(people["office"], standard)
    expect(page.locator(".head").first).to_contain_text("现行")
    expect(page.locator("#editions")).to_contain_text(SECOND)
    walk.on(2027, 3, 1)
    expect(walk.look_at(people["office"], standard).locator(".head").first).to_contain_text("被代替")
    expect(walk.look_at(people["office"], newer).locator(".head").first).to_contain_text("现行")
    return newer


def withdraw(walk, people, standard, newer):
    walk.on(2028, 2, 1)
    page = conclude(
        walk,
        people,
        newer,
        "已由市级平台规范覆盖",
        "committee",
        conclusion="withdraw",
        concluded_on="2028-02-01",
        reason="已不适应当前需要",
        notice="废止通知",
    )
    page = walk.look_at(people["office"], newer)
    expect(page.locator(".head").first).to_contain_text("废止")
    paper = walk.read_paper(people["office"], newer, "withdrawal")
    assert (SECOND.replace(" ", "") in paper, "已不适应当前需要" in paper) == (True, True)


def check_archive(walk, people, standard):
    """The package of the standard holds what its manifest says."""
    url = reverse("standards:archive", args=[standard.pk])
    content = walk.as_(people["office"]).context.request.get(url).body()
    archive = zipfile.ZipFile(io.BytesIO(content))
    manifest = json.loads(archive.read("manifest.json"))
    told = {member["path"]: member["sha256"] for member in manifest["members"]}
    found = {
        name: sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "manifest.json"
    }
    assert found == told
