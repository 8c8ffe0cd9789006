"""What must hold of proposals for any facts, not only for those somebody thought of."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.editions import published_editions
from evaluation.proposing.editions import rules_of
from evaluation.proposing.facts import (
    Facts,
    LinkedStandard,
    Measured,
    Place,
    Record,
    RegistryRow,
    Removal,
    RunningVersion,
)
from evaluation.proposing.judging import propose
from evaluation.proposing.levels import ORDER
from evaluation.proposing.proposal import OUTCOMES
from evaluation.proposing.rules import DECIDED, DOCUMENTS, MEASURES
from evaluation.scoring import parse_judgement
from standards.activities.rates import Rate

EDITION = "T/CSSG 001.5-2020"
CARD, RULES = published_editions()[EDITION], rules_of(EDITION)
CODES = list(CARD.requirements_by_code)
NODES = sorted({node for rule in RULES.by_code.values() for node in rule.nodes} | {"JC", "TG", "GL", "GZ"})
WORDS = st.sampled_from(["", "制定中", "无文本", "2026-01-01 起废止"])
PERCENT = st.decimals(min_value=0, max_value=100, places=2).map(lambda value: f"{value:f}")
DAY = date(2026, 11, 20)
# 175 proposals each time, and facts as large as a small registry: a busy machine takes longer than hypothesis allows.
FACTS_TAKE_LONG = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
rates = st.integers(0, 50).flatmap(lambda whole: st.builds(Rate, st.integers(0, whole), st.just(whole)))
linked = st.builds(
    LinkedStandard,
    pk=st.integers(1, 9),
    number=st.just("Q/ALWG TG204•1-2025"),
    title=st.just("网格巡查规范"),
    status=st.just("in_force"),
    word=st.just("现行"),
    why_not=WORDS,
    approved_on=st.none(),
    issued_on=st.none(),
    effective_on=st.none(),
    ends_on=st.none(),
    text_sha256=st.just(""),
)
rows = st.builds(
    RegistryRow,
    pk=st.integers(1, 99),
    label=st.just("某标准"),
    path=st.lists(st.sampled_from(NODES), max_size=3).map(tuple),
    status=st.sampled_from(["in_force", "draft", "replaced", "withdrawn", "upcoming"]),
    is_own=st.booleans(),
    why_not=WORDS,
    has_text=st.booleans(),
    odd_number=WORDS,
    unapproved=WORDS,
    stale=WORDS,
    unchecked=WORDS,
)


def places(code: str):
    figures = st.integers(0, 5).flatmap(lambda full: st.tuples(st.integers(0, full), st.just(full)))
    return st.builds(
        lambda is_leaf, figure: Place(code, f"{code} 某节点", code[:2], is_leaf, *figure),
        st.booleans(),
        figures,
    )


def records(name: str):
    counted = st.integers(0, 9).map(
        lambda count: Record(name, "记录", f"{count} 条" if count else "没有", bool(count), "")
    )
    shared = rates.map(lambda rate: Record(name, "比率", rate.words, bool(rate.part), "", rate))
    return st.one_of(counted, shared)


def some_of(names, values):
    """A mapping of some of the names, each to what `values` makes for it."""
    return st.lists(st.sampled_from(list(names)), unique=True, max_size=12).flatmap(
        lambda chosen: st.fixed_dictionaries({name: values(name) for name in chosen})
    )


def standing(rows_) -> list[RegistryRow]:
    """One row for each key, as a registry has it."""
    return list({row.pk: row for row in rows_}.values())


facts = st.builds(
    Facts,
    on=st.just(DAY),
    level=st.sampled_from(ORDER),
    linked=some_of(CODES, lambda _: st.lists(linked, max_size=3, unique_by=lambda each: each.pk)),
    registry=st.lists(rows, max_size=12).map(standing),
    places=some_of(NODES, places),
    removed=some_of(NODES, lambda code: st.just(Removal(code, "本级不设"))),
    version=st.none()
    | st.builds(
        RunningVersion,
        st.just(1),
        st.just("2026 年版"),
        st.just(DAY),
        st.frozensets(st.sampled_from(list(DOCUMENTS))),
    ),
    citations=some_of(range(1, 99), lambda _: WORDS),
    records=some_of(RULES.sources_of(CODES), records),
    measured=some_of(MEASURES, lambda _: st.builds(Measured, PERCENT, st.just("测得"))),
    files=some_of(CODES, lambda _: st.integers(0, 3)),
)


@FACTS_TAKE_LONG
@given(facts)
def test_every_requirement_has_a_proposal_that_reads_as_its_judgement(known):
    found = propose(CARD, RULES, known)
    assert list(found) == CODES
    for requirement in CARD.requirements:
        each = found[requirement.code]
        assert each.outcome in OUTCOMES
        assert each.words
        if each.value is not None:
            judgement = parse_judgement(requirement, each.value)
            assert judgement.to_dict() == each.value or "value" in each.value


@FACTS_TAKE_LONG
@given(facts)
def test_verdict_comes_of_class_a_alone_and_always_but_for_what_nobody_measured(known):
    found = propose(CARD, RULES, known)
    for requirement in CARD.requirements:
        each = found[requirement.code]
        if requirement.judging not in DECIDED:
            assert each.value is None
        else:
            assert each.has_verdict == is_measured(requirement, known)


def is_measured(requirement, known: Facts) -> bool:
    """True of what no figure decides."""
    rule = RULES[requirement.code]
    if rule.kind != "measured" or rule.of in known.measured:
        return True
    rate = known.record(rule.of).rate
    return rate is not None and rate.percentage is not None


@FACTS_TAKE_LONG
@given(facts)
def test_what_is_not_met_says_what_is_missing_and_what_is_met_lacks_nothing(known):
    for each in propose(CARD, RULES, known).values():
        assert all(each.missing)
        assert bool(each.missing) or each.outcome != "not_met"
        assert not each.missing or each.outcome != "met"


@FACTS_TAKE_LONG
@given(facts, st.randoms(use_true_random=False))
def test_order_of_facts_changes_the_order_of_grounds_at_most(known, random):
    other = replace(
        known,
        registry=random.sample(known.registry, len(known.registry)),
        linked={code: random.sample(each, len(each)) for code, each in reversed(known.linked.items())},
        places=dict(reversed(known.places.items())),
        records=dict(reversed(known.records.items())),
    )
    one, two = propose(CARD, RULES, known), propose(CARD, RULES, other)
    assert [told(each) for each in one.values()] == [told(each) for each in two.values()]


def told(each) -> tuple:
    grounds = sorted((ground.kind, ground.key, ground.words, ground.why_not) for ground in each.grounds)
    return each.outcome, each.words, each.value, grounds, sorted(each.missing), sorted(each.cautions)
