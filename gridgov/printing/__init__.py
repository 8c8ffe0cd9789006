"""HTML to PDF/A-3 for every app: typefaces, the child that prints.

Nothing is imported here: the child process that prints must not need Django.
"""
