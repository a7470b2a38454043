"""The plan: who needs training before when, in plain words, and the practice days made of it."""
