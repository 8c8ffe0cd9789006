"""A paper as a page: the texts of its layout with the values of a context put in. Pure."""

from functools import cache, singledispatch

from .blocks import Facts, Heading, Layout, Masthead, Paragraph, Rows, Signature, Title
from .sandbox import PaperEnvironment

ENVIRONMENT = PaperEnvironment(strict=True)
PAIR = 4


@cache
def template_of(text: str):
    return ENVIRONMENT.from_string(text)


@cache
def expression(text: str):
    return ENVIRONMENT.compile_expression(text, undefined_to_none=False)


def filled(layout: Layout, context: dict) -> list[dict]:
    """The blocks of a layout with their values, each with its `shape`, the name of the partial that shows it."""
    return [part for block in layout.blocks for part in fill(block, context)]


def lines(text: str, context: dict) -> list[str]:
    """A text with its values, a paragraph each; none of an empty value."""
    return [line for line in template_of(text).render(context).splitlines() if line.strip()]


def holds(block, context: dict) -> bool:
    return not block.when or bool(expression(block.when)(context))


def turns(each: str, context: dict):
    """The context of every turn of a loop `row in rows`; the context itself without one."""
    if not each:
        return [context]
    name, rows = each.split(" in ")
    return [context | {name: row} for row in context[rows]]


@singledispatch
def fill(block, context: dict) -> list[dict]:
    raise TypeError(f"no such block: {block!r}")


@fill.register
def _(block: Masthead, context: dict) -> list[dict]:
    return [
        {"shape": "masthead", "lines": lines(block.text, context), "number": lines(block.number, context)}
    ]


@fill.register
def _(block: Title, context: dict) -> list[dict]:
    return [{"shape": "title", "lines": lines(block.text, context)}]


@fill.register
def _(block: Heading, context: dict) -> list[dict]:
    return (
        [{"shape": f"heading{block.level}", "lines": lines(block.text, context)}]
        if holds(block, context)
        else []
    )


@fill.register
def _(block: Paragraph, context: dict) -> list[dict]:
    if not holds(block, context):
        return []
    found = [line for turn in turns(block.each, context) for line in lines(block.text, turn)]
    return [{"shape": "paragraph", "place": block.place, "lines": found}]


@fill.register
def _(block: Facts, context: dict) -> list[dict]:
    """Each row a list of (label, lines, how many columns the value spans)."""
    rows = [
        {
            "tall": words[0] in block.tall,
            "pairs": [
                (label, lines(text, context), 1 if len(words) == PAIR else PAIR - 1)
                for label, text in zip(words[::2], words[1::2], strict=True)
            ],
        }
        for words in block.rows
    ]
    return [{"shape": "facts", "rows": rows}]


@fill.register
def _(block: Rows, context: dict) -> list[dict]:
    if not holds(block, context):
        return []
    rows = [
        [(lines(column.text, turn), column.place) for column in block.columns]
        for turn in turns(block.each, context)
    ]
    return [
        {
            "shape": "rows",
            "caption": block.caption,
            "columns": block.columns,
            "rows": rows,
            "empty": block.empty,
        }
    ]


@fill.register
def _(block: Signature, context: dict) -> list[dict]:
    return [{"shape": "signature", "lines": [line for text in block.lines for line in lines(text, context)]}]
