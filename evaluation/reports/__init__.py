"""The report of a locked result: PDF/A-3 with the canonical JSON inside, and checking one again.

Nothing is imported here: the child process that prints must not need Django.
"""
