"""Proposals, forecast and the way to 300 for a large registry, beside the bare read of the same facts."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import Organization, User
from gridgov.records.models import Attachment
from standards.models import Citation, Standard, StandardDocument

from ..gaps.carried import carried
from ..gaps.forecast import Forecast, forecast
from ..gaps.reading import forecast_of, standing_of
from ..gaps.search import WORST, gap_codes, ways_of
from ..models import Evaluation, ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.reading import read_facts
from ..services.evaluations import newest_edition
from . import Sizes
from .lists import run
from .measuring import Row, interleaved, ratio
from .pages import TIMES, make_evaluation
from .server import BARE, Browser, serving
from .world import batches, keep_rows, make_organization, make_rows, make_user

# Of the standards one in so many has no text; one in so many of the others cites the one before it.
WITHOUT_TEXT, CITING = 10, 3
TABLES = ("A.1", "A.4")
NEW = 5  # standards, in the question which of them bring most


def measure(sizes: Sizes) -> Iterator[Row]:
    organization = make_organization("建议市网格化治理中心", "city")
    keep_rows(organization, make_rows(sizes.registry))
    bring_life(organization)
    evaluation = make_evaluation(make_user(organization))
    yield from proposing(organization, sizes)
    yield simulating(sizes)
    yield from judging(evaluation, sizes)


def bring_life(organization: Organization) -> None:
    """Most standards have a text; some cite others."""
    rows = list(Standard.objects.of(organization).order_by("pk"))
    text = Attachment.objects.create(
        organization=organization, name="文本.pdf", sha256="0" * 64, size=1, media_type="application/pdf"
    )
    written = [row for place, row in enumerate(rows) if place % WITHOUT_TEXT]
    documents = [StandardDocument(standard=row, attachment=text, kind="text") for row in written]
    citations = [citation(*pair) for pair in zip(rows[1::CITING], rows[::CITING], strict=False)]
    for model, made in ((StandardDocument, documents), (Citation, citations)):
        for batch in batches(made):
            model.objects.bulk_create(batch)


def citation(citing: Standard, cited: Standard) -> Citation:
    numbers = {name: getattr(cited, name) for name in ("number", "number_key", "number_family")}
    return Citation(standard=citing, is_dated=True, title=cited.title, **numbers)


def proposing(organization: Organization, sizes: Sizes) -> Iterator[Row]:
    """All proposals and the score by the data alone, beside the statements that read their facts."""
    edition, on = newest_edition(), timezone.localdate()
    sent = statements_of(organization, edition, on)
    works = (
        lambda: standing_of(organization, edition, on=on).proposals,
        lambda: forecast_of(organization, edition, on=on),
        lambda: run(sent),
    )
    proposed, forecasts, bare = interleaved(*works, rounds=sizes.rounds)
    count, size = len(edition.scorecard.requirements), f"{sizes.registry:,}"
    yield Row(f"{count} 条建议，{size} 条标准 ÷ 只取同样的行", ratio(proposed, bare), 20)
    yield Row("建议和只凭数据的总分 ÷ 只取同样的行", ratio(forecasts, bare), 20)
    yield Row(f"{count} 条建议的数据库语句", len(sent), None, "条")


def statements_of(organization: Organization, edition: ScorecardEdition, on) -> list[tuple]:
    """What reading the facts sends, each with its parameters."""
    sent = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        read_facts(organization, edition=edition, rules=rules_of(edition.code), on=on)
    return sent


def simulating(sizes: Sizes) -> Row:
    """Everything the page of the gaps computes, on the first day of a new organisation: no registry has more gaps."""
    organization = make_organization("新市网格化治理中心", "city")
    edition, on = newest_edition(), timezone.localdate()
    proposals = standing_of(organization, edition, on=on).proposals
    (times,) = interleaved(lambda: simulate(forecast(edition.scorecard, proposals)), rounds=sizes.rounds)
    return Row("达标差距的全部推算，没有一条标准", min(times), 0.2, "秒")


def simulate(known: Forecast) -> None:
    """The range once every other gap is ticked, what each of the rest brings then, the smallest set that passes, the
    best few.
    """
    ways = ways_of(known, WORST)
    ticked = set(ways.codes[::2])
    ways.outlook(ticked)
    for code in ways.codes:
        ways.gain(code, ticked - {code})
    ways.smallest(known.card.pass_mark)
    ways.most(NEW)


def judging(evaluation: Evaluation, sizes: Sizes) -> Iterator[Row]:
    """The scoring pages with their proposals, beside a view that does nothing; what a tick on 达标路径 answers."""
    user = evaluation.opened_by
    paths = [reverse("evaluation:sheet", args=[evaluation.pk, table]) for table in TABLES]
    paths.append(tick_of(user, evaluation.organization))
    with serving() as site:
        browser = Browser(site, user)
        works = (*(lambda path=path: browser.get(path) for path in paths), lambda: browser.get(BARE))
        *pages, ticks, bares = interleaved(*works, rounds=TIMES * sizes.rounds)
    for table, times in zip(TABLES, pages, strict=True):
        yield Row(f"评分页 {table}，{sizes.registry:,} 条标准 ÷ 空视图", ratio(times, bares))
    yield Row(f"勾选一项差距的应答，{sizes.registry:,} 条标准", min(ticks), 0.2, "秒")


def tick_of(user: User, organization: Organization) -> str:
    """The address the page of the gaps asks when every other gap is ticked."""
    edition = newest_edition()
    known = forecast_of(organization, edition, on=timezone.localdate())
    facts = carried(user, organization, edition, known.known)
    query = urlencode({"tick": gap_codes(known)[::2], "facts": facts}, doseq=True)
    return f"{reverse('evaluation:gaps-simulate', args=[organization.pk])}?{query}"
