"""The report of a locked result: PDF/A-3 with the canonical JSON inside, and checking one again.

Nothing is imported here, so that a report can be checked without Django.
"""
