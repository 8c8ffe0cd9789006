"""HOW FAR IT IS: scorecard, sheets, scoring, results and reports of an evaluation."""
