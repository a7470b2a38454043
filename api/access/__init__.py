"""Pure: who an actor is, what they may do, and how far it reaches."""
