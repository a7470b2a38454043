"""The author's preview: courses as they lie in a folder. Never part of the service itself."""
