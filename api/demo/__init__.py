"""The demo municipality: clearly fictional, the same from the same seed and day."""
