"""Access to verification."""

MAKERS = {}
ROWS = []
