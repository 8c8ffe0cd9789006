"""Without a network, in a real Chromium: what was entered on site arrives, once, and under its own name.

`grid.test` is an intranet server on plain http, where a browser gives no service worker; localhost counts as secure.
"""

import io
import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Error, expect

from evaluation.models import Evaluation, Evidence, Judgement, Operation
from evaluation.services.evaluations import add_participant
from tests.browser.browsing import log_in
from tests.evaluation.making import hand_in, judge_own, make_evaluation, make_panel, members
from tests.serving import server_environment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAVED = "已全部保存"
LONG = 30_000
ORIGINS = {"http": "grid.test", "secure": "localhost"}
CHANGES, PHOTOS = 40, 5
# Presses the first and then the second answer of rows that have both, one after the other, and gives what they say.
PRESS = """count => {
    const told = [];
    for (const row of document.querySelectorAll('[data-row]')) {
        const found = ['1', '2'].map(key => row.querySelector(`button.judge[data-key="${key}"]:not([data-reasoned])`));
        if (told.length === count || !found.every(Boolean)) continue;
        for (const button of found) {
            button.click();
            told.push([row.dataset.row, button.dataset.value]);
        }
    }
    return told;
}"""

# Everything posted reaches the server twice; of every ninth both answers are lost, and the page sends it again.
DELIVER_TWICE = """
    const real = window.fetch;
    window.sent = 0;
    window.fetch = async (url, options = {}) => {
        if (options.method !== 'POST') return real(url, options);
        await real(url, options);
        window.sent += 1;
        if (window.sent % 9 === 0) {
            await real(url, options);
            throw new TypeError('the answer is lost');
        }
        return real(url, options);
    };
"""


@pytest.fixture
def evaluation(city, office, panel_member, edition):
    found = make_evaluation(city, office)
    add_participant(actor=office, evaluation=found, user=panel_member)
    return found


@pytest.fixture
def tablet(browse, live_server):
    """tablet(user, origin) → a page on a tablet of that user's, on plain http or on a secure origin."""

    def take(user, origin="http"):
        url = f"http://{ORIGINS[origin]}:{urlsplit(live_server.url).port}"
        size = {"width": 820, "height": 1180}
        page = browse(user, base_url=url, viewport=size, has_touch=True, service_workers="allow")
        page.on("dialog", lambda dialog: dialog.accept())
        page.url_of_site = url
        return page

    return take


def sheet_of(evaluation, section="A.3"):
    return reverse("evaluation:sheet", args=[evaluation.pk, section])


def says(page, words):
    expect(page.locator("[data-sync]")).to_have_text(words, timeout=LONG)


def press(page, code, words):
    row = page.locator(f"#row-{code}")
    row.get_by_role("button", name=words).first.dispatch_event("click")


def picture() -> bytes:
    """A photo as a camera makes it, larger than it is sent."""
    file = io.BytesIO()
    Image.new("RGB", (2400, 1800), (90, 140, 60)).save(file, "PNG")
    return file.getvalue()


def photograph(page, codes):
    """A photo at each row; it is there once it shows, waiting or on the server already."""
    for code in codes:
        choose_photo(page, code)
        expect(page.locator(f'[data-photo-list="{code}"] li')).not_to_have_count(0, timeout=LONG)


def choose_photo(page, code):
    file = {"name": "photo.png", "mimeType": "image/png", "buffer": picture()}
    page.locator(f'[data-photos][data-target="{code}"] input').set_input_files([file])


def again(page):
    page.evaluate("window.dispatchEvent(new Event('online'))")


def kept():
    rows = Operation.objects.order_by("serial").values_list("target", "base", "value")
    return [(target, base, json.dumps(value, sort_keys=True)) for target, base, value in rows]


def expected(told):
    """Operations of presses: the first of a row on version 0, the second on what the first made."""
    seen, rows = {}, []
    for target, text in told:
        rows.append((target, seen.get(target, 0), json.dumps(json.loads(text), sort_keys=True)))
        seen[target] = seen.get(target, 0) + 1
    return rows


# What was entered without a network


