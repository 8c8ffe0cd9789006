"""The scorecard's editions, evaluations and panels, what people found, and the results frozen at the lock."""

from .aftermath import Complaint, Notice, Problem
from .application import Application, ApplicationDocument
from .consensus import Ruling
from .evaluation import Evaluation
from .inquiry import Inquiry
from .onsite import Attendance, OnSiteStep
from .panel import Assignment, Expert, Participant, Side
from .plan import EvaluationPlan, Sample, ScheduleSlot, Site
from .printed import Printed
from .result import Result, Signature
from .scorecard import Fulfilment, ScorecardEdition
from .sheet import Evidence, Judgement, Operation, Sheet
from .survey import Survey, Turnaround

__all__ = [
    "Application",
    "ApplicationDocument",
    "Assignment",
    "Attendance",
    "Complaint",
    "Evaluation",
    "EvaluationPlan",
    "Evidence",
    "Expert",
    "Fulfilment",
    "Inquiry",
    "Judgement",
    "Notice",
    "OnSiteStep",
    "Operation",
    "Participant",
    "Printed",
    "Problem",
    "Result",
    "Ruling",
    "Sample",
    "ScheduleSlot",
    "ScorecardEdition",
    "Sheet",
    "Side",
    "Signature",
    "Site",
    "Survey",
    "Turnaround",
]
