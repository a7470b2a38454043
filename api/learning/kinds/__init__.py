"""How each kind of check is graded: one pure file a kind, named as in the catalogue."""
