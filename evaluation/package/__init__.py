"""The archive package of a panel's result, `gridgov-evaluation/1`: written, and checked without the server."""

from .checking import is_package, verify_package
from .writing import FORMAT, write_package

__all__ = ["FORMAT", "is_package", "verify_package", "write_package"]
