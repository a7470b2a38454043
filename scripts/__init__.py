"""Programs that make and developers run."""
