"""A row of a list that the registry does not have: what it would become, or what is missing."""

import re
from datetime import date

from ..models import Standard
from ..numbering import DocumentNumber, ExternalNumber, OwnNumber
from ..services.registry import LAW, OBLIGATIONS, OBLIGED, RANKS
from .changes import (
    check_confirmed,
    check_order,
    check_people,
    check_year,
    read_departments,
    registry_number,
    sorted_numbers,
)
from .fields import plain
from .findings import Finding
from .known import Registry
from .rows import LENGTHS, compared, text_of
from .words import OBLIGATIONS as SAID_OBLIGATIONS

Origin, Stage, Rank = Standard.Origin, Standard.Stage, Standard.Rank
DOCUMENT = re.compile(r"(规定|办法|决定|意见|通知|方案|细则)》?$")
TEXTS = (
    "title_english",
    "second_number",
    "issuer",
    "adoption",
    "ics",
    "ccs",
    "drafters",
    "approver",
    "remark",
)
DATES = ("approved_on", "issued_on", "effective_on", "confirmed_on", "replaced_on", "withdrawn_on")
WITHDRAWN_BEFORE = "导入时原表已注明废止"
UNFINISHED = ("draft", "identified", "abandoned")


def add(found: Finding, registry: Registry) -> None:
    """Fill in the values of a new row, and what is wrong with it."""
    today = registry.on
    read_plain(found, today)
    found.values["origin"] = origin_of(found, registry)
    found.values["stage"] = Stage.PUBLISHED
    departments = read_departments(found, registry) if found.said("departments", today=today).value else None
    found.values["departments"] = departments or []
    place(found, registry)
    read_old(found, registry)
    if found.values["origin"] == Origin.OWN:
        add_own(found, registry)
    else:
        add_of_others(found, today)
        derive_rank(found)
    found.values["remark"] = "；".join(filter(None, [found.values.get("remark", ""), *unsaid(found)]))
    check_order(found, {name: found.values.get(name) for name in DATES}, DATES)
    check_confirmed(found, today)


def unsaid(found: Finding) -> list[str]:
    remark = found.values.get("remark", "")
    return [each for each in dict.fromkeys(found.remarks) if each not in remark]


def read_plain(found: Finding, today: date) -> None:
    if not found.text("title"):
        found.blame("title", "不能为空")
    for name in ("title", *TEXTS, "rank", "intended_rank", *DATES):
        value = found.said(name, today=today).value
        if value is not None:
            found.values[name] = value
    if found.number:
        found.values["number"] = found.number.typed
        if found.number.second:
            found.values.setdefault("second_number", found.number.second)
        if isinstance(found.number.number, ExternalNumber) and found.number.number.adoption:
            found.values.setdefault("adoption", found.number.number.adoption[: LENGTHS["adoption"]])


def origin_of(found: Finding, registry: Registry) -> str:
    """制定方式 as the list says, else by the number; without one a law by its title or place, else a draft."""
    said = found.said("origin", today=registry.on).value
    if said:
        return said
    number = found.number.number if found.number else None
    if isinstance(number, OwnNumber) and number.place == registry.organization.initials:
        return Origin.OWN
    if isinstance(number, DocumentNumber):
        return Origin.GUIDANCE
    if number or ("number" in dict(found.faults)):
        return Origin.ADOPTED
    in_guidance = "ZD" in (found.subsystem, found.text("class_code")[:2].upper()) or "指导层" in found.text(
        "place"
    )
    is_law = found.values.get("rank") in ("law", "other") or (
        LAW.search(found.text("title")) or DOCUMENT.search(found.text("title"))
    )
    return Origin.GUIDANCE if in_guidance or is_law else Origin.OWN


def place(found: Finding, registry: Registry) -> None:
    number = found.number.number if found.number else None
    given = (
        number.class_code if isinstance(number, OwnNumber) and found.values["origin"] == Origin.OWN else ""
    )
    subsystem = found.subsystem or ("ZD" if found.values["origin"] == Origin.GUIDANCE else "")
    for name in ("class_code", "place"):
        found.said(name, today=registry.on)
    where = registry.places.find(
        class_code=found.text("class_code"),
        place=found.text("place"),
        subsystem=subsystem,
        given=given,
        title=found.text("title"),
        first=registry.options.first_leaf,
    )
    if where.fault:
        found.blame(where.field, where.fault)
        return
    found.values["node"] = where.node
    found.notes.extend(filter(None, [where.note]))
    code = registry.places.by_pk[where.node].class_code
    if found.values["origin"] == Origin.OWN and not code:
        found.blame("class_code", "自制标准应在 JC、TG、GL、GZ 的分类下，请改正")
    elif given and code != given:
        found.notes.append(f"编号中的分类号是 {given}，体系分类是 {code}：编号不变，下次修订时改编")


def read_old(found: Finding, registry: Registry) -> None:
    """Older numbers become 被代替标准号, newer ones end this row; the years say which is which."""
    old, newer = [], []
    for name in ("old", "new"):
        if found.said(name, today=registry.on).value:
            mine, other = sorted_numbers(found, registry.on, name)
            old, newer = old + mine, newer + other
    text = "；".join(dict.fromkeys(registry_number(each, registry) for each in old))
    if len(text) > LENGTHS["old"]:
        found.blame("old", f"超过 {LENGTHS['old']} 个字，请改短")
    elif text:
        found.values["replaced_numbers"] = text
    if newer:
        found.values["newer"] = newer