@pytest.mark.parametrize("origin", ORIGINS)
def test_forty_changes_and_five_photos_entered_offline_arrive_once(tablet, office, evaluation, origin):
    page = tablet(office, origin)
    page.goto(sheet_of(evaluation))
    assert page.evaluate("window.isSecureContext") is (origin == "secure")
    if origin == "secure":
        wait_until_kept(page, sheet_of(evaluation))
    page.context.set_offline(True)
    told = page.evaluate(PRESS, CHANGES)
    codes = list(dict.fromkeys(code for code, _ in told))[:PHOTOS]
    photograph(page, codes)
    says(page, f"{CHANGES + PHOTOS} 项待上传")
    if origin == "secure":
        page.reload()
        says(page, f"{CHANGES + PHOTOS} 项待上传")
        shown = page.locator(f'#row-{told[-1][0]} button[data-key="2"]')
        expect(shown).to_have_attribute("aria-pressed", "true")
        expect(page.locator("[data-queued]")).to_have_count(PHOTOS)
    page.add_init_script(DELIVER_TWICE)
    page.context.set_offline(False)
    page.goto(sheet_of(evaluation))
    says(page, SAVED)
    assert kept() == expected(told)
    assert page.evaluate("window.sent") > CHANGES + PHOTOS
    photos = Evidence.objects.order_by("pk")
    assert [photo.target for photo in photos] == codes
    assert {size_of(photo) for photo in photos} == {("JPEG", (1600, 1200))}
    expect(page.locator("[data-photo-list] li:not([data-queued]) img")).to_have_count(PHOTOS)


def wait_until_kept(page, path):
    """The service worker has the page and what it is made of."""
    script = "path => caches.match(path).then(Boolean)"
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(100):
        if page.evaluate(script, path) and page.evaluate("caches.has('gridgov-files')"):
            break
        page.wait_for_timeout(100)
    page.reload()
    page.wait_for_load_state("networkidle")


def size_of(photo):
    with photo.attachment.open() as file, Image.open(file) as image:
        return image.format, image.size


def test_database_that_the_browser_has_closed_is_opened_again(tablet, office, evaluation):
    page = tablet(office)
    page.goto(sheet_of(evaluation))
    says(page, SAVED)
    page.context.route("**/operations/", lambda route: route.abort())
    page.evaluate(
        """() => {
            const real = IDBDatabase.prototype.transaction;
            let closed = true;
            IDBDatabase.prototype.transaction = function (...more) {
                if (closed) {
                    closed = false;
                    throw new DOMException("The connection is closed", "InvalidStateError");
                }
                return real.apply(this, more);
            };
        }"""
    )
    told = page.evaluate(PRESS, 2)
    says(page, "2 项待上传")
    page.reload()
    says(page, "2 项待上传")
    page.context.unroute("**/operations/")
    again(page)
    says(page, SAVED)
    assert kept() == expected(told)


def test_what_an_earlier_version_left_is_taken_over_and_sent(tablet, office, evaluation):
    page = tablet(office)
    page.goto(reverse("about"))
    uuid = "00000000-0000-4000-8000-000000000001"
    old = {"uuid": uuid, "key": "x", "target": "A3-1-1", "base": 0, "value": {"met": True}, "tried": True}
    key = f"gridgov-operation:{office.pk}:{evaluation.pk}:1700000000000-0000"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(old)])
    page.goto(sheet_of(evaluation))
    says(page, SAVED)
    assert [str(row.uuid) for row in Operation.objects.all()] == [uuid]
    assert page.evaluate("localStorage.length") == 0


# Handing in


def test_what_waits_for_a_sheet_handed_in_elsewhere_is_shown_and_can_be_taken_away(
    tablet, city, county, edition
):
    participant = members(make_panel(city, county))[1]
    page = tablet(participant.user)
    page.goto(sheet_of(participant.evaluation))
    page.context.route("**/operations/", lambda route: route.abort())
    told = page.evaluate(PRESS, 2)
    says(page, "2 项待上传")
    hand_in(participant)
    page.goto(sheet_of(participant.evaluation))
    notice = page.locator("[data-troubles]")
    expect(notice).to_contain_text(
        "这台平板上还有 2 项没有上传，底稿已提交，不能再传：请让组长退回，或导出。", timeout=LONG
    )
    with page.expect_download() as download:
        notice.get_by_role("button", name="导出未上传数据").click()
    kept_there = json.loads(download.value.path().read_text())["operations"]
    assert [(row["target"], row["value"]) for row in kept_there] == [
        (target, json.loads(text)) for target, text in told
    ]


