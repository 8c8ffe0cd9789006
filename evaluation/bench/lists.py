"""The registry of a province: list, deep page and search, beside one organisation's page and beside bare SQL."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict
from django.test import Client

from gridgov.organizations.models import Organization, Role, User
from standards.filters import StandardFilter
from standards.models import Standard

from . import Sizes
from .measuring import Row, interleaved, ratio
from .world import keep_rows, make_organization, make_rows, make_user

PATH = "/standards/"
PAGE = 20
TIMES = 3
RARE, COMMON = "璀璨", "管理"
FETCH = (
    "SELECT s.*, n.*, o.* FROM standards_standard s JOIN standards_node n ON n.id = s.node_id"
    " JOIN organizations_organization o ON o.id = s.organization_id WHERE s.id IN ({})"
)


def measure(sizes: Sizes) -> Iterator[Row]:
    province, counties = make_province(sizes)
    above, inside = make_user(province, Role.READER), make_user(counties[-1], Role.READER)
    total = len(counties) * sizes.standards
    pages = {
        "first": page(above, organization="all"),
        "deep": page(above, organization="all", page=total // PAGE * 9 // 10),
        "last": page(above, organization="all", page=total // PAGE),
        "rare": page(above, organization="all", title=RARE),
        "common": page(above, organization="all", title=COMMON),
        "one": page(inside),
        "one rare": page(inside, title=RARE),
    }
    times = dict(zip(pages, interleaved(*pages.values(), rounds=TIMES * sizes.rounds), strict=True))
    yield Row(f"列表 {total:,} 条，首页 ÷ 一个组织的首页", ratio(times["first"], times["one"]), 20)
    yield Row("列表，深处的页 ÷ 首页", ratio(times["deep"], times["first"]), 1.5)
    yield Row("列表，末页 ÷ 首页", ratio(times["last"], times["first"]), 1.5)
    yield Row("查两字，少见的 ÷ 一个组织里查", ratio(times["rare"], times["one rare"]), 20)
    yield Row("查两字，常见的 ÷ 一个组织的首页", ratio(times["common"], times["one"]), 20)
    yield from searching(above, sizes.rounds)


def make_province(sizes: Sizes) -> tuple[Organization, list[Organization]]:
    """A province and its counties, each with the same registry; one title in the last county has the rare word."""
    province = make_organization("清晓省网格化治理中心", "province")
    rows, counties = make_rows(sizes.standards), []
    for number in range(sizes.organizations):
        counties.append(make_organization(f"清晓{number}县网格化治理中心", "county", province))
        keep_rows(counties[-1], rows)
    rare = Standard.objects.of(counties[-1]).last()
    rare.title = f"{RARE}广场{rare.title}"
    rare.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return province, counties


def page(user: User, **query):
    """What asks for a page of the list, in this process but through the whole site."""
    client = Client()
    client.force_login(user)
    address = f"{PATH}?{urlencode(query)}"

    def ask() -> None:
        if client.get(address).status_code != 200:
            raise RuntimeError(f"{address} does not answer")

    return ask


def searching(user: User, rounds: int) -> Iterator[Row]:
    """The statements of a search alone, beside fetching the rows found by their keys."""
    for name, word in (("少见的", RARE), ("常见的", COMMON)):
        sent, keys = search(user, word)
        floor = [(FETCH.format(", ".join(["%s"] * len(keys))), keys)]
        times = interleaved(lambda s=sent: run(s), lambda f=floor: run(f), rounds=TIMES * rounds)
        yield Row(f"查两字的语句，{name} ÷ 按键取同样的行", ratio(*times), 50)


def search(user: User, word: str) -> tuple[list[tuple], list[int]]:
    """What a search over all the user sees sends for its counts and first page, and the keys it finds."""
    asked = StandardFilter(QueryDict(urlencode({"organization": "all", "title": word})), user=user)
    sent = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        rows = asked.rows_at(range(PAGE)).select_related("node", "organization")
        return sent, [row.pk for row in rows]


def run(statements: list[tuple]) -> None:
    """Send the statements and fetch what they answer."""
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
