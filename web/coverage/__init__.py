"""The municipality's pages: coverage on any day, key people, requirements, the organisation."""
