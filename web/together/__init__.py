"""A course gone through together: its steps on a wall, and who was there."""
