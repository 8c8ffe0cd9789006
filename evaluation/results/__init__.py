"""The locked result as one document, who signed it, how it reads and compares."""
