"""Reading the files that a command is given."""

from pathlib import Path

from ..errors import EvaluationError

REASONS = {
    FileNotFoundError: "找不到这个文件，请核对路径。",
    IsADirectoryError: "读不出这个文件：它是文件夹，请写里面的文件。",
    PermissionError: "读不出这个文件：没有读取的权限，请核对权限。",
}


def read_file(name: str) -> bytes:
    """The bytes of a file; raises EvaluationError with a sentence, not with the system's own words."""
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise EvaluationError(REASONS.get(type(error), "读不出这个文件，请核对路径和权限。")) from error
