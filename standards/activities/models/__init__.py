"""Plans, training, implementation, checks and findings, materials, people and duties, and their files."""

from .document import OWNERS, ActivityDocument
from .implementation import ImplementationMeasure, ImplementationRecord
from .inspection import Finding, Inspection
from .material import Lending, Material
from .people import Duty, Person, Qualification
from .plan import Plan, PlanItem
from .training import Attendance, TrainingSession

__all__ = [
    "OWNERS",
    "ActivityDocument",
    "Attendance",
    "Duty",
    "Finding",
    "ImplementationMeasure",
    "ImplementationRecord",
    "Inspection",
    "Lending",
    "Material",
    "Person",
    "Plan",
    "PlanItem",
    "Qualification",
    "TrainingSession",
]
