"""Linking standards to requirements: what is suggested, what a standard serves today, what waits to be linked."""
