"""The papers of a panel, in Word and PDF from one description (evaluation §3.3)."""
