"""Access to 结构图, 体系表 and the versions of the system: whoever has a role reads, office and committee write."""

from tests.access import Row
from tests.standards.system_access import OF_CITY, OWN, of_city

PAGES = ("chart", "chart-pdf", "system-table", "system-table-export", "system-table-pdf")

ROWS = [
    *(Row(f"standards:{name}", OWN) for name in PAGES),
    *(Row(f"standards:{name}", OF_CITY, data=of_city) for name in PAGES),
]


def furnish(world) -> dict:
    return {}
