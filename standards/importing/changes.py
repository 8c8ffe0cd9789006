"""A row of a list held against the row of the registry it is about: what would change, what may not.

A blank cell leaves what is registered; so does one that says it in the words of our own export.
"""

from datetime import date

from ..models import Standard
from ..names import names_in as people_in
from ..numbering import NumberError
from .dates import is_month_of
from .fields import FIELDS
from .findings import Finding
from .known import Known, Registry
from .rows import DATES, compared, is_silent, names_in, numbers_in, older_or_newer, read_one, text_of

RANKS = dict(Standard.Rank.choices)
STATUSES = dict(Standard.Status.choices)
LONGEST_DEPARTMENT = 50
STANDING = {"in_force", "upcoming"}
PLAIN = {
    *("title", "title_english", "second_number", "issuer", "adoption", "intended_rank", "ics", "ccs"),
    *("drafters", "approver", "approved_on", "issued_on", "effective_on", "confirmed_on"),
}
OF_OWN = PLAIN - {"second_number", "issuer"}
OF_DRAFTS = OF_OWN - {"approved_on", "issued_on", "effective_on", "confirmed_on", "approver"}
FIXED = {
    "own": "自制标准的这一项不能用导入更改，请在标准页面办理",
    "draft": "还没有发布，这一项在发布时填写，请清空",
    "status": "自制标准的状态由办理过程决定（登记簿中是“{}”），不能用导入更改",
    "ended": "登记簿中是“{}”，不能用导入改回“{}”",
    "origin": "登记簿中的制定方式是“{}”，不能用导入更改",
    "old": "自制标准的代替关系随修订发布产生，不能用导入更改",
}


def compare(found: Finding, registry: Registry) -> None:
    """Fill in what differs from `found.known`, and what is wrong."""
    written = found.known.written()
    told = {name for name, cell in found.cells.items() if not is_silent(cell)}
    differing = {
        name for name in told if compared(text_of(found.cells[name])) != compared(written.get(name, ""))
    }
    differing -= {"seq", "number"}
    if differing & {"class_code", "place"}:
        compare_place(found, registry, {name: found.text(name) for name in ("class_code", "place")}, written)
    for name in FIELDS:
        if name in differing and name not in ("class_code", "place", "remark"):
            COMPARE.get(name, compare_plain)(found, name, registry, written)
    compare_remark(found, written, "remark" in differing, registry.on)
    check_merged(found, registry)


def change(found: Finding, name: str, value, before: str, after: str) -> None:
    found.values[name] = value
    found.changes[name] = (before, after)


def may_change(known: Known, name: str) -> str:
    """Why the field of this row cannot be changed by a list; "" when it can."""
    if not known.is_own:
        return ""
    if not known.is_published:
        return "" if name in OF_DRAFTS else FIXED["draft"]
    return "" if name in OF_OWN else FIXED["own"]


def compare_plain(found: Finding, name: str, registry: Registry, written: dict) -> None:
    if name in DATES and is_month_of(found.cells[name], getattr(found.known, name)):
        return
    said = found.said(name, today=registry.on)
    if said.value is None or said.value == getattr(found.known, name):
        return
    if refusal := may_change(found.known, name):
        found.blame(name, refusal)
        return
    after = RANKS[said.value] if name == "intended_rank" else text_of(said.value)
    change(found, name, said.value, written[name], after)


def compare_rank(found: Finding, name: str, registry: Registry, written: dict) -> None:
    value = found.said(name, today=registry.on).value
    if value is None or value == found.known.rank:
        return
    if found.known.is_own:
        found.blame(name, "自制标准的级别是“组织标准”，请改正")
    else:
        change(found, name, value, written[name], RANKS[value])


def compare_origin(found: Finding, name: str, registry: Registry, written: dict) -> None:
    value = found.said(name, today=registry.on).value
    if value not in (None, found.known.origin):
        found.blame(name, FIXED["origin"].format(written[name]))


def compare_departments(found: Finding, name: str, registry: Registry, written: dict) -> None:
    names = read_departments(found, registry)
    if names is not None and set(names) != set(found.known.departments):
        change(found, name, names, written[name], "、".join(names))


