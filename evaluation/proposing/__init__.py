"""What the registry and the work records propose for each requirement; people decide (tree and evidence §6.2)."""
