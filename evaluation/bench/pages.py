"""The scoring page of the longest table, beside an f-string of the same rows and beside a view that does nothing."""

from collections.abc import Iterator
from html import escape

from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import User

from ..models import Evaluation
from ..sheet_page import SheetPage, build_page
from ..sheet_rows import Facts, Row as SheetRow
from ..sheets import evidence_of, read_sheet, registry_facts
from ..services.evaluations import open_evaluation
from ..templatetags.sheet import row_html
from . import Sizes
from .measuring import Row, interleaved, ratio
from .reports import judge
from .server import BARE, Browser, serving
from .world import keep_rows, make_organization, make_rows, make_user

TABLE = "A.5"
STANDARDS = 120


def measure(sizes: Sizes) -> Iterator[Row]:
    organization = make_organization("评分市网格化治理中心", "city")
    keep_rows(organization, make_rows(STANDARDS))
    user = make_user(organization)
    evaluation = make_evaluation(user)
    path = reverse("evaluation:sheet", args=[evaluation.pk, TABLE])
    with serving() as site:
        browser = Browser(site, user)
        pages, bares = interleaved(
            lambda: repeat(lambda: browser.get(path)), lambda: repeat(lambda: browser.get(BARE)), rounds=sizes.rounds
        )
    yield Row("评分页 ÷ 空视图", ratio(pages, bares), 6)
    yield Row("评分页的数据库语句", statements(user, path), 12, "条")
    yield from rendering(user, evaluation, sizes.rounds)


def repeat(work, times: int = 10) -> None:
    for _ in range(times):
        work()


def make_evaluation(user: User) -> Evaluation:
    """A sheet with everything judged but the awards."""
    organization, today = user.organization, timezone.localdate()
    evaluation = open_evaluation(actor=user, organization=organization, year=today.year, as_of=today)
    for section in evaluation.edition.scorecard.sections[:6]:
        for item in section.items:
            for requirement in item.requirements:
                judge(user, evaluation, requirement.code, {"met": True})
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def statements(user: User, path: str) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection, ) as queries:
        client.get(path)
    return len(queries)


def rendering(user: User, evaluation: Evaluation, rounds: int) -> Iterator[Row]:
    """Page to text without database and middleware: as usual, when one row has changed, and with all rows new."""
    request = RequestFactory().get("/")
    request.user = user
    current = read_sheet(evaluation)
    facts = Facts(current.entries, registry_facts(evaluation), evidence_of(evaluation))
    page = build_page(current.result, TABLE, facts)
    works = (
        lambda: repeat(lambda: render(request, evaluation, page)),
        lambda: repeat(lambda: render_anew(request, evaluation, page)),
        lambda: repeat(lambda: bare_rows(page)),
    )
    warm, cold, floor = interleaved(*works, rounds=rounds)
    yield Row("评分页成文 ÷ f-string", ratio(warm, floor), 6)
    yield Row("评分页成文，各行都是新的 ÷ f-string", ratio(cold, floor))


def render(request, evaluation: Evaluation, page: SheetPage) -> str:
    context = {
        "evaluation": evaluation,
        "page": page,
        "why": None,
        "only": False,
        "may_judge": True,
        "reads_registry": True,
        "judge_url": reverse("evaluation:judge", args=[evaluation.pk]),
        "people": request.user.name,
    }
    return render_to_string("evaluation/sheet.html", context, request)


def render_anew(request, evaluation: Evaluation, page: SheetPage) -> str:
    row_html.cache_clear()
    return render(request, evaluation, page)


def bare_rows(page: SheetPage) -> str:
    """Every row of the page with its words and its answers, written by hand."""
    return "".join(bare_row(row) for block in page.items for row in block.rows)


def bare_row(row: SheetRow) -> str:
    code, requirement = row.code, row.requirement
    linked = "".join(f"<span>登记簿：{escape(each.label)} {each.word}</span>" for each in row.linked)
    buttons = "".join(
        f'<button class="judge {each.tone}" name="value" value="{escape(each.sent)}" data-value="{escape(each.value)}"'
        f' data-key="{each.key}"><span>{escape(each.label)}</span><small>{escape(each.effect)}</small></button>'
        for each in (*row.buttons, row.excuse)
    )
    who = f"{escape(row.entry.author)} {row.entry.at:%m-%d %H:%M}" if row.entry else ""
    return (
        f'<article class="row-card" id="row-{code}" data-row="{code}" data-base="{row.base}"'
        f' data-value="{escape(row.value)}"><h3><span class="code">{code}</span> {escape(requirement.text)}</h3>'
        f"<p>{escape(requirement.deduction_text)}{linked}</p><p>{escape(row.attention)}</p>"
        f'<span class="who">{who}</span>'
        f'<input name="reason" value="{escape(row.reason)}"><textarea name="note">{escape(row.note)}</textarea>'
        f'<a href="?why={code}">为什么</a><form method="post" data-target="{code}">{buttons}</form></article>'
    )
