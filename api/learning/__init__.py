"""Taking a course: attempts under way (scratch), grading and progress."""
