"""The scorecard's editions, evaluations, what people found, and the results frozen at the lock."""

from .evaluation import Evaluation, Participant
from .result import Result
from .scorecard import Fulfilment, ScorecardEdition
from .sheet import Evidence, Judgement, Operation

__all__ = [
    "Evaluation",
    "Evidence",
    "Fulfilment",
    "Judgement",
    "Operation",
    "Participant",
    "Result",
    "ScorecardEdition",
]
