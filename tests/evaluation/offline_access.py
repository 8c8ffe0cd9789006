"""Access to offline."""

MAKERS = {}
ROWS = []
