"""Where everybody begins: the landing page, and the learner's own page."""
