"""Follow-up reports: drafts, the report in print form, and its figures as a file."""
