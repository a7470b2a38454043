"""The import desk: files that wait for a yes, imports that were done, and taking one back."""
