"""The courses: read from text files, checked, frozen as editions."""
