"""Bare counters about the courses: no person, no day, no answer. They tell of courses, never of staff."""
