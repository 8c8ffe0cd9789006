"""Whether the 体系版本 that runs still says what the registry says (T/CSSG 001.2 9.3, 9.4)."""

from collections.abc import Iterator

from .problem import Check, Link, Problem, Severity
from .registry import Registry

NO_VERSION = Check("version", "没有运行的体系版本", "第2部分 9.3", Severity.SCORE)
BEHIND = Check("version-behind", "体系表与登记簿不一致", "第2部分 9.4", Severity.ORDER)
CHECKS = (NO_VERSION, BEHIND)


def behind(registry: Registry) -> Iterator[Problem]:
    """What came into force, and what is no longer, since the 明细表 was issued."""
    if not registry.in_force:
        return
    page = Link("查看", "standards:versions", query=registry.here)
    if registry.version is None:
        sentence = "登记簿有现行标准，还没有经发布令发布、正在运行的体系版本。"
        yield Problem(NO_VERSION, registry.organization.name, sentence, page, preparing(registry))
        return
    now = {row.pk for row in registry.in_force}
    came, went = len(now - registry.version.in_force), len(registry.version.in_force - now)
    if came or went:
        counts = ((came, "新增现行"), (went, "不再现行"))
        words = "、".join(f"{name} {count} 项" for count, name in counts if count)
        sentence = f"发布后登记簿{words}，体系表、明细表没有跟上。"
        yield Problem(BEHIND, registry.version.name, sentence, page, preparing(registry))


def preparing(registry: Registry) -> Link:
    """The version being prepared, else a new one."""
    if registry.has_open_version:
        return Link("办理发布", "standards:version", (registry.has_open_version,))
    return Link("编制新版", "standards:version-new", query=registry.here)
