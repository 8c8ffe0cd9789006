"""Errors of evaluation. Each carries the Chinese sentence its reader sees."""

from gridgov.errors import GridgovError


class EvaluationError(GridgovError):
    """Something about a scorecard, a judgement or an evaluation is refused."""


class SheetError(EvaluationError):
    """A text in the exchange format is refused."""