def read_departments(found: Finding, registry: Registry) -> list[str] | None:
    """The departments a row names, each once; None where it names none, or one that is not there."""
    text = found.text("departments")
    whole = " ".join(text.split())
    names = [whole] if whole in registry.departments else names_in(text)
    if whole in ("各部门", "所有部门", "全体部门", "全部"):
        names = list(registry.departments)
        found.notes.append(f"“{whole}”已按现有的 {len(names)} 个部门登记")
    missing = [name for name in names if name not in registry.departments]
    for name in missing if not registry.options.make_departments else ():
        found.blame("departments", f"没有“{name}”这个部门，请改正，或勾选“新建缺少的部门”")
    for name in missing:
        if len(name) > LONGEST_DEPARTMENT:
            found.blame("departments", f"部门名称超过 {LONGEST_DEPARTMENT} 个字，请改短")
    return list(dict.fromkeys(names)) or None


def compare_place(found: Finding, registry: Registry, texts: dict, written: dict) -> None:
    """Another leaf than the registered one; a class alone is no other place for what stands in it."""
    known = found.known
    at_home = registry.places.by_pk.get(known.node_id)
    if at_home and not texts["place"] and compared(texts["class_code"]) == compared(at_home.class_code):
        return
    title = found.text("title") or known.title
    given = {"subsystem": found.subsystem, "given": known.class_code, "first": registry.options.first_leaf}
    place = registry.places.find(**texts, **given, title=title)
    if place.fault:
        found.blame(place.field, place.fault)
    elif place.node != known.node_id:
        found.notes.extend(filter(None, [place.note]))
        leaf = registry.places.by_pk[place.node]
        if known.is_own and not leaf.class_code:
            found.blame("class_code", "自制标准应在 JC、TG、GL、GZ 的分类下")
        else:
            change(
                found, "node", place.node, f"{written['class_code']} {written['place']}".strip(), leaf.label
            )


def compare_status(found: Finding, name: str, registry: Registry, written: dict) -> None:
    """现行 and 即将实施 follow from the dates; another's standard may end, nothing begins again by a list."""
    wanted, known = found.said(name, today=registry.on).value, found.known
    if wanted in (None, "unknown", known.status):
        if wanted == "unknown":
            found.notes.append(f"状态“{found.text(name)}”没有写入，请查新后登记")
        return
    if {wanted, known.status} <= STANDING:
        found.notes.append(f"状态按实施日期推算为“{written[name]}”")
    elif known.is_own:
        found.blame(name, FIXED["status"].format(written[name]))
    elif wanted in ("replaced", "withdrawn") and known.status in STANDING:
        field = "replaced_on" if wanted == "replaced" else "withdrawn_on"
        change(found, "status", wanted, written[name], STATUSES[wanted])
        # The day follows from the column, from what replaces it, or is that of the import: `together`.
        found.values[field] = found.said(field, today=registry.on).value
    else:
        found.blame(name, FIXED["ended"].format(written[name], STATUSES[wanted]))


def compare_end(found: Finding, name: str, registry: Registry, written: dict) -> None:
    """A day of 废止 or 被代替; where the row ends by this list, its status has taken the day already."""
    if "status" in found.changes:
        return
    value = found.said(name, today=registry.on).value
    if value is None or value == getattr(found.known, name):
        return
    if found.known.is_own:
        found.blame(name, FIXED["own"])
    else:
        change(found, name, value, written[name], text_of(value))


def compare_old(found: Finding, name: str, registry: Registry, written: dict) -> None:
    """Numbers this row replaces, and numbers that replace it, told apart by their years."""
    old, new = sorted_numbers(found, registry.on, name)
    found.values.setdefault("newer", []).extend(new)
    named = [registry_number(each, registry) for each in old]
    before = [each for each in written["old"].split("；") if each]
    missing = [each for each in named if each not in before]
    if not missing:
        return
    if found.known.is_own:
        found.blame(name, FIXED["old"])
        return
    after = "；".join(dict.fromkeys([*before, *missing]))
    if len(after) > 200:
        found.blame(name, "超过 200 个字，请改短")
    else:
        change(found, "replaced_numbers", after, written["old"], after)


