"""发布令 and 编制说明 of a version of the system."""

from gridgov.dates import chinese_date

from ...models import SystemVersion
from ...statistics import coverage, percentage, statistics_table
from ...versions.snapshots import read_snapshot
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
    """The sub-systems of the 统计表 with their sum: as frozen by the decree, before it as on the day of drafting."""
    if version.snapshot:
        lines = read_snapshot(version.snapshot)["figures"]["lines"]
    else:
        covered = coverage(version.organization, on=version.drafted_on)
        lines = [
            {"kind": line.kind, "name": line.name, "expected": line.expected, "present": line.present}
            for line in statistics_table(covered)
        ]
    return [figure_row(line) for line in lines if line["kind"] != "class"]


def figure_row(line: dict) -> dict:
    share = percentage(line["present"], line["expected"])
    return {
        "name": line["name"],
        "expected": line["expected"],
        "present": line["present"],
        "rate": "" if share is None else f"{share}%",
    }
