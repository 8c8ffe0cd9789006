"""The one error of this package."""


class NumberError(ValueError):
    """A number that cannot be read or does not hold; `message` is the Chinese sentence for the user."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message
