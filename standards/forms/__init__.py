"""Forms of the registry and of the tree, one module per noun."""
