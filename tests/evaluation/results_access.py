"""Access to results."""

MAKERS = {}
ROWS = []