def test_sheet_is_not_handed_in_while_a_part_of_it_waits_on_the_tablet(tablet, city, county, edition):
    participant = members(make_panel(city, county))[1]
    section = next(part for part in edition.scorecard.sections if part.code == "A.3")
    for requirement in [each for item in section.items for each in item.requirements]:
        judge_own(participant, requirement.code, {"met": True})
    page = tablet(participant.user)
    page.goto(sheet_of(participant.evaluation))
    page.context.route("**/operations/", lambda route: route.abort())
    page.evaluate(PRESS, 2)
    says(page, "2 项待上传")
    page.goto(reverse("evaluation:sheet-submit", args=[participant.evaluation_id]))
    button = page.get_by_role("button", name="提交底稿")
    expect(page.locator("[data-submit-form]")).to_contain_text("这台平板上还有 2 项没有上传", timeout=LONG)
    expect(button).to_be_disabled()
    page.context.unroute("**/operations/")
    sheet = page.context.new_page()
    sheet.goto(sheet_of(participant.evaluation))
    says(sheet, SAVED)
    expect(button).to_be_enabled(timeout=LONG)


# Two devices, two people, no login


def test_two_tablets_of_one_member_meet_in_a_choice(tablet, city, county, edition):
    participant = members(make_panel(city, county))[1]
    one, other = tablet(participant.user), tablet(participant.user)
    for page in (one, other):
        page.goto(sheet_of(participant.evaluation))
        says(page, SAVED)
    one.context.set_offline(True)
    for code, words in (("A3-1-2", "不满足"), ("A3-1-3", "满足"), ("A3-1-4", "满足")):
        press(one, code, words)
    press(other, "A3-1-2", "满足")
    press(other, "A3-1-3", "满足")
    says(other, SAVED)
    one.context.set_offline(False)
    again(one)
    # The same found twice needs no choice; what follows a conflict is not held up by it.
    says(one, "1 项需处理")
    one.locator("[data-sync]").click()
    panel = one.locator("[data-sync-panel]")
    expect(panel).to_contain_text("需处理（1）")
    panel.get_by_role("button", name="用我的").click()
    says(one, SAVED)
    found = {row.target: row.value for row in Judgement.objects.filter(sheet__participant=participant)}
    assert found == {"A3-1-2": {"faults": 1}, "A3-1-3": {"met": True}, "A3-1-4": {"met": True}}


def test_login_that_expired_in_between_keeps_everything_until_it_is_back(tablet, office, evaluation):
    page = tablet(office)
    page.goto(sheet_of(evaluation))
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    told = page.evaluate(PRESS, 4)
    photograph(page, [told[0][0]])
    says(page, "5 项待上传，1 项需处理")
    link = page.locator("[data-troubles]").get_by_role("link", name="在新标签页登录")
    assert (link.get_attribute("target"), link.get_attribute("href")) == ("_blank", "/login/")
    log_in(page.context, page.url_of_site, office)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(page, SAVED)
    assert (kept(), Evidence.objects.count()) == (expected(told), 1)


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_person_on_the_same_tablet_sends_nothing_of_the_first(
    tablet, office, panel_member, evaluation, origin
):
    page = tablet(office, origin)
    page.goto(sheet_of(evaluation))
    if origin == "secure":
        wait_until_kept(page, sheet_of(evaluation))
    page.context.route("**/operations/", lambda route: route.abort())
    told = page.evaluate(PRESS, 2)
    says(page, "2 项待上传")
    log_in(page.context, page.url_of_site, panel_member)
    page.context.unroute("**/operations/")
    page.goto(sheet_of(evaluation))
    says(page, SAVED)
    notice = page.locator("[data-troubles]")
    expect(notice).to_contain_text("这台平板上有 office 的 2 项未上传")
    expect(notice).not_to_contain_text(told[0][0])
    assert kept() == []
    if origin == "secure":
        assert page.evaluate("caches.keys().then(names => names.filter(name => name.includes('pages')))") == [
            f"gridgov-pages-{panel_member.pk}"
        ]
    log_in(page.context, page.url_of_site, office)
    page.goto(sheet_of(evaluation))
    says(page, SAVED)
    assert kept() == expected(told)
    assert set(Operation.objects.values_list("author", flat=True)) == {office.pk}


