"""What the rows of a list say of each other: duplicates, editions of one standard, which ends when."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from ..models import Standard
from ..numbering import ExternalNumber, NumberError
from .changes import FIXED, change, registry_number
from .findings import Finding
from .known import Registry
from .rows import compared, read_one

Origin = Standard.Origin


def judge_together(findings: list[Finding], registry: Registry, titles: list[str]) -> None:
    """Complete the findings by each other; `titles` are the names of the sheets."""
    blame_duplicates(findings, titles)
    fold_amendments(findings, registry)
    by_name = {name: found for found in findings if (name := name_of(found))}
    end_own_editions(findings, registry)
    end_replaced(findings, registry, by_name)
    date_the_ended(findings, registry)


def name_of(found: Finding) -> str:
    """What others name the row by: its number, or its title."""
    return str(found.number.number) if found.number else compared(found.text("title"))


def identity(found: Finding):
    """Rows of one identity are duplicates; a known row is itself, an unnumbered one its place and title."""
    if found.known is not None:
        return found.known.pk
    if found.number:
        return key_of(found)
    return (found.values.get("node"), compared(found.text("title"))) if found.text("title") else id(found)


def key_of(found: Finding) -> str:
    number = found.number.number
    return getattr(number, "key", None) or str(number)


def blame_duplicates(findings: list[Finding], titles: list[str]) -> None:
    groups = defaultdict(list)
    for found in findings:
        groups[identity(found)].append(found)
    for group in groups.values():
        for found in group if len(group) > 1 else ():
            other = group[0] if found is not group[0] else group[1]
            sheet = "" if other.sheet == found.sheet else f"工作表“{titles[other.sheet]}”"
            found.blame("number" if found.number else "title", f"与{sheet}第 {other.line} 行重复")


def fold_amendments(findings: list[Finding], registry: Registry) -> None:
    """A 修改单 belongs to its standard: it goes to that row's 备注, in the list or in the registry."""
    amended = {key_of(found): found for found in findings if found.number and not is_amendment(found)}
    for found in [each for each in findings if is_amendment(each) and each.known is None]:
        base = found.number.number.without_amendment.key
        note = f"修改单：{found.number.number} {found.text('title')}".strip()
        if base in amended:
            append_remark(amended[base], note)
            findings.remove(found)
        elif base in registry.by_key:
            attach(found, registry.by_key[base], note)
        else:
            found.blame("number", "是修改单：表中和登记簿中都没有它修改的标准，请先登记那个标准")


def is_amendment(found: Finding) -> bool:
    number = found.number.number if found.number else None
    return isinstance(number, ExternalNumber) and bool(number.amendment)


def attach(found: Finding, known, note: str) -> None:
    """The row is about a registered standard, to which it adds a note."""
    found.known, found.values, found.faults, found.notes = known, {}, [], ["修改单并入它修改的标准的备注"]
    append_remark(found, note)


def append_remark(found: Finding, note: str) -> None:
    before = found.values.get("remark", found.known.remark if found.known is not None else "")
    if note in before:
        return
    text = "；".join(filter(None, [before, note]))
    if found.known is not None:
        change(found, "remark", text, found.known.remark, text)
    else:
        found.values["remark"] = text


def end_own_editions(findings: list[Finding], registry: Registry) -> None:
    """Of the editions of one's own standard the older ends when the newer begins (10.7 c)."""
    families = defaultdict(list)
    for found in findings:
        if found.known is None and found.number and found.values.get("origin") == Origin.OWN:
            families[found.number.number.family].append(found)
    for family, news in families.items():
        known = [row for row in registry.by_family.get(family, []) if row.is_own]
        if any(row.withdrawn_on for row in known):
            for found in news:
                found.blame("number", "同一标准已废止，它的编号不再使用（第2部分 10.7 d）")
        else:
            end_in_turn(news, known)


def end_in_turn(news: list[Finding], known: list) -> None:
    editions = sorted([*news, *known], key=lambda each: (year_of(each) or 0, isinstance(each, Finding)))
    for older, newer in pairwise(editions):
        starts = newer.values.get("effective_on") if isinstance(newer, Finding) else newer.effective_on
        if isinstance(older, Finding):
            end_older(older, newer, starts)
        elif isinstance(newer, Finding) and older.replaced_on is None:
            newer.blame("number", f"登记簿中的“{older.number}”还没有被代替：新版本请在它的页面用“修订”办理")


def year_of(edition) -> int | None:
    if isinstance(edition, Finding):
        return edition.number.number.year
    return read_one(edition.number, date.today()).year


