"""Whose named data was looked at or exported, by whom, and for what."""
