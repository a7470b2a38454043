"""Pages that are the same for everybody."""
