"""Access to aftermath."""

MAKERS = {}
ROWS = []
