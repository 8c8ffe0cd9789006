"""The tree of part 3, the registry of standards, the counters their numbers come from."""

from .node import Node, NodeRemoval
from .number import NumberCounter
from .standard import Standard, StandardDocument

__all__ = ["Node", "NodeRemoval", "NumberCounter", "Standard", "StandardDocument"]
