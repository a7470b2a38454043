"""The JSON face, and what both faces share: guarded routes, sessions, the actor."""
