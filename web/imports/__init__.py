"""Files in, on a page: choose, see what would happen, confirm, undo."""
