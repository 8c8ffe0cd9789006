"""Access to panels."""

MAKERS = {}
ROWS = []
