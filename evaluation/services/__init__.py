"""Writing evaluations: one verb, one transaction, one event."""
