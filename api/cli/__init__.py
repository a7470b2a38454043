"""``kollen``, the command line."""
