"""Forms of the records; choices limited to the organisation they are given."""
