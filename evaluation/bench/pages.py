"""The scoring page of the longest table, beside an f-string of the same rows and beside a view that does nothing."""

from collections import defaultdict
from collections.abc import Iterator
from html import escape

from django.db import connection
from django.template import Context, Engine, RequestContext
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import User
from standards.models import Standard

from ..models import Evaluation, Fulfilment
from ..proposing.evaluations import proposals_for
from ..services.evaluations import open_evaluation
from ..sheet.page import SheetPage, build_page
from ..sheet.reading import evidence_of, read_sheet
from ..sheet.rows import Facts
from ..sheet.rows import Row as SheetRow
from ..templatetags.sheet import text_of
from . import Sizes
from .measuring import Row, interleaved, ratio
from .server import BARE, Browser, serving
from .world import judge, keep_rows, make_organization, make_rows, make_user

TABLE = "A.5"
STANDARDS = 120
ROWS = Engine.get_default().from_string(
    "{% load l10n %}{% localize off %}{% for page in pages %}{% for block in page.items %}"
    '{% include "evaluation/_sheet_item.html" %}'
    "{% endfor %}{% endfor %}{% endlocalize %}"
)
TIMES = 20  # a page is quick: this many in a round


def measure(sizes: Sizes) -> Iterator[Row]:
    organization = make_organization("评分市网格化治理中心", "city")
    keep_rows(organization, make_rows(STANDARDS))
    user = make_user(organization)
    evaluation = make_evaluation(user)
    path = reverse("evaluation:sheet", args=[evaluation.pk, TABLE])
    with serving() as site:
        browser = Browser(site, user)
        works = (lambda: browser.get(path), lambda: browser.get(BARE))
        pages, bares = interleaved(*works, rounds=TIMES * sizes.rounds)
    yield Row("评分页 ÷ 空视图", ratio(pages, bares), 6)
    yield Row("评分页的数据库语句", statements(user, path), 18, "条")
    yield from rendering(user, evaluation, sizes.rounds)


def make_evaluation(user: User) -> Evaluation:
    """A sheet with everything judged but the awards."""
    organization, today = user.organization, timezone.localdate()
    evaluation = open_evaluation(actor=user, organization=organization, year=today.year, as_of=today)
    for section in evaluation.edition.scorecard.sections[:6]:
        for item in section.items:
            for requirement in item.requirements:
                judge(user, evaluation, requirement.code, {"met": True})
    link_standards(evaluation)
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def link_standards(evaluation: Evaluation) -> None:
    """Each requirement the registry can tell of is fulfilled by the standards filed there."""
    filed = defaultdict(list)
    for standard in Standard.objects.of(evaluation.organization).select_related("node"):
        filed[standard.node.code].append(standard)
    Fulfilment.objects.bulk_create(
        Fulfilment(
            standard=standard,
            edition=evaluation.edition,
            requirement=each.code,
            added_by=evaluation.opened_by,
        )
        for each in evaluation.edition.scorecard.requirements
        for code in each.node_codes
        for standard in filed[code]
    )


def statements(user: User, path: str, visit: int = 1) -> int:
    """What one visit asks the database: the first of a session writes the session too."""
    client = Client()
    client.force_login(user)
    for _ in range(1, visit):
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def rendering(user: User, evaluation: Evaluation, rounds: int) -> Iterator[Row]:
    """The rows of all tables as text: unchanged since they were last shown, and all new."""
    current = read_sheet(evaluation.official)
    facts = Facts(current.entries, evidence_of(evaluation.official), proposals=proposals_for(evaluation))
    pages = [build_page(current.result, section.code, facts) for section in current.result.sections]
    context = context_of(user, evaluation, pages)
    works = (lambda: ROWS.render(context), lambda: render_anew(context), lambda: bare_rows(pages))
    warm, new, floor = interleaved(*works, rounds=TIMES * rounds)
    yield Row("评分页各行 ÷ f-string", ratio(warm, floor), 6)
    yield Row("评分页各行，都是新的 ÷ f-string", ratio(new, floor))


def context_of(user: User, evaluation: Evaluation, pages: list[SheetPage]) -> Context:
    request = RequestFactory().get("/")
    request.user = user
    return RequestContext(
        request,
        {
            "evaluation": evaluation,
            "pages": pages,
            "may_judge": True,
            "is_private": False,
            "reads_self": False,
            "reads_registry": True,
            "judge_url": reverse("evaluation:judge", args=[evaluation.pk]),
        },
    )


def render_anew(context: Context) -> str:
    text_of.cache_clear()
    return ROWS.render(context)


def bare_rows(pages: list[SheetPage]) -> str:
    """Every row of every table with its words and its answers, written by hand."""
    return "".join(bare_row(row) for page in pages for block in page.items for row in block.rows)


def bare_row(row: SheetRow) -> str:
    code, requirement = row.code, row.requirement
    grounds = "".join(
        f"<li>{escape(each.words)} {escape(each.why_not)}</li>" for each in row.proposal.ordered
    )
    lacking = "；".join((*row.proposal.lacking, *row.proposal.checks))
    buttons = "".join(
        f'<button class="judge {each.tone}" name="value" value="{escape(each.sent)}" data-value="{escape(each.value)}"'
        f' data-key="{each.key}"><span>{escape(each.label)}</span><small>{escape(each.effect)}</small></button>'
        for each in (*row.buttons, row.excuse)
    )
    who = f"{escape(row.entry.author)} {row.entry.at:%m-%d %H:%M}" if row.entry else ""
    return (
        f'<article class="row-card" id="row-{code}" data-row="{code}" data-base="{row.base}"'
        f' data-value="{escape(row.value)}"><h3><span class="code">{code}</span> {escape(requirement.text)}</h3>'
        f"<p>{escape(requirement.deduction_text)}</p><p>建议：{escape(row.proposal.words)}</p><ul>{grounds}</ul>"
        f"<p>{escape(lacking)}</p><p>{escape(row.attention)}</p>"
        f'<span class="who">{who}</span>'
        f'<input name="reason" value="{escape(row.reason)}"><textarea name="note">{escape(row.note)}</textarea>'
        f'<a href="?why={code}">为什么</a><form method="post" data-target="{code}">{buttons}</form></article>'
    )
