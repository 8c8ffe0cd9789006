"""start and test."""
