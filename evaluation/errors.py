"""Errors of evaluation. Each carries the Chinese sentence its reader sees."""

from gridgov.errors import GridgovError


class EvaluationError(GridgovError):
    """Something about a scorecard, a judgement or an evaluation is refused."""


class SheetError(EvaluationError):
    """A text in the exchange format is refused."""


class LockedError(EvaluationError):
    """The evaluation is locked; nothing was written."""

    def __init__(self, message: str = "这份评价已锁定，不能再改。需要修改时，请由标准化管理办公室重开。"):
        super().__init__(message)


class SubmittedError(LockedError):
    """The private sheet is handed in; nothing was written."""

    def __init__(self):
        super().__init__("您的底稿已提交，不能再改。需要修改时，请组长退回底稿。")


class ConflictError(EvaluationError):
    """Somebody changed the target after the version a change was based on; nothing was written.

    `mine` and `theirs` are dicts ready for JSON: mine {value, base}, theirs {value, version, author, at}.
    """

    def __init__(self, message: str, *, mine: dict, theirs: dict):
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class ObstaclesError(EvaluationError):
    """A lock is refused; `obstacles` are the sentences saying why, each with its address."""

    def __init__(self, obstacles: list):
        super().__init__(" ".join(obstacle.words for obstacle in obstacles))
        self.obstacles = obstacles
