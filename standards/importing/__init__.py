"""Lists in: a file of somebody else's becomes rows of the registry, all of them or none (documents §2)."""
