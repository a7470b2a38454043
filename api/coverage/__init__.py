"""Coverage: of those who had to be trained in a unit on a day, who was, and how we know."""
