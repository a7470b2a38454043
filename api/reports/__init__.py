"""Follow-up reports: drafts that TAFA writes in, and issued ones, frozen by hash."""
