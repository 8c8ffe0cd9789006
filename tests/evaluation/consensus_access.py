"""Access to consensus."""

MAKERS = {}
ROWS = []
