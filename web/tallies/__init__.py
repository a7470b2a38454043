"""The question before and after a course, and what the counters tell whoever follows it up."""