def add_of_others(found: Finding, today: date) -> None:
    """A standard or document of others: in the system at once, unless the list says it waits for its 采用审核."""
    values, status = found.values, found.said("status", today=today).value
    # A list with but one of the two calls either 批准日期.
    if "approved_on" in values:
        values.setdefault("issued_on", values.pop("approved_on"))
    if values["origin"] == Origin.ADOPTED and not found.number and not blamed(found, "number"):
        found.blame(
            "number", "采用的标准要有标准编号，如 GB/T 34300-2017；文件和法律请在“制定方式”写指导性文件"
        )
    if status == "draft":
        values["stage"] = Stage.DRAFTING
    elif status == "identified":
        values["stage"] = Stage.IDENTIFIED
    elif status == "abandoned":
        found.blame("status", "没有登记过的标准不能直接登记为终止")
    elif status == "unknown":
        found.notes.append("状态待查：已按现行登记，请查新后改正")
    elif status:
        values["status"] = status


def derive_rank(found: Finding) -> None:
    """标准级别 and 标准性质 from the code of the number where the list does not say them; laws by their titles."""
    number, values = found.number.number if found.number else None, found.values
    if isinstance(number, OwnNumber | ExternalNumber):
        values.setdefault("rank", RANKS.get(number.level, Rank.OTHER))
    values.setdefault("rank", Rank.LAW if LAW.search(found.text("title")) else Rank.OTHER)
    said = SAID_OBLIGATIONS.get(plain(found.text("rank")))
    if said or (isinstance(number, ExternalNumber) and values["rank"] in OBLIGED):
        values["obligation"] = said or OBLIGATIONS.get(getattr(number, "suffix", None), "")


def add_own(found: Finding, registry: Registry) -> None:
    """A standard of one's own: numbered on paper before (补录), or still a draft."""
    found.values["rank"] = Standard.Rank.OWN
    status = found.said("status", today=registry.on).value
    if found.number:
        add_numbered(found, registry, status)
    else:
        add_draft(found, status)


def add_draft(found: Finding, status: str | None) -> None:
    if status in ("in_force", "upcoming", "replaced", "withdrawn"):
        words = "没有标准编号：已发布的自制标准要填编号；法律和文件请在“制定方式”写指导性文件"
        found.blame("number", words)
    elif status in ("identified", "abandoned"):
        found.blame("status", "自制标准在发布前的状态是制定中，请改正")
    found.values["stage"] = Stage.DRAFTING
    for name in DATES:
        if day := found.values.pop(name, None):
            found.remarks.append(f"原表{Standard._meta.get_field(name).verbose_name}：{text_of(day)}")
    found.values.pop("replaced_numbers", None)


def add_numbered(found: Finding, registry: Registry, status: str | None) -> None:
    """补录: every date is known, the number is the organisation's own and its year that of the approval."""
    number, initials = found.number.number, registry.organization.initials
    if not isinstance(number, OwnNumber) or number.place != initials:
        found.blame("number", f"不是本组织的编号，自制标准的编号以 Q/{initials}WG 开头")
        return
    if status in UNFINISHED:
        found.blame("status", "自制标准在发布时编号：已有编号的应是现行、即将实施、被代替或废止，请改正")
    elif status == "unknown":
        found.notes.append("状态待查：已按现行登记，请核对")
    elif status:
        found.values["status"] = status
    if number.year is None:
        found.blame("number", "没有年代号（批准年号），请补上")
    if not found.values["departments"]:
        found.blame("departments", "不能为空")
    complete_dates(found, same_day=registry.options.same_day)
    if found.values.get("withdrawn_on"):
        found.values["withdrawal_reason"] = WITHDRAWN_BEFORE
    check_year(found, found.values.get("approved_on"), number.year)
    check_people(found, found.values.get("approver", ""), found.values.get("drafters", ""))


def complete_dates(found: Finding, *, same_day: bool) -> None:
    """批准日期 and 发布日期 stand for each other where the user agreed; nothing is invented otherwise."""
    values, pair = found.values, ("approved_on", "issued_on")
    for name, other in (pair, pair[::-1]):
        if same_day and name not in values and other in values and not blamed(found, name):
            values[name] = values[other]
            label = Standard._meta.get_field(other).verbose_name
            found.notes.append(f"{Standard._meta.get_field(name).verbose_name}按{label}登记")
    for name in (*pair, "effective_on"):
        if name not in values and not blamed(found, name):
            hint = "，或勾选“批准日期、发布日期只有一个的，两个都按它登记”" if name in pair else ""
            found.blame(name, f"不能为空：已编号的自制标准要有这个日期{hint}")


def blamed(found: Finding, name: str) -> bool:
    return any(field == name for field, _ in found.faults)


def doubts(found: Finding, registry: Registry) -> None:
    """What is registered beside it under the same title, or as another edition: to look at, no fault."""
    number = found.number.number if found.number else None
    family = getattr(number, "family_loose", None)
    editions = [row for row in registry.by_family.get(family, []) if row.stands]
    if editions and found.values["origin"] != Origin.OWN:
        found.notes.append(f"登记簿中还有同一标准的另一个版本“{editions[0].number}”")
    same = registry.by_title.get(compared(found.text("title")), [])
    others = [row for row in same if row not in editions and row.stands]
    if others:
        row = others[0]
        found.notes.append(f"登记簿中还有同名的“{row.number or row.title}”，请核对是否重复")
