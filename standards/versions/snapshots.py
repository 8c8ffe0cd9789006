"""The exchange format `gridgov-system/1`: tree, 明细表 and 统计表 of a system on a day. Pure.

Written canonically: sorted keys, UTF-8, no floats; its SHA-256 names the content. A document holds

- `organization`: name, initials, level; `on`: the day of status and figures, as every date an ISO text;
- `tree`: `edition`, `nodes` (code, parent, kind, subsystem, class_code, clause, name, own) in printed order,
  `removals` (code, name, reason);
- `standards`: the rows of the 明细表 in printed order, their columns under the names of `COLUMNS`, with `id`,
  `node`, `subsystem`, `key` and `family` (identity and family of the number, empty before there is one);
- `figures`: expected, present, outside, and the `lines` of the 统计表;
- `version`, once it is issued: name, decree, dates, who drafted it, `explanation` by section.
"""

import json
from collections import Counter
from dataclasses import dataclass, fields
from itertools import chain

from gridgov.canonical import canonical_json, sha256

from ..errors import StandardsError

FORMAT = "gridgov-system/1"
# The columns of the 明细表 after 序号, in their order there.
COLUMNS = (
    *("class_code", "place", "number", "title", "rank", "origin", "status", "issued_on", "effective_on"),
    *("replaced", "adoption", "departments", "confirmed_on", "intended_rank", "remark"),
)
DATES = frozenset({"issued_on", "effective_on", "confirmed_on"})


def write_snapshot(document: dict) -> tuple[str, str]:
    """The canonical text of a document and its SHA-256."""
    data = canonical_json({"format": FORMAT, **document})
    return data.decode(), sha256(data)


def read_snapshot(text: str) -> dict:
    """The document of a text written by `write_snapshot`; raises StandardsError for any other."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise StandardsError("体系版本的快照不是可读的 JSON。") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise StandardsError(f"体系版本的快照格式不是 {FORMAT}。")
    return document


@dataclass(frozen=True)
class Figures:
    """One line of the 统计表 before and after; None where the line is not in one of the two."""

    kind: str
    code: str
    name: str
    before: dict | None
    after: dict | None

    @property
    def is_changed(self) -> bool:
        return counts(self.before) != counts(self.after)


@dataclass(frozen=True)
class Difference:
    """What lies between two documents of one organisation. Pairs are (before, after); each row stands once for
    what happened to it, and again only where its place or its title changed too.

    - `editions`: the number came back with another year; the old row may still be listed.
    - `statuses`: the same row in another state, drafts that were numbered included.
    """

    nodes_added: tuple[dict, ...]
    nodes_removed: tuple[dict, ...]
    nodes_renamed: tuple[tuple[dict, dict], ...]
    added: tuple[dict, ...]
    dropped: tuple[dict, ...]
    editions: tuple[tuple[dict, dict], ...]
    moved: tuple[tuple[dict, dict], ...]
    retitled: tuple[tuple[dict, dict], ...]
    renumbered: tuple[tuple[dict, dict], ...]
    statuses: tuple[tuple[dict, dict], ...]
    figures: tuple[Figures, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same in tree, 明细表 and figures."""
        rows = (getattr(self, field.name) for field in fields(self) if field.name != "figures")
        return not any(rows) and not any(line.is_changed for line in self.figures)


def diff(before: dict, after: dict) -> Difference:
    """What changed from one document to another; rows are the same by their `id`, nodes by their code."""
    old = {row["id"]: row for row in before["standards"]}
    new = {row["id"]: row for row in after["standards"]}
    editions = edition_pairs(old, new)
    taken = {was["id"] for was, _ in editions}, {now["id"] for _, now in editions}
    kept = [(old[key], row) for key, row in new.items() if key in old]
    return Difference(
        **node_changes(before["tree"]["nodes"], after["tree"]["nodes"]),
        added=tuple(row for key, row in new.items() if key not in old and key not in taken[1]),
        dropped=tuple(row for key, row in old.items() if key not in new and key not in taken[0]),
        editions=tuple(editions),
        moved=tuple(pair for pair in kept if differs(pair, "node")),
        retitled=tuple(pair for pair in kept if differs(pair, "title")),
        renumbered=tuple(pair for pair in kept if is_renumbered(pair) and pair[1]["id"] not in taken[1]),
        statuses=tuple(pair for pair in kept if differs(pair, "status") and pair[1]["id"] not in taken[1]),
        figures=figures_of(before["figures"], after["figures"]),
    )


def differs(pair: tuple[dict, dict], name: str) -> bool:
    return pair[0][name] != pair[1][name]


def is_renumbered(pair: tuple[dict, dict]) -> bool:
    """Another number; that a draft got its first one is told by its status."""
    return differs(pair, "key") and bool(pair[0]["key"] or not differs(pair, "status"))


def edition_pairs(old: dict[int, dict], new: dict[int, dict]) -> list[tuple[dict, dict]]:
    """Numbers that came new, each with the last edition listed before; editions that went, each with its successor."""
    before, after = ({row["family"]: row for row in rows.values() if row["family"]} for rows in (old, new))
    came = [row for key, row in new.items() if key not in old or old[key]["key"] != row["key"]]
    pairs = [(before[row["family"]], row) for row in came if is_edition(before.get(row["family"]), row)]
    paired = {was["id"] for was, _ in pairs}
    gone = [row for key, row in old.items() if key not in new and key not in paired]
    return pairs + [(row, after[row["family"]]) for row in gone if is_edition(row, after.get(row["family"]))]


def is_edition(before: dict | None, after: dict | None) -> bool:
    return before is not None and after is not None and before["key"] != after["key"]


def node_changes(before: list[dict], after: list[dict]) -> dict:
    old, new = ({node["code"]: node for node in nodes} for nodes in (before, after))
    return {
        "nodes_added": tuple(node for code, node in new.items() if code not in old),
        "nodes_removed": tuple(node for code, node in old.items() if code not in new),
        "nodes_renamed": tuple(
            (old[code], node)
            for code, node in new.items()
            if code in old and old[code]["name"] != node["name"]
        ),
    }


def figures_of(before: dict, after: dict) -> tuple[Figures, ...]:
    """Every line of both 统计表, in the order of the later one; what only the earlier has stands before the total."""
    old, new = ({(line["kind"], line["code"]): line for line in each["lines"]} for each in (before, after))
    gone = [key for key in old if key not in new]
    keys = sorted(chain(new, gone), key=lambda key: key[0] == "total")
    return tuple(
        Figures(*key, name=(new.get(key) or old[key])["name"], before=old.get(key), after=new.get(key))
        for key in keys
    )


def counts(line: dict | None) -> tuple | None:
    return None if line is None else (line["expected"], line["present"], *line["levels"])


def status_counts(document: dict) -> list[tuple[str, int]]:
    """How many rows of the 明细表 there are in each status, in the order they first appear."""
    return list(Counter(row["status"] for row in document["standards"]).items())
