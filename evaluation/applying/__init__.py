"""Applying to the level above for an evaluation (T/CSSG 001.5 6.1–6.3)."""
