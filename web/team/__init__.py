"""The manager's pages: who in the unit needs to act, nearest date first."""
