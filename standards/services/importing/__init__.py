"""Lists taken in: checked, confirmed as a whole, undone as a whole."""

from .batches import check_list, recheck_list
from .confirming import confirm_import
from .undoing import undo_import

__all__ = ["check_list", "confirm_import", "recheck_list", "undo_import"]
