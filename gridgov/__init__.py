"""The site, and what every app needs but none owns."""
