"""发布令 and 编制说明 of a version of the system."""

from ...models import SystemVersion
from ...statistics import coverage
from ..wording import chinese_date
from .common import dated

PARTS = ("basis", "overview", "analysis", "division", "crossings", "support", "other")


def decree(version: SystemVersion) -> dict:
    """The decree as issued; before that with room for what the signer decides."""
    day = version.issued_on or version.deliberated_on or version.drafted_on
    return dated(version.organization, day, shown=bool(version.issued_on)) | {
        "version": version.name,
        "decree_number": version.decree_number,
        "deliberated_on": chinese_date(version.deliberated_on),
        "deliberation": version.deliberation,
        "signer": version.signer,
        "issued_on": chinese_date(version.issued_on),
        "effective_on": chinese_date(version.effective_on),
        "sha256": version.sha256,
    }


def system_explanation(version: SystemVersion) -> dict:
    texts = version.explanation or {}
    return (
        dated(version.organization, version.drafted_on)
        | {
            "version": version.name,
            "drafted_by": str(version.drafted_by or ""),
            "drafted_on": chinese_date(version.drafted_on),
            "deliberated_on": chinese_date(version.deliberated_on),
            "figures": figures(version),
        }
        | {name: str(texts.get(name, "")) for name in PARTS}
    )


def figures(version: SystemVersion) -> list[dict]:
    """应有数, 现有数 and 覆盖率 of each sub-system on the day the version was issued, or drafted."""
    covered = coverage(version.organization, on=version.issued_on or version.drafted_on)
    rows = [(root.node.name, root) for root in covered.roots] + [("合计", covered)]
    return [
        {
            "name": name,
            "expected": share.expected,
            "present": share.present,
            "rate": "" if share.percentage is None else f"{share.percentage}%",
        }
        for name, share in rows
    ]
