"""Access to plans."""

MAKERS = {}
ROWS = []
