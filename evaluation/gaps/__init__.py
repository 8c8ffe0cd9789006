"""What the score would be by the data alone, what is missing for 300, and the shortest way there."""
