"""Files in: reading, comparing with what is known, showing, applying whole, undoing."""
