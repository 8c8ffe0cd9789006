"""Writing the tree and the registry: one verb, one transaction, one event."""
