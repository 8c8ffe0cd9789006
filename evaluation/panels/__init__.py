"""Who evaluates: the panel, its page and stations, its recusals and grades (T/CSSG 001.5 5.2)."""
