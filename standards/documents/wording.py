"""How documents write names and choices. Pure."""

from gridgov.characters import fit


def joined(rows) -> str:
    return "、".join(str(row) for row in rows)


def boxes(choices, chosen: str) -> str:
    """`■同意　□不同意`: all the choices with the one that was made; none made, to be ticked by hand."""
    return "　".join(f"{'■' if value == chosen else '□'}{words}" for value, words in choices)


def full_name(row) -> str:
    """`《网格巡查管理规范》（Q/ALWG TG204•1-2026）`; without the number where there is none."""
    return f"《{row.title}》（{row.number}）" if row.number else f"《{row.title}》"


def printable(value):
    """A context whose texts Word, PDF and Excel can hold: no control characters, line ends `\\n`."""
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [printable(each) for each in value]
    if isinstance(value, str):
        return fit(value)
    return value
