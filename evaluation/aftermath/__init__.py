"""After the result: problems on their way, and the evaluation repeated."""
