"""Access to the pages no app owns: everybody who is logged in."""

from tests.access import Row

ANYBODY = ("login", 200, 200, 200, 200, 200)
ROWS = [
    Row("workbench", ANYBODY),
    Row("worklist", ANYBODY),
    Row("calendar", ANYBODY),
    Row("calendar-export", ANYBODY),
    Row("help", ANYBODY),
    Row("about", ANYBODY),
]