def sorted_numbers(found: Finding, today: date, name: str) -> tuple[list[str], list[str]]:
    """Older and newer numbers of the cell; what the years do not tell goes to the 备注 with a note."""
    year, sides = year_of(found, today), {"old": [], "new": [], "": []}
    for each in numbers_in(found.text(name)):
        sides[older_or_newer(each, year, today)].append(each)
    if sides[""]:
        listed, label = "；".join(sides[""]), FIELDS[name].label
        found.notes.append(f"“{listed}”与本行谁代替谁看不出来（没有可比的年代号），已写入备注，请核对")
        found.remarks.append(f"原表“{label}”：{listed}")
    return sides["old"], sides["new"]


def year_of(found: Finding, today: date) -> int | None:
    """The year in the number of the row, read now where it was found by its number as written."""
    if found.number is None and found.known is not None and found.known.number:
        return read_one(found.known.number, today).year
    return getattr(found.number.number, "year", None) if found.number else None


def registry_number(text: str, registry: Registry) -> str:
    """A number as the registry writes it, where it can be read."""
    try:
        return str(read_one(text, registry.on))
    except NumberError:
        return text


def compare_remark(found: Finding, written: dict, differs: bool, today: date) -> None:
    """The 备注 of the list, and what the row said elsewhere that no field can hold."""
    said = found.said("remark", today=today) if differs else None
    before = found.known.remark
    text = said.value if said and said.value else before
    for remark in found.remarks:
        text = "；".join(filter(None, [text, remark])) if remark not in text else text
    if text != before:
        change(found, "remark", text, written["remark"], text)


def check_merged(found: Finding, registry: Registry) -> None:
    """Dates in order and the year of the number, over what is registered and what the list changes."""
    names = ("approved_on", "issued_on", "effective_on")
    days = {name: found.values.get(name) or getattr(found.known, name) for name in names}
    changed = days.keys() & found.changes.keys()
    check_order(found, days, changed)
    if "approved_on" in changed and found.known.is_own and found.known.is_published:
        check_year(found, days["approved_on"], year_of(found, registry.on))
    if "confirmed_on" in found.changes:
        check_confirmed(found, registry.on)
    if {"approver", "drafters"} & found.changes.keys() and found.known.is_own:
        people = (found.values.get(name) or getattr(found.known, name) for name in ("approver", "drafters"))
        check_people(found, *people)


def check_order(found: Finding, days: dict, blamed) -> None:
    for (first, earlier), (second, later) in (
        (("批准日期", "approved_on"), ("发布日期", "issued_on")),
        (("发布日期", "issued_on"), ("实施日期", "effective_on")),
    ):
        if days[earlier] and days[later] and days[earlier] > days[later] and {earlier, later} & set(blamed):
            found.blame(later, f"{second} {days[later]} 早于{first} {days[earlier]}，请核对")


def check_confirmed(found: Finding, today: date) -> None:
    """A day to come is that of the next 复审, and would put it off."""
    day = found.values.get("confirmed_on")
    if day and day > today:
        found.blame("confirmed_on", f"复审确认日期 {day} 还没有到，应是上一次复审确认的日期，请核对")


def check_people(found: Finding, approver: str, drafters: str) -> None:
    """Who drafted does not approve (life cycle §5.1)."""
    if both := people_in(approver) & people_in(drafters):
        found.blame("approver", f"{'、'.join(sorted(both))}是起草人，不能同时是批准人，请核对")


def check_year(found: Finding, approved_on: date | None, year: int | None) -> None:
    """10.6.4: the year of the number is that of the approval."""
    if approved_on and year and approved_on.year != year:
        found.blame("approved_on", f"编号中的年代号是 {year}，批准日期应在 {year} 年内（第2部分 10.6.4）")


COMPARE = {
    "rank": compare_rank,
    "origin": compare_origin,
    "departments": compare_departments,
    "status": compare_status,
    "replaced_on": compare_end,
    "withdrawn_on": compare_end,
    "old": compare_old,
    "new": compare_old,
}
