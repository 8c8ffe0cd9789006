"""The self-evaluations of the demo, judged operation by operation; those of last year are locked."""

from uuid import uuid4

from django.core.files.base import ContentFile

from evaluation.models import Evaluation
from evaluation.services.evaluations import add_participant, edit_facts, open_evaluation, write_conclusion
from evaluation.services.evidence import add_file, add_standard
from evaluation.services.locking import lock_evaluation
from evaluation.services.sheet import apply_operation
from standards.models import Standard

from .clock import at
from .data import day
from .files import word_file
from .judging import Judge
from .organizations import World


def load_evaluations(data: dict, world: World) -> None:
    for entry in data["evaluations"]:
        load_evaluation(entry, data, world)


def load_evaluation(entry: dict, words: dict, world: World) -> None:
    """One of them: that of this year today, one that is locked on its own day."""
    with at(day(entry["as_of"], world.today)):
        hold_evaluation(entry, words, world)


def hold_evaluation(entry: dict, words: dict, world: World) -> None:
    """Open it, take people in, judge, lay evidence beside; lock it where the data say so."""
    actor = world.users[entry["opened_by"]]
    evaluation = open_evaluation(
        actor=actor,
        organization=world.organizations[entry["organization"]],
        year=world.today.year + entry["year"],
        as_of=day(entry["as_of"], world.today),
    )
    for name in entry["members"]:
        add_participant(actor=actor, evaluation=evaluation, user=world.users[name])
    edit_facts(actor=actor, evaluation=evaluation, **facts_of(entry, world))
    judge(evaluation, entry, words, world)
    decide(evaluation, entry, actor)
    add_evidence(evaluation, entry, world)
    if entry.get("locked"):
        write_conclusion(actor=actor, evaluation=evaluation, **entry["conclusion"])
        lock_evaluation(actor=actor, evaluation=evaluation)


def facts_of(entry: dict, world: World) -> dict:
    """The facts of T/CSSG 001.5 6.1–6.3, with days."""
    return {
        name: day(text, world.today) if name.endswith(("_on", "_from")) else text
        for name, text in entry["facts"].items()
    }


def judge(evaluation: Evaluation, entry: dict, words: dict, world: World) -> None:
    """Each table by its judge; what the data do not name is met, or as the registry tells where they say so."""
    judge = Judge(evaluation, entry["judgements"], words, entry.get("silent"))
    for section in evaluation.edition.scorecard.sections:
        if section.code not in entry["judges"]:
            continue
        author = world.users[entry["judges"][section.code]]
        for item in section.items:
            if item.code in entry.get("unjudged", ()):
                continue
            for requirement in item.requirements:
                values = judge.values(section.code, requirement)
                apply_all(evaluation, author, requirement.code, values)


def decide(evaluation: Evaluation, entry: dict, actor) -> None:
    """Decisions of 8.2 on items."""
    for code, value in entry.get("items", {}).items():
        apply_all(evaluation, actor, code, [value])


def apply_all(evaluation: Evaluation, author, target: str, values: list[dict]) -> None:
    for base, value in enumerate(values):
        apply_operation(
            actor=author, sheet=evaluation.official, uuid=uuid4(), target=target, base=base, value=value
        )


def add_evidence(evaluation: Evaluation, entry: dict, world: World) -> None:
    actor = world.users[entry["opened_by"]]
    for row in entry["evidence"]:
        common = {"actor": actor, "sheet": evaluation.official, "target": row["target"]}
        if "standard" in row:
            add_standard(**common, standard=standard_titled(evaluation, row["standard"]))
        else:
            content = word_file(f"演示文件：{row['file'].removesuffix('.docx')}", *row["lines"], "仅供演示。")
            add_file(**common, file=ContentFile(content, name=row["file"]))


def standard_titled(evaluation: Evaluation, title: str) -> Standard:
    """The standard in force of this title in the registry of the evaluated organisation."""
    rows = Standard.objects.of(evaluation.organization).in_force(on=evaluation.as_of)
    return rows.get(title=title)
