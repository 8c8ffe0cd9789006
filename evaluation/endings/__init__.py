"""What the data-only score becomes when standards end and others begin."""
