"""The tree of part 3, the registry of standards with its papers, and the life of each from plan to withdrawal."""

from .citation import Citation, StatusCheck, StatusFinding, SuitabilityReview
from .document import StandardDocument
from .drafting import CollectedInformation, Opinion, OpinionForm, ReviewRound
from .importing import ColumnMapping, ImportBatch
from .node import Node, NodeRemoval
from .number import NumberCounter
from .standard import Standard
from .template import DocumentTemplate
from .upkeep import Amendment, NumberAlias, PeriodicReview, RevisionRequest
from .version import SystemVersion

__all__ = [
    "Amendment",
    "Citation",
    "CollectedInformation",
    "ColumnMapping",
    "DocumentTemplate",
    "ImportBatch",
    "Node",
    "NodeRemoval",
    "NumberAlias",
    "NumberCounter",
    "Opinion",
    "OpinionForm",
    "PeriodicReview",
    "ReviewRound",
    "RevisionRequest",
    "Standard",
    "StandardDocument",
    "StatusCheck",
    "StatusFinding",
    "SuitabilityReview",
    "SystemVersion",
]