def test_pages_kept_are_let_go_at_logout(tablet, office, evaluation):
    page = tablet(office, "secure")
    page.goto(sheet_of(evaluation))
    wait_until_kept(page, sheet_of(evaluation))
    page.goto(reverse("about"))
    page.get_by_role("button", name="退出").first.click()
    page.wait_for_url("**/login/")
    page.wait_for_function(
        "() => caches.keys().then(names => !names.some(name => name.startsWith('gridgov-pages')))"
    )
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(sheet_of(evaluation))


# Networks that lie, servers that die


def test_captive_portal_that_answers_200_is_not_taken_for_the_server(tablet, office, evaluation):
    page = tablet(office)
    page.goto(sheet_of(evaluation))
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>请先登录无线网络</h1>"}
    page.context.route("**/*", lambda route: route.fulfill(**portal))
    told = page.evaluate(PRESS, 2)
    photograph(page, [told[0][0]])
    says(page, "3 项待上传")
    page.locator("[data-sync]").click()
    panel = page.locator("[data-sync-panel]")
    expect(panel.locator(".sync-count")).to_contain_text("秒后再试，已试", timeout=LONG)
    page.context.unroute("**/*")
    panel.get_by_role("button", name="立即再试").click()
    says(page, SAVED)
    assert (kept(), Evidence.objects.count()) == (expected(told), 1)


def test_server_killed_in_mid_upload_and_started_again_loses_nothing(browse, site, office, evaluation):
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=django_settings.BASE_DIR,
        env=server_environment() | {"GRIDGOV_NO_BOOTSTRAP": "1"},
        check=True,
    )
    server = site()
    page = browse(office, base_url=f"http://grid.test:{site.port}")
    page.goto(sheet_of(evaluation))
    told = page.evaluate(PRESS, 20)
    choose_photo(page, told[0][0])
    while Operation.objects.count() < 3:
        page.wait_for_timeout(20)
    server.kill()
    server.wait()
    expect(page.locator("[data-sync]")).to_contain_text("项待上传")
    site()
    again(page)
    says(page, SAVED)
    assert (kept(), Evidence.objects.count()) == (expected(told), 1)
    assert Evaluation.objects.get().official.serial == 20


# Taken away in a file


def test_exported_file_is_brought_from_another_machine_and_the_tablet_agrees(
    tablet, browse, office, evaluation, tmp_path
):
    page = tablet(office)
    page.goto(sheet_of(evaluation))
    page.context.set_offline(True)
    told = page.evaluate(PRESS, 4)
    photograph(page, [told[0][0]])
    page.locator("[data-sync]").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出未上传数据").click()
    path = tmp_path / "unsent.json"
    download.value.save_as(path)
    desk = browse(office)
    desk.goto(reverse("evaluation:unsent-upload", args=[evaluation.pk]))
    desk.locator("input[type=file]").set_input_files(path)
    desk.get_by_role("button", name="上传").click()
    expect(desk.locator("#outcomes")).to_have_text("上传结果：已保存 5 项", timeout=LONG)
    page.context.set_offline(False)
    again(page)
    says(page, SAVED)
    assert (kept(), Evidence.objects.count()) == (expected(told), 1)


def test_photo_taken_away_again_is_gone_whether_it_was_sent_or_not(tablet, office, evaluation):
    page = tablet(office)
    page.goto(sheet_of(evaluation))
    photograph(page, ["A3-1-1"])
    says(page, SAVED)
    photos = page.locator('[data-photo-list="A3-1-1"]')
    page.context.set_offline(True)
    choose_photo(page, "A3-1-1")
    expect(photos.locator("[data-queued]")).to_have_count(1, timeout=LONG)
    for _ in range(2):
        photos.get_by_role("button").last.click()
    expect(photos.locator("li:visible")).to_have_count(0)
    page.context.set_offline(False)
    again(page)
    says(page, SAVED)
    assert (Evidence.objects.kept().count(), Evidence.objects.filter(removed_at=None).count()) == (0, 0)
