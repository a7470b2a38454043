"""Practice days: when and where a course is gone through together. About units, never about persons."""
