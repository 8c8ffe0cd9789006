"""The kinds of records, in the order of the work."""

from .duties import DUTIES
from .findings import FINDINGS
from .implementation import IMPLEMENTATION
from .inspections import INSPECTIONS
from .kind import Cell, Column, Kind, Part, Table
from .materials import MATERIALS
from .people import PEOPLE
from .plans import PLANS
from .training import TRAINING

KINDS = {
    kind.slug: kind
    for kind in (PLANS, TRAINING, IMPLEMENTATION, INSPECTIONS, FINDINGS, MATERIALS, PEOPLE, DUTIES)
}

__all__ = ["KINDS", "Cell", "Column", "Kind", "Part", "Table"]
