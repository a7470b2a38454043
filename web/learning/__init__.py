"""The courses' pages: list, course, module, step, and the questions that come back."""