def end_older(older: Finding, newer, starts: date | None) -> None:
    """A withdrawn edition has no successor; any other is 被代替 from the day its successor takes effect."""
    number = str(newer.number.number) if isinstance(newer, Finding) else newer.number
    if older.values.get("withdrawn_on") or older.values.get("status") == "withdrawn":
        older.blame("status", f"已废止的标准不再有新版本，而表中或登记簿中有“{number}”，请核对")
    elif older.values.get("replaced_on") is None and starts:
        older.values["replaced_on"] = starts
        older.notes.append(f"自 {starts} 起被“{number}”代替")


def end_replaced(findings: list[Finding], registry: Registry, by_name: dict[str, Finding]) -> None:
    """What the standards of others replace, in the list or in the registry, ends when they take effect."""
    for found in findings:
        newer = found.values.pop("newer", [])
        if is_own(found):
            judge_own_newer(found, newer)
            continue
        starts = start_of(found) or registry.on
        if found.known is None or "replaced_numbers" in found.changes:
            for name in filter(None, found.values.get("replaced_numbers", "").split("；")):
                end_named(found, name, starts, registry, by_name)
        for name in newer:
            end_by_newer(found, registry_number(name, registry), registry, by_name)


def is_own(found: Finding) -> bool:
    return (found.values.get("origin") if found.known is None else found.known.origin) == Origin.OWN


def judge_own_newer(found: Finding, newer: list[str]) -> None:
    """What replaces one's own standard is decided by publishing: a new row keeps the words, a known one none."""
    if found.known is not None and newer:
        found.blame("new" if "new" in found.cells else "old", FIXED["old"])
    elif newer:
        append_remark(found, f"代替它的标准：{'；'.join(newer)}")


def start_of(found: Finding) -> date | None:
    """When the row takes effect, or was issued, by the list or the registry."""
    for name in ("effective_on", "issued_on"):
        day = found.values.get(name) or (getattr(found.known, name) if found.known is not None else None)
        if day:
            return day
    return None


def end_named(found: Finding, name: str, starts: date, registry: Registry, by_name: dict) -> None:
    other, known = by_name.get(name) or by_name.get(compared(name)), registry_row(name, registry)
    if other is found or (known is not None and known is found.known):
        found.blame("old", "标准不能代替自己，请改正")
    elif other is not None and other.known is None:
        if other.values.get("origin") != Origin.OWN and other.values.get("replaced_on") is None:
            other.values["replaced_on"] = starts
            other.notes.append(f"自 {starts} 起被“{name_of(found)}”代替")
    elif known is not None and not known.is_own and known.replaced_on is None:
        found.ends[known.pk] = starts
        found.notes.append(f"登记簿中的“{known.number or known.title}”将自 {starts} 起转为被代替")


def registry_row(name: str, registry: Registry):
    """The registered row a number or a title names."""
    try:
        number = read_one(name, registry.on)
    except NumberError:
        return next((row for row in registry.by_title.get(compared(name), []) if not row.number_key), None)
    return registry.by_key.get(getattr(number, "key", str(number)))


def end_by_newer(found: Finding, newer: str, registry: Registry, by_name: dict) -> None:
    """The row names what replaces it: it ends when that takes effect; where that is not known, the 备注 says it."""
    other, known = by_name.get(newer), registry_row(newer, registry)
    if other is not None:
        ends = start_of(other) or registry.on
    elif known is not None:
        ends = known.effective_on or known.issued_on or registry.on
    elif (found.values.get("status") or found.text("status")) and "status" in found.changes | found.values:
        ends = None
    else:
        append_remark(found, f"代替它的标准：{newer}")
        found.notes.append(f"“{newer}”不在表中和登记簿中，已写入备注")
        return
    if ends:
        end(found, ends, f"自 {ends} 起被“{newer}”代替")


def end(found: Finding, day: date, note: str) -> None:
    known = found.known
    if known is not None and known.replaced_on:
        return
    if known is not None:
        change(found, "status", "replaced", found.changes.get("status", ("现行",))[0], "被代替")
    found.values["replaced_on"] = found.values.get("replaced_on") or day
    found.notes.append(note)


def date_the_ended(findings: list[Finding], registry: Registry) -> None:
    """Whoever is said to have ended gets its day: the one known, else that of the import, and says so."""
    for found in findings:
        status = found.values.pop("status", None)
        if status not in ("replaced", "withdrawn"):
            continue
        name = f"{status}_on"
        if found.values.get(name) is None:
            date_ended(found, status, name, registry.on)


def date_ended(found: Finding, status: str, name: str, today: date) -> None:
    label = Standard._meta.get_field(name).verbose_name
    if is_own(found):
        found.blame("status", f"请填写{label}：自制标准的{label}不能由系统推定")
        return
    found.values[name] = today
    found.notes.append(f"没有{label}，按导入当日 {today} 登记")
