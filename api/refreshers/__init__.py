"""Refreshers: a question some time after a course, for those who want one. No answer is kept."""
