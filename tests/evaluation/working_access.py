"""Access to working."""

MAKERS = {}
ROWS = []
