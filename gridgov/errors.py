"""The error every app derives its own from: its text is the sentence the user reads."""


class GridgovError(Exception):
    """A refusal with a Chinese sentence: what is wrong, where, and how to mend it.

    `field` names the form field it belongs to, where there is one.
    """

    def __init__(self, message: str, *, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field
