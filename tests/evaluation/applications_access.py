"""Access to applications."""

MAKERS = {}
ROWS = []
